from lxml import etree

from odoo.tests import freeze_time, tagged, warmup

from ..cobuilding_case import CobuildingCase

FEW, MANY = 5, 30


@tagged("post_install", "-at_install", "community", "community_perf")
@freeze_time("2026-06-20")
class TestCobuildingQueries(CobuildingCase):
    """Lists and forms of co-building cost the same for five lines and for thirty."""

    def specification(self, records, kind):
        names = {
            node.get("name")
            for node in etree.fromstring(records.get_view(None, kind)["arch"]).iter("field")
            if node.get("column_invisible") not in ("1", "True") and node.get("name") in records
        }
        return {
            name: {"fields": {"display_name": {}}} if records._fields[name].relational else {}
            for name in names
        }

    def cost(self, model, limit):
        records = self.env[model].with_user(self.branch_user)
        specification = self.specification(records, "list")
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        found = records.web_search_read([], specification, limit=limit)
        self.assertEqual(len(found["records"]), limit, model)
        return self.cr.sql_log_count - start

    @warmup
    def test_lists(self):
        for number in range(MANY):
            unit = self.make_unit(f"单位{number}", date_from="2020-01-01")
            self.make_line(unit, "own")
            need = self.make_cooperation("need", unit_id=unit.id)
            self.make_project(unit, need_ids=need.ids)
            self.make_agreement(unit)
            self.make_contact(unit)
        for model, most in (
            ("community.party.unit", 20),
            ("community.party.cooperation", 14),
            ("community.party.project", 16),
            ("community.party.agreement", 14),
            ("community.party.contact", 14),
        ):
            self.cost(model, FEW)
            few, many = self.cost(model, FEW), self.cost(model, MANY)
            with self.subTest(model=model, few=few, many=many):
                self.assertLessEqual(many, few + 1)
                self.assertLessEqual(many, most)

    @warmup
    def test_a_form_costs_the_same_with_much_in_it(self):
        unit = self.make_unit()
        self.make_line(unit, "own")
        specification = self.specification(self.Unit, "form")

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            unit.web_read(specification)
            return self.cr.sql_log_count - start

        cost()
        few = cost()
        for number in range(MANY):
            self.make_line(unit, "own", f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}")
            self.make_contact(unit)
            self.make_project(unit)
        many = cost()
        self.assertLessEqual(many, few + 1)
        self.assertLessEqual(many, 30)
