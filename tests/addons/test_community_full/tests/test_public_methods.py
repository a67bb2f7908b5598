from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase, read_table
from .method_case import MethodCase

NOWHERE = 2**31 - 2
# Describes the fields of a model and no row: Odoo asks for no right.
# They tell of no record; what an empty list says is read with its action, whoever may open it.
WITHOUT_ROWS = {"fields_get", "get_empty_list_help"}


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPublicMethods(MethodCase, AccessCase):
    """Every public method is an API: ``tests/access/public_methods.csv`` says what each is for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = read_table("public_methods.csv")

    def test_every_public_method_is_reviewed(self):
        found = {(owner, attribute) for owner, attribute, _function in self.defined()}
        reviewed = [(row["model"], row["method"]) for row in self.table]
        self.assertFalse(
            found - set(reviewed),
            "prefix these with _ or review them in tests/access/public_methods.csv",
        )
        self.assertFalse(set(reviewed) - found, "these rows have no method")
        self.assertEqual(reviewed, sorted(reviewed), "rows are sorted")
        for row in self.table:
            self.assertTrue(row["why"], row)

    def opens_only(self, owner, attribute):
        """Tell whether, by the table, a dialog's button opens or prints and writes nothing."""
        row = next(r for r in self.table if (r["model"], r["method"]) == (owner, attribute))
        return "opens" in row["why"] or "PDF" in row["why"]

    def test_outsiders_are_refused(self):
        for owner, attribute, function in self.defined():
            if attribute in WITHOUT_ROWS:
                continue
            for name in self.targets(owner):
                is_model_method = getattr(function, "_api_model", False)
                record = self.env[name].with_user(self.plain)
                if not is_model_method:
                    if self.env[name]._transient:
                        continue
                    record = self.record_of(name, self.places["own"])[:1].with_user(self.plain)
                    record = record.with_context(allowed_company_ids=self.env.company.ids)
                with self.subTest(model=name, method=attribute):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    with mute_logger("odoo.addons.base.models.ir_rule", "py.warnings"):
                        # A record is refused; a method that searches may say "not found".
                        with self.assertRaises(UserError if is_model_method else AccessError):
                            getattr(record, attribute)(*self.arguments(function))

    def test_records_that_do_not_exist_are_refused(self):
        for owner, attribute, function in self.defined():
            if getattr(function, "_api_model", False):
                continue
            for name in self.targets(owner):
                if self.env[name]._transient and self.opens_only(owner, attribute):
                    continue
                record = self.env[name].browse(NOWHERE).with_user(self.manager)
                with self.subTest(model=name, method=attribute):
                    with mute_logger("odoo.addons.base.models.ir_rule"):
                        try:
                            answer = getattr(record, attribute)(*self.arguments(function))
                        except (AccessError, MissingError, UserError, ValueError):
                            continue
                    self.assertEqual(answer, [], "it answers for a record that does not exist")
