from odoo.tests import tagged

from .test_import import ImportCase

PLACED = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号")
WORK = ("职业", "工作单位", "居住证", "居住证有效期")
DISABILITY = ("残疾类别", "残疾等级", "残疾证号", "残疾证有效期")
BANK = ("开户行", "银行账号")
SIZE = ("建筑面积", "户型")


@tagged("post_install", "-at_install", "community")
class TestImportDemanded(ImportCase):
    """What forms of upper bodies ask for is read by its heading, or kept with a sentence."""

    def read_rows(self, headings, *rows):
        """Check rows of heads of their own homes; each holds the cells after ``PLACED``."""
        self.numbers = [self.make_id_number() for _row in rows]
        whole = [
            (31, 1, 101 + place, f"纪{'甲乙丙丁戊己庚辛'[place]}", "户主", number, *row)
            for place, (number, row) in enumerate(zip(self.numbers, rows, strict=True))
        ]
        record = self.check(whole, headings=(*PLACED, *headings))
        self.assertFalse(self.findings(record))
        # sudo: closed columns of the staged rows.
        return record, record.sudo().row_ids.sorted("id")

    def people(self, record):
        record.action_apply()
        names = record.row_ids.mapped("name")
        people = self.env["community.resident"].search([("name", "in", names)], order="name, id")
        return {person.name: person.sudo() for person in people}

    def test_every_heading_is_understood(self):
        headings = (*WORK, *DISABILITY, *BANK, *SIZE)
        record, _rows = self.read_rows(headings, (None,) * len(headings))
        targets = {column.heading: column.target for column in record.column_ids}
        self.assertEqual(
            [targets[heading] for heading in headings],
            [
                f"header/{target}"
                for target in (
                    "occupation work_unit residence_permit residence_permit_end disability_kind "
                    "disability_grade disability_number disability_end bank_name bank_account "
                    "floor_area room_count"
                ).split()
            ],
        )

    def test_work_and_residence_permit(self):
        record, rows = self.read_rows(
            WORK,
            ("司机", "某某公司", "有", "2027-05-01"),
            ("教师", None, "未办理", None),
            (None, "无", "无", "2024.6.1至2027.6.1"),
            (None, None, "/", "2027年"),
            (None, None, "办理中", None),
        )
        self.assertEqual(rows.mapped("occupation"), ["司机", "教师", False, False, False])
        self.assertEqual(rows.mapped("residence_permit"), ["held", "none", False, False, False])
        self.assertEqual(str(rows[0].residence_permit_end), "2027-05-01")
        # A day and "none" contradict each other; a year is no day.
        self.assertFalse(any(row.residence_permit_end for row in rows[1:]))
        self.assertEqual(rows[2].extra, {"居住证": "无", "居住证有效期": "2024.6.1至2027.6.1"})
        self.assertIn("2027年", rows[3].warning)
        self.assertIn("办理中", rows[4].warning)
        self.assertEqual(self.people(record)["纪甲"].work_unit, "某某公司")

    def test_disability_in_one_cell_or_two_and_its_certificate(self):
        record, rows = self.read_rows(
            DISABILITY,
            ("肢体二级", None, None, None),
            ("智力", "贰级", None, "2031-05-20"),
            (None, "3", None, None),
            ("听力", "四级", None, "长期"),
            ("听力一级", "四级", None, None),
            ("无", "/", "无", None),
        )
        self.assertEqual(
            [(row.disability_kind, row.disability_grade) for row in rows],
            [
                ("physical", "grade_2"),
                ("intellectual", "grade_2"),
                (False, "grade_3"),
                ("hearing", "grade_4"),
                (False, False),
                (False, False),
            ],
        )
        self.assertEqual(rows[4].extra, {"残疾类别": "听力一级", "残疾等级": "四级"})
        self.assertFalse(rows[5].extra)
        people = self.people(record)
        self.assertEqual(str(people["纪乙"].disability_end), "2031-05-20")
        self.assertEqual(people["纪甲"].category_line_ids.category_id.code, "severe_disability")

    def test_a_certificate_agrees_with_the_row_or_is_kept(self):
        number = self.make_id_number()
        rows = [
            (32, 1, 101, "计甲", "户主", number, None, None, f"{number}42"),
            (32, 1, 102, "计乙", "户主", self.make_id_number(), None, None, f"{number}42"),
            (32, 1, 103, "计丙", "户主", None, "听力", None, f"{number}42"),
            (32, 1, 104, "计丁", "户主", None, None, None, "有"),
        ]
        record = self.check(rows, headings=(*PLACED, *DISABILITY[:3]))
        rows = record.sudo().row_ids.sorted("id")
        self.assertEqual(rows.mapped("disability_number"), [f"{number}42", False, False, False])
        self.assertEqual(rows.mapped("disability_kind"), ["physical", False, "hearing", False])
        self.assertEqual(rows[0].disability_grade, "grade_2")
        for row in rows[1:]:
            self.assertIn("no disability certificate of this person", row.warning)
            self.assertIn("残疾证号", row.extra)
            self.assertNotIn(number, row.warning)

    def test_accounts_and_sizes(self):
        record, rows = self.read_rows(
            (*BANK, *SIZE),
            ("某某银行", "6222 0000 1111 2222 333", "120㎡", "3室1厅"),
            ("某某银行", 6222000011112222333, "120平", 2),
            ("某某银行", "见存折", "很大", "若干"),
            (None, None, 0, "0"),
        )
        self.assertEqual(rows.mapped("bank_account"), ["6222000011112222333", False, False, False])
        self.assertEqual(rows.mapped("floor_area"), [120, 120, 0, 0])
        self.assertEqual(rows.mapped("room_count"), [3, 2, 0, 0])
        self.assertEqual(rows[0].extra, {"户型": "3室1厅"})
        for text in ("见存折", "很大", "若干"):
            self.assertIn(text, rows[2].warning)
        self.assertIn("lost its last", rows[1].warning)
        self.assertFalse(rows[3].warning)
        people = self.people(record)
        self.assertEqual(people["纪甲"].bank_account, "6222000011112222333")
        home = people["纪甲"].household_id.dwelling_id
        self.assertEqual((home.floor_area, home.room_count), (120, 3))

    def test_the_next_workbook_changes_them_and_is_taken_back(self):
        """Differences are shown, closed ones as stars; taken back, all is as before."""
        headings = (*DISABILITY[:2], *BANK, *SIZE)
        first, _rows = self.read_rows(
            headings, ("肢体", "二级", "某某银行", "6222000011112222333", "80", "2室")
        )
        person = self.people(first)["纪甲"]
        home = person.household_id.dwelling_id
        again = (31, 1, 101, "纪甲", "户主", self.numbers[0])
        rows = [(*again, "肢体", "一级", "某某银行", "6222000011112222444", "82.5", "2室1厅")]
        second = self.check(rows, headings=(*PLACED, *headings))
        changes = {change.field_name: change for change in second.change_ids}
        self.assertLessEqual({"disability_grade", "bank_account", "floor_area"}, changes.keys())
        self.assertEqual(changes["bank_account"].new_text, "****")
        self.assertEqual(changes["disability_grade"].old_text, "****")
        second.action_apply()
        self.assertEqual((person.disability_grade, home.floor_area), ("grade_1", 82.5))
        self.assertEqual(person.bank_account, "6222000011112222444")
        third = self.check(rows, headings=(*PLACED, *headings))
        self.assertEqual(third.row_ids.action, "same")
        second.undo_reason = "wrong list"
        second.action_take_back()
        self.assertEqual((person.disability_grade, home.floor_area), ("grade_2", 80))
        self.assertEqual(person.bank_account, "6222000011112222333")
