from odoo import fields
from odoo.tests import tagged

from ...tools.age_field import Age
from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestAge(CommunityCase):
    """An age that nobody knows is empty, and the first year of life is 0."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.home = cls.make_household(
            [{"name": "周安", "role": "head"}, {"name": "周小", "birth_date": cls.today}]
        )
        cls.unknown, cls.baby = cls.home.resident_ids.sorted(lambda one: bool(one.birth_date))

    def test_every_age_can_be_empty(self):
        """Each age that the addons work out of a birth date is a field that can be empty."""
        ages = [
            field
            for name, model in self.env.registry.items()
            if name.startswith("community.")
            for field in model._fields.values()
            if field.type == "integer"
            and field.compute
            and (field.name == "age" or field.name.endswith("_age"))
        ]
        self.assertGreaterEqual(len(ages), 3)
        for field in ages:
            with self.subTest(field=str(field)):
                self.assertIsInstance(field, Age)

    def test_in_lists_and_files(self):
        self.assertIsNone(self.unknown.age)
        self.assertEqual(self.baby.age, 0)
        people = self.unknown | self.baby
        self.assertIs(self.unknown.read(["age"])[0]["age"], False)
        rows = {row["id"]: row["age"] for row in people.web_read({"age": {}})}
        self.assertIs(rows[self.unknown.id], False)
        self.assertIs(type(rows[self.baby.id]), int)
        files = people.sorted("id").export_data(["age"])["datas"]
        self.assertEqual([str(value) for (value,) in files], ["", "0"])
        lines = self.home.residency_ids
        self.assertEqual(
            {line.resident_id.name: line.read(["age"])[0]["age"] for line in lines},
            {"周安": False, "周小": 0},
        )
        self.assertIsNone(lines.filtered(lambda line: line.resident_id == self.unknown).age)

    def test_search(self):
        Resident = self.env["community.resident"]
        mine = [("id", "in", (self.unknown | self.baby).ids)]
        self.assertEqual(Resident.search([*mine, ("age", "=", False)]), self.unknown)
        self.assertEqual(Resident.search([*mine, ("age", "=", 0)]), self.baby)
        self.assertEqual(Resident.search([*mine, ("age", "<", 18)]), self.baby)

    def test_on_an_application_for_aid(self):
        """The family list of an application, on the screen and on paper, leaves the age empty."""
        case = self.env["community.aid.case"].create(
            {
                "programme_id": self.env.ref("community_service.community_aid_programme_dibao").id,
                "household_id": self.home.id,
            }
        )
        ages = {member.name: member.read(["age"])[0]["age"] for member in case.member_ids}
        self.assertIs(ages["周安"], False)
        self.assertIs(type(ages["周小"]), int)
        self.env.invalidate_all()
        self.assertIsNone(case.member_ids.filtered(lambda member: member.name == "周安").age)
        report = self.env["ir.actions.report"].with_user(self.officer)
        html, _kind = report._render_qweb_html("community_service.report_aid_application", case.ids)
        rows = html.decode().split("<tr>")
        cells = {
            name: [cell for cell in row.split("<td") if cell.rstrip().endswith("</td>")]
            for row in rows
            for name in ("周安", "周小")
            if f"<td>{name}</td>" in row
        }
        nought = r"<td[^>]*>0</td>"
        self.assertNotRegex("".join("<td" + cell for cell in cells["周安"]), nought)
        self.assertRegex("".join("<td" + cell for cell in cells["周小"]), nought)
