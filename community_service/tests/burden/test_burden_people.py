from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .burden_case import BurdenCase

OURS = "community.burden."
# The fence itself: the same for all rows that somebody sees.
FENCE = ("company_id",)
# What Odoo itself gives every model and computes of nothing stored.
BESIDE = ("id", "display_name")


@tagged("post_install", "-at_install", "community")
class TestBurdenPeople(BurdenCase):
    """Nothing in the meter tells of one person: no field, group, filter or export leads to one."""

    def open_fields(self, name):
        """Return the fields of a model that a client may name."""
        model = self.env[name]
        return {
            field.name: field
            for field in model._fields.values()
            if field.groups != fields.NO_ACCESS and field.name not in BESIDE
        }

    def models(self):
        names = [name for name in self.env.registry if name.startswith(OURS)]
        self.assertGreaterEqual(len(names), 3)
        return names

    def test_no_field_leads_to_anybody(self):
        """Neither a link, nor a moment, nor a hidden column of the table says who it was."""
        for name in self.models():
            for field in self.open_fields(name).values():
                with self.subTest(model=name, field=field.name):
                    self.assertFalse(field.relational and field.name not in FENCE)
                    self.assertNotEqual(field.type, "datetime")
                    self.assertNotIn(field.type, ("many2one_reference", "reference", "json"))
            self.env.cr.execute(
                """SELECT a.attname, f.relname, format_type(a.atttypid, a.atttypmod)
                     FROM pg_attribute a
                LEFT JOIN pg_constraint c ON c.conrelid = a.attrelid AND c.contype = 'f'
                      AND a.attnum = ANY (c.conkey)
                LEFT JOIN pg_class f ON f.oid = c.confrelid
                    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped""",
                (self.env[name]._table,),
            )
            for column, target, kind in self.env.cr.fetchall():
                with self.subTest(model=name, column=column):
                    self.assertNotIn(target, ("res_users", "res_partner", "community_resident"))
                    self.assertNotIn("timestamp", kind)
                    self.assertNotIn("uid", column)

    def test_no_way_on_from_a_row_is_open(self):
        """Grouped, filtered, ordered or exported by whoever keeps a form: refused."""
        for _number in range(5):
            self.measure(60)
        rows = self.times(self.manager).search([])
        self.assertTrue(rows)
        for path in ("form_id.user_id", "form_id", "create_uid", "user_id", "write_uid"):
            for call in (
                lambda path=path: rows.formatted_read_group([], [path], ["count:sum"]),
                lambda path=path: rows.search([(path, "!=", False)]),
                lambda path=path: rows.search([], order=path.partition(".")[0]),
                lambda path=path: rows.read([path.partition(".")[0]]),
                lambda path=path: rows.export_data([path.replace(".", "/")]),
            ):
                with self.subTest(path=path):
                    self.assertTrue(self.is_refused(call))

    def is_refused(self, call):
        try:
            call()
        except (AccessError, UserError, ValueError, KeyError):
            return True
        return False

    def test_screens_order_by_no_figure(self):
        """Their own order is that of months, kinds and places; a screen of load as well."""
        Time = self.env["community.burden.time"]
        self.assertEqual(
            Time._order.split(","), ["month desc", " step", " entry_model", " role", " id"]
        )
        for xmlid in ("community_burden_time_action", "community_grid_load_action"):
            action = self.env.ref(f"community_service.{xmlid}")
            model = self.env[action.res_model]
            kinds = {kind for kind in action.view_mode.split(",") if kind != "form"}
            for kind in kinds | {"search"}:
                chosen = action.view_ids.filtered(lambda view, kind=kind: view.view_mode == kind)
                arch = etree.fromstring(model.get_view(chosen.view_id.id, kind)["arch"])
                with self.subTest(action=xmlid, kind=kind):
                    self.assertFalse(arch.get("default_order"))
                    if action.res_model == "community.grid":
                        continue
                    for node in arch.iter("field", "filter"):
                        text = f"{node.get('name')} {node.get('context')} {node.get('domain')}"
                        self.assertNotIn("user", text)
                        self.assertNotIn("uid", text)

    def test_no_user_has_a_list_of_measurements(self):
        """From the other side neither: no model of Odoo or ours links to one of these."""
        ours = set(self.models())
        for model in self.env.registry.values():
            found = [str(field) for field in model._fields.values() if field.comodel_name in ours]
            self.assertFalse(found, model._name)
