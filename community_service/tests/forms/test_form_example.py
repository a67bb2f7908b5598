from dateutil.relativedelta import relativedelta

from odoo.tests import Form, tagged

from ..aid_common import AidCase
from .form_examples import figures, filled_example


@tagged("post_install", "-at_install", "community")
class TestFormExample(AidCase):
    """Forms that come with the program fill themselves in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.community_register_since = "2020-01-01"
        cls.home = cls.make_household(
            [
                {"name": "王一", "sex": "male", "role": "head", "birth_date": "1940-01-01"},
                {
                    "name": "王二",
                    "sex": "female",
                    "birth_date": cls.today - relativedelta(years=10),
                },
            ]
        )

    def test_population(self):
        """The population form counts sexes and the ages it asks for from birth dates."""
        form, filling, book = filled_example(self, "population", self.officer, self.manager)
        page = book["人口"]
        self.assertEqual(figures(self, form, filling, book), 27)
        sexes = page["B5"].value, page["E5"].value
        self.assertEqual((*sexes, page["E4"].value), (1, 1, 5), "of three nobody said the sex")
        young = filling.value_ids.filtered(lambda value: value.address == "E7")
        self.assertEqual(young.text, "2")
        opened = young.action_open()
        People = self.env["community.resident"].with_user(self.officer)
        self.assertEqual(set(People.search(opened["domain"]).mapped("name")), {"王二", "张乐"})

    def test_dibao_changes(self):
        """Changes of dibao by month and year to date, and the list of families on its own sheet."""
        last = self.today.replace(day=1) - relativedelta(days=1)
        case = self.grant(income=1500)
        # Raw SQL: the day on which aid begins follows from that of the decision.
        self.env.cr.execute(
            "UPDATE community_aid_case SET date_start = %s WHERE id = %s", (last, case.id)
        )
        self.env.invalidate_all()
        form, filling, book = filled_example(self, "dibao_changes", self.officer, self.manager)
        self.assertGreater(figures(self, form, filling, book), 0)
        page = book["变动情况"]
        self.assertEqual([page[f"{c}6"].value for c in "CDEF"], [1, 3, case.sudo().amount, 1])
        row = [cell.value for cell in book["在保名册"][4]]
        self.assertEqual((row[0], row[1], row[5]), (1, "张小明", case.sudo().amount))

    def test_a_new_form_begins_with_an_example(self):
        """In a new form a choice fills in title, body, workbook and all cells."""
        with Form(self.env["community.form"].with_user(self.officer)) as form:
            form.example = "population"
        record = form.record
        self.assertEqual((record.body, record.period), ("街道办事处", "half_year"))
        self.assertGreater(len(record.cell_ids), 30)
        self.assertTrue(all(record.cell_ids.mapped("anchor")))
        self.assertFalse(record.layout_problem)
