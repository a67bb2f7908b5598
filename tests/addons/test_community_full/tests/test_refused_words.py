import logging
import re
from types import SimpleNamespace

from psycopg2.errors import CheckViolation, NotNullViolation, UniqueViolation

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

_logger = logging.getLogger(__name__)

MODULES = ["community_service", "community_party", "community_mediation"]
LATIN = re.compile(r"[A-Za-z]{5,}")


def refused(kind, model, **diagnostics):
    """Return the exception that PostgreSQL would raise, as far as a sentence is made of it."""
    blank = dict.fromkeys(("column_name", "constraint_name", "message_detail"))
    diagnostics = {"table_name": model._table, "message_primary": "", **blank, **diagnostics}
    made = type("Refused", (kind,), {"diag": SimpleNamespace(**diagnostics)})
    return made()


@tagged("post_install", "-at_install", "community")
class TestRefusedWords(TransactionCase):
    """What the database refuses is said in Chinese: which field, of which record, what to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(MODULES, ["zh_CN"])
        cls.env = cls.env(context={"lang": "zh_CN"})

    def models(self):
        for name, model in sorted(self.env.items()):
            if name.startswith("community.") and model._auto and not model._abstract:
                yield model

    def lacks(self, model, message, names):
        """Return what a sentence lacks: a field, the kind of the record, a remedy, Chinese."""
        labels = [model._fields[name]._description_string(self.env) for name in names]
        kind = self.env["ir.model"]._get(model._name).name
        found = [] if any(label in message for label in labels) else ["field"]
        found += [] if kind in message else ["record"]
        found += [] if "保存" in message else ["remedy"]
        return found + LATIN.findall(message)

    def test_required_fields(self):
        """Each required column of each model, left empty."""
        tried, wrong = 0, {}
        for model in self.models():
            for field in model._fields.values():
                seen = field.export_string_translation
                if field.required and field.store and field.column_type and seen:
                    tried += 1
                    error = refused(NotNullViolation, model, column_name=field.name)
                    message = model._sql_error_to_message(error)
                    if found := self.lacks(model, message, [field.name]):
                        wrong[str(field)] = (found, message)
        _logger.info("Tried: required fields left empty: %s, %s said badly", tried, len(wrong))
        self.assertFalse(wrong)
        self.assertGreater(tried, 800)

    def test_constraints(self):
        """Each constraint and unique index with a sentence of its own."""
        tried, wrong = 0, {}
        for model in self.models():
            for name, made in model._table_objects.items():
                if not made.message:
                    continue
                tried += 1
                kind = UniqueViolation if "uniq" in name else CheckViolation
                error = refused(kind, model, constraint_name=name)
                message = model._sql_error_to_message(error)
                names = [one for one in model._refused_columns(error.diag) if one in model._fields]
                self.assertTrue(names, f"{name} looks at no column")
                shown = [one for one in names if model._fields[one].export_string_translation]
                # Of what nobody sees the sentence tells the record alone.
                if found := self.lacks(model, message, shown or names):
                    found = found if shown else [one for one in found if one != "field"]
                if found:
                    wrong[name] = (found, message)
        _logger.info("Tried: constraints: %s, %s said badly", tried, len(wrong))
        for name, found in wrong.items():
            _logger.info("%s: %s", name, found)
        self.assertFalse(wrong)
        self.assertGreater(tried, 300)

    def test_a_record_is_named_to_whoever_may_read_it(self):
        """The name of what was refused stands in the sentence, for its readers alone."""
        area = self.env["community.area"].create({"name": "望河小区", "kind": "estate"})
        name = next(name for name, made in area._table_objects.items() if made.message)
        error = refused(
            CheckViolation, area, constraint_name=name, message_detail=f"Row ({area.id}, 1)"
        )
        self.assertIn("望河小区", area._sql_error_to_message(error))
        nobody = self.env.ref("base.public_user")
        self.assertNotIn("望河小区", area.with_user(nobody)._sql_error_to_message(error))

    def test_an_emptied_field_names_the_record(self):
        """Whoever empties a required field reads of which record; a new one has no name yet."""
        area = self.env["community.area"].create({"name": "望河小区", "kind": "estate"})
        for number, named in ((area.id, True), (area.id + 1000, False)):
            detail = f"Failing row contains ({number}, 1)"
            error = refused(NotNullViolation, area, column_name="kind", message_detail=detail)
            self.assertEqual("望河小区" in area._sql_error_to_message(error), named)
        self.env.flush_all()
        with (
            self.assertRaises(NotNullViolation) as caught,
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("UPDATE community_area SET kind = NULL WHERE id = %s", [area.id])
        message = self.env["community.area"]._sql_error_to_message(caught.exception)
        self.assertIn("望河小区", message)
        self.assertFalse(self.lacks(area, message, ["kind"]))
