import logging

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .access_case import AccessCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install", "community_rights")
class TestWrittenDomains(AccessCase):
    """What a user writes counts as that user: nothing closed is counted, summed or selected by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attempts = 0
        cls.mine = (
            cls.env["community.indicator"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "Own figure",
                    "code": "own_figure",
                    "section": "visits",
                    "model_id": cls.env["ir.model"]._get_id("community.household"),
                }
            )
        )
        cls.days = ("2020-01-01", "2099-12-31", Domain.TRUE)

    @classmethod
    def tearDownClass(cls):
        _logger.info("Tried: domains of users: %s", cls.attempts)
        super().tearDownClass()

    def is_closed(self, model, field):
        reader = model.with_user(self.manager)
        return not reader.has_access("read") or not reader._has_field_access(field, "read")

    def closed_fields(self, model):
        return [
            name
            for name, field in sorted(model._fields.items())
            if self.is_closed(model, field) and (field.store or field.search)
        ]

    def questions(self):
        """Yield (model, values) of every indicator that asks for something closed to a manager."""
        for model_name in self.community_models(transient=False):
            model = self.env[model_name]
            for number, name in enumerate(self.closed_fields(model)):
                field = model._fields[name]
                yield model_name, {"domain": f"[('{name}', '!=', False)]"}
                if not number:
                    # Folded to nothing before any right is asked.
                    yield model_name, {"domain": f"[('id', 'in', []), ('{name}', '!=', False)]"}
                if field.type in ("integer", "float", "monetary") and field.store:
                    for is_confidential in (False, True):
                        yield (
                            model_name,
                            {
                                "measure": "sum",
                                "link_path": name,
                                "is_confidential": is_confidential,
                            },
                        )
            if self.is_closed(model, model._fields["id"]):
                yield model_name, {"domain": "[]"}
                continue
            for name, field in sorted(model._fields.items()):
                if not field.relational or not field.comodel_name.startswith("community."):
                    continue
                if not (field.store or field.search):
                    continue
                for number, step in enumerate(self.closed_fields(self.env[field.comodel_name])):
                    yield model_name, {"domain": f"[('{name}.{step}', '!=', False)]"}
                    if not number:
                        yield (
                            model_name,
                            {"domain": f"[('{name}', 'not any', [('{step}', '!=', False)])]"},
                        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nothing_closed_is_counted(self):
        """Refused when it is written, and left out where it stands all the same."""
        through, odd = [], []
        usual = {"measure": "count", "link_path": False, "is_confidential": False}
        for model, values in self.questions():
            type(self).attempts += 1
            values = {
                **usual,
                "domain": "[]",
                "model_id": self.env["ir.model"]._get_id(model),
                **values,
            }
            try:
                with self.env.cr.savepoint():
                    self.mine.write(values)
                through.append((model, values))
            except AccessError:
                continue
            except ValidationError as error:
                odd.append((model, values, str(error)))
        self.assertGreater(self.attempts, 1000)
        self.assertFalse(through[:20], f"{len(through)} questions about closed things were written")
        self.assertFalse(odd[:20], f"{len(odd)} were refused in other words")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_what_became_closed_is_not_counted_any_more(self):
        """A right that ended, or a domain that is another one today: the figure is missing."""
        through = []
        step = self.attempts
        for number, (model, values) in enumerate(self.questions()):
            if number % 7:
                continue
            type(self).attempts += 1
            # As the superuser: the question itself stands there, however it came there.
            try:
                with self.env.cr.savepoint():
                    self.mine.with_user(1).write(
                        {
                            "measure": "count",
                            "domain": "[]",
                            "model_id": self.env["ir.model"]._get_id(model),
                            **values,
                        }
                    )
            except ValidationError:
                # A question that cannot be asked at all, such as a figure that is none.
                continue
            for reader in (self.env.user, self.manager, self.officer):
                if self.mine in self.mine.with_user(reader)._values(*self.days):
                    through.append((model, values, reader.login))
        self.assertGreater(self.attempts - step, 100)
        self.assertFalse(through[:20])
        self.assertEqual(self.mine.author_id, self.manager)
        self.assertTrue(self.mine.refusal)

    def test_a_manager_still_counts_what_they_read(self):
        """Every model that a manager reads can be counted, and its numbers summed."""
        counted = refused = 0
        for name in self.community_models(transient=False):
            model = self.env[name].with_user(self.manager)
            if not model.has_access("read") or "figure_ref" not in model._fields:
                continue
            type(self).attempts += 1
            values = {"domain": "[('create_date', '!=', False)]", "measure": "count"}
            if "create_date" not in model._fields:
                values["domain"] = "[]"
            self.mine.write({**values, "model_id": self.env["ir.model"]._get_id(name)})
            figures = self.mine._values(*self.days)
            counted += self.mine in figures
            refused += self.mine not in figures
            domain = Domain([]) if values["domain"] == "[]" else [("create_date", "!=", False)]
            own = model.with_context(active_test=False).search_count(domain)
            self.assertEqual(figures[self.mine], own, name)
        self.assertGreater(counted, 30)
        self.assertFalse(refused)

    def test_nobody_changes_what_a_shipped_indicator_counts(self):
        """Not its records, domain, measure, link nor figure; its name, place and use are free."""
        changed = {
            "model_id": self.env["ir.model"]._get_id("community.resident"),
            "domain": "[('id', '=', 1)]",
            "measure": "count",
            "link_path": "household_id",
            "statement_key": "visited",
            "is_confidential": True,
            "numerator_id": self.mine.id,
            "denominator_id": self.mine.id,
        }
        shipped = self.env["community.indicator"].search([("author_id", "=", False)])
        self.assertGreater(len(shipped), 100)
        administrator = new_test_user(
            self.env,
            login="keeper_of_figures",
            groups="community_service.group_community_administrator,"
            "community_service.group_community_manager",
        )
        for user, sentence in (
            (administrator, "came with the program"),
            (self.manager, "the administrator of the service changes it"),
        ):
            for indicator in shipped.with_user(user):
                for name, value in changed.items():
                    type(self).attempts += 1
                    # Not assertRaises, whose savepoint empties the cache each time.
                    try:
                        indicator.write({name: value})
                    except UserError as error:
                        self.assertIn(sentence, str(error))
                    else:
                        self.fail(f"{user.login} changed {name} of {indicator.code}")
        indicator = indicator.with_user(administrator)
        indicator.write({"name": "Another name", "sequence": 7, "active": False})
        self.assertFalse(indicator.author_id)

    def test_a_copy_counts_as_whoever_makes_it(self):
        """An own figure begins as a copy of a shipped one and can be changed."""
        shipped = self.env.ref("community_service.community_indicator_visits")
        copy = shipped.with_user(self.manager).copy()
        self.assertEqual(copy.author_id, self.manager)
        self.assertNotEqual(copy.code, shipped.code)
        copy.domain = "[('state', '=', 'done')]"
        days = self.days
        self.assertEqual(
            copy._values(*days)[copy],
            self.env["community.visit"]
            .with_user(self.manager)
            .search_count([("state", "=", "done")]),
        )
        with self.assertRaises(AccessError):
            copy.author_id = False

    def test_ledgers_select_by_nothing_closed(self):
        """Neither the selection of a ledger nor that of a list in a column asks what is closed."""
        through = []
        # Their community's own one: the shared one is not theirs to change at all.
        ledger = self.env.ref("community_service.community_ledger_residents")
        ledger = ledger.with_user(self.manager)._copy_for(self.env.company)
        for name in self.closed_fields(self.env["community.resident"]):
            for values in (
                {"domain": f"[('{name}', '!=', False)]"},
                {"domain": f"[('id', 'in', []), ('{name}', '!=', False)]"},
                {"domain": f"[('household_id.head_id.{name}', '!=', False)]"},
                {"date_path": name},
            ):
                type(self).attempts += 1
                try:
                    with self.env.cr.savepoint():
                        ledger.write(values)
                    through.append(values)
                except UserError as error:
                    if "not yours to read" not in str(error):
                        through.append((values, str(error)))
            column = self.env["community.ledger.column"].with_user(self.manager)
            type(self).attempts += 1
            try:
                with self.env.cr.savepoint():
                    column.create(
                        {
                            "ledger_id": ledger.id,
                            "name": "x",
                            "path": "kinship_ids.kind",
                            "list_domain": f"[('relative_id.{name}', '!=', False)]",
                        }
                    )
                through.append((name, "list"))
            except AccessError:
                continue
        self.assertFalse(through)
