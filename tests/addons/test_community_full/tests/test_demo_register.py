from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

WORKBOOK = Path(__file__).parents[4] / "data" / "demo" / "register.xlsx"
# The age below which nobody can have been at a school of this kind.
YOUNGEST = {"小学": 6, "初中": 12, "高中": 15, "中专": 15, "大专": 18, "本科": 18}


@tagged("post_install", "-at_install", "community")
class TestDemoRegister(BaseCase):
    """Whoever looks at the demo community meets people who can exist."""

    def people(self):
        book = load_workbook(WORKBOOK, read_only=True)
        for sheet in book:
            rows = sheet.iter_rows(min_row=2, values_only=True)
            headings = next(rows, ())
            for row in rows:
                if row[0] == "合计" or not any(row):
                    continue
                person = dict(zip(headings, row, strict=True))
                born = date.fromisoformat(person["出生日期"])
                yield (date(2026, 1, 15) - born).days / 365.25, person

    def test_school_and_work_fit_the_age(self):
        count = 0
        for age, person in self.people():
            count += 1
            school, work = person["文化程度"], person["就业状况"]
            with self.subTest(name=person["姓名"], age=int(age), school=school, work=work):
                self.assertGreaterEqual(age, YOUNGEST.get(school, 0))
                self.assertEqual(school is None, age < 6)
                if age < 16:
                    self.assertIn(work, (None, "学生"))
                if work in ("在职", "灵活就业", "失业"):
                    self.assertLess(age, 60 if person["性别"] == "男" else 55)
                if work == "退休":
                    self.assertGreaterEqual(age, 55)
        self.assertGreater(count, 1000)
