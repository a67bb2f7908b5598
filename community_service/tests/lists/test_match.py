import base64
import io

import xlsxwriter

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CommunityCase

HEADINGS = ("序号", "姓名", "身份证号", "联系电话", "住址", "核查结果")


class MatchCase(CommunityCase):
    """Ways to make a list as another office sends it, and to match it as an officer."""

    @classmethod
    def make_book(cls, rows, headings=HEADINGS, sheet="名单", title=None, more=()):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
        for name, lines in ((sheet, [*([title] if title else []), headings, *rows]), *more):
            page = book.add_worksheet(name)
            for number, row in enumerate(lines):
                for column, value in enumerate(row):
                    if value is not None:
                        page.write(number, column, value)
        book.close()
        return stream.getvalue()

    @classmethod
    def make_list(cls, content, filename="核查名单.xlsx", user=None):
        return (
            cls.env["community.match"]
            .with_user(user or cls.officer)
            .create({"filename": filename, "file": base64.b64encode(content)})
        )

    def match(self, rows, **options):
        record = self.make_list(self.make_book(rows, **options))
        record.action_match()
        return record

    def results(self, record):
        return [row.result for row in record.row_ids]

    @classmethod
    def add(cls, name, room="101", **values):
        """Return somebody who lives alone; ``number`` and ``phone`` are entered as on the form."""
        for field in ("number", "phone"):
            if field in values:
                known = {"number": "id_number_input", "phone": "phone_input"}[field]
                values[known] = values.pop(field)
        member = {"name": name, "role": "head", **values}
        return cls.make_household([member], room=room).resident_ids


@tagged("post_install", "-at_install", "community")
class TestMatch(MatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.make_id_number("1950-03-04")
        cls.home = cls.make_household(
            [{"name": "冉一", "role": "head", "id_number_input": cls.number}], room="301"
        )
        cls.one = cls.home.resident_ids
        cls.one.phone_input = "13912340001"

    def test_certain_by_number_phone_and_home(self):
        """A whole number, also of 15 digits; the name with a phone, or with the home."""
        old = self.number[:6] + self.number[8:17]
        record = self.match(
            [
                (1, "冉一", self.number),
                (2, "冉 一", old),
                (3, "冉一", None, "139 1234 0001"),
                (4, "冉一", None, None, "望河小区1号楼301"),
                (5, "冉一", None, None, "望河小区1-301室"),
                (6, "冉一", self.number, "13900009999", "某某小区9号楼909"),
            ]
        )
        self.assertEqual(self.results(record), ["certain"] * 6)
        self.assertEqual(record.row_ids.resident_id, self.one)
        self.assertEqual(record.row_ids[0].number_masked, "*" * 14 + self.number[-4:])
        self.assertIn("row 2", record.row_ids[1].reason)

    def test_covered_numbers_last_four_and_birth_date(self):
        """Stars, the last four and a birth date are facts to be asked, two of them are certain."""
        tail = self.number[-4:]
        headings = ("姓名", "身份证号", "身份证后四位", "出生日期")
        record = self.match(
            [
                ("冉一", f"9999**********{tail}"),
                ("冉一", None, tail),
                ("冉一", None, None, "1950-03-04"),
                ("冉一", f"9999**********{tail}", None, "1950-03-04"),
                ("冉一", f"99999919500304{'*' * 4}", tail),
                ("冉一", "3301**********9999"),
                ("冉一", None, tail, "1951-03-04"),
            ],
            headings=headings,
        )
        self.assertEqual(
            self.results(record),
            ["possible"] * 3 + ["certain"] * 2 + ["absent", "possible"],
        )
        first, last = record.row_ids[0], record.row_ids[-1]
        self.assertEqual(first.candidate_ids.resident_id, self.one)
        self.assertTrue(first.candidate_ids.agreement)
        self.assertTrue(last.candidate_ids.has_contradiction)
        record.action_take_single()
        self.assertEqual(
            self.results(record),
            ["certain"] * 5 + ["absent", "possible"],
            "a contradiction is nobody's but the clerk's to decide",
        )

    def test_a_weaker_fact_never_beats_a_stronger_one(self):
        """The whole number decides; of another name, or against another number, it is asked."""
        other = self.add("冉一", room="302", number=self.make_id_number("1971-01-01"))
        record = self.match(
            [
                (1, "冉一", self.number, None, "望河小区1号楼302"),
                (2, "甄二", self.number),
                (3, "冉一", self.make_id_number("1988-08-08"), "13912340001"),
                (4, "甄二", None, "13912340001"),
            ]
        )
        certain, renamed, denied, of_family = record.row_ids
        self.assertEqual((certain.result, certain.resident_id), ("certain", self.one))
        self.assertNotEqual(certain.resident_id, other)
        self.assertEqual((renamed.result, denied.result), ("possible", "possible"))
        self.assertEqual(renamed.candidate_ids.resident_id, self.one)
        self.assertIn("name", renamed.candidate_ids.against)
        self.assertIn("number", denied.candidate_ids[0].against)
        self.assertEqual((of_family.result, of_family.candidate_count), ("possible", 1))

    def test_who_is_not_here_is_said_as_it_is(self):
        """Never here, died on, moved away since, in the archive: a sentence each."""
        people = {}
        for at, (kind, name) in enumerate(
            (("died", "冉三"), ("moved", "冉四"), ("archived", "冉五"))
        ):
            number = self.make_id_number("1960-01-01")
            people[kind] = self.add(name, room=str(401 + at), number=number)
        people["died"].household_id._death("2025-02-03", people["died"])
        people["moved"].household_id._move_out("2025-05-06", people["moved"])
        people["archived"].household_id._move_out("2025-05-06", people["archived"])
        people["archived"].action_archive()
        rows = [(at, who.name, who.sudo().id_number) for at, who in enumerate(people.values())]
        record = self.match([*rows, (9, "查无此人", self.make_id_number())])
        self.assertEqual(self.results(record), ["absent"] * 4)
        ends = record.row_ids.mapped("end_kind")
        self.assertEqual(ends, ["died", "moved", "archived", False])
        reasons = record.row_ids.mapped("reason")
        self.assertIn("2025-02-03", reasons[0])
        self.assertIn("2025-05-06", reasons[1])
        self.assertEqual(len(set(reasons)), 4)
        self.assertIn("Nobody of the register", reasons[3])

    def test_candidates_are_chosen_by_one_tap_and_remembered(self):
        """One tap takes one of two; whoever is not meant is not offered in the next list."""
        people = [self.add("冉六", room=str(501 + at), birth_date="1955-05-05") for at in range(2)]
        headings = ("姓名", "出生日期", "备注")
        record = self.match([("冉六", "1955-05-05")], headings=headings)
        row = record.row_ids
        self.assertEqual(row.candidate_ids.resident_id, people[0] + people[1])
        row.candidate_ids[0].action_not_same()
        self.assertEqual((row.result, row.candidate_count), ("possible", 1))
        row.candidate_ids.action_choose()
        self.assertEqual((row.result, row.resident_id), ("certain", people[1]))
        again = self.match([("冉六", "1955-05-05"), ("冉七", "1955-05-05")], headings=headings)
        self.assertEqual(again.row_ids[0].resident_id, people[1])
        self.assertTrue(again.row_ids[0].is_chosen)
        # What was said is forgotten, and both are offered again.
        again.row_ids[0].action_reset()
        self.assertEqual(again.row_ids[0].candidate_count, 2)
        again.row_ids[0].action_none()
        self.assertEqual(again.row_ids[0].result, "absent")
        # Another match after the register has changed keeps what was said.
        again.action_match()
        self.assertEqual(again.row_ids[0].result, "absent")

    def test_namesakes(self):
        """A name alone is asked; of many namesakes none is named, and the row says how many."""
        household = self.make_household([], room="601")
        for _at in range(8):
            self.make_resident(household, name="冉八")
        record = self.match([(1, "冉八", None, "13900001111"), (2, "冉一", None, "13900001112")])
        crowd, one = record.row_ids
        self.assertEqual((crowd.result, crowd.candidate_count), ("possible", 0))
        self.assertIn("8 people", crowd.reason)
        self.assertEqual((one.result, one.candidate_ids.resident_id), ("possible", self.one))

    def test_another_community_never_matches(self):
        """People of another community are nobody, whoever works for both."""
        company = self.env["res.company"].create({"name": "另一社区"})
        self.officer.company_ids |= company
        number = self.make_id_number()
        self.env["community.resident"].create(
            {"name": "冉九", "id_number_input": number, "company_id": company.id}
        )
        content = self.make_book([(1, "冉九", number)])
        record = (
            self.env["community.match"]
            .with_user(self.officer)
            .with_context(allowed_company_ids=[self.env.company.id, company.id])
            .create({"filename": "a.xlsx", "file": base64.b64encode(content)})
        )
        record.action_match()
        self.assertEqual(self.results(record), ["absent"])

    def test_roles(self):
        """Officers and managers match lists; grid workers and auditors do not."""
        content = self.make_book([(1, "冉一", self.number)])
        for user in (self.officer, self.manager):
            record = self.make_list(content, filename=f"{user.login}.xlsx", user=user)
            record.action_match()
            self.assertEqual(self.results(record), ["certain"])
            record.sudo().unlink()
        for user in (self.worker, self.auditor, self.plain):
            with self.assertRaises(AccessError):
                self.make_list(content, user=user)

    def test_look_ups_are_logged(self):
        """Whom a number of the list has found stands in the access log."""
        Log = self.env["community.access.log"]
        self.env.flush_all()
        own = [("kind", "=", "find"), ("res_id", "=", self.one.id)]
        before = Log.search_count(own)
        self.match([(1, "冉一", self.number), (2, "冉一", None, None, "望河小区1号楼301")])
        self.assertEqual(Log.search_count(own) - before, 1)

    def test_bad_lists_get_a_sentence(self):
        """No usable column, no rows, a card form, nothing to read: a sentence, nothing saved."""
        cases = {
            "no column of names": self.make_book([("甲", "乙")], headings=("事项", "数量")),
            "nothing else by which": self.make_book([("冉一", "好")], headings=("姓名", "备注")),
            "no row below": self.make_book([]),
            "no rows": self.make_book([], headings=()),
            "card form": self.make_book(
                [
                    ("姓名", "冉一", "性别", "男"),
                    ("身份证号", self.number, "联系电话", "13912340001"),
                    ("住址", "望河小区1号楼301", "学历", "高中"),
                ],
                headings=("居民信息登记卡",),
            ),
            "no register": b"%PDF-1.4",
        }
        for words, content in cases.items():
            filename = "坏名单.pdf" if words == "no register" else "坏名单.xlsx"
            record = self.make_list(content, filename=filename)
            with self.subTest(words), self.assertRaises(UserError) as refusal:
                record.action_match()
            self.assertIn(words, str(refusal.exception))
            self.assertEqual((record.state, len(record.row_ids)), ("draft", 0))

    def test_the_same_list_twice(self):
        """A list with the same rows is refused, in another file and another order, too."""
        rows = [(1, "冉一", self.number), (2, "冉二", self.make_id_number())]
        self.match(rows)
        again = self.make_list(
            self.make_book(rows[::-1], title=("某局名单",)), filename="再次.xlsx"
        )
        with self.assertRaises(UserError) as refusal:
            again.action_match()
        self.assertIn("核查名单.xlsx", str(refusal.exception))
        self.assertFalse(again.row_ids)

    def test_two_sheets_and_a_damaged_number(self):
        """All sheets with people are matched; a wrong number is not believed, and says so."""
        more = [("第二页", [("姓名", "电话"), ("冉一", "13912340001")])]
        wrong = self.number[:-1] + ("1" if self.number[-1] != "1" else "2")
        record = self.match([(1, "冉一", wrong, None, "望河小区1号楼301")], more=more)
        self.assertEqual(self.results(record), ["certain", "certain"])
        self.assertIn("2 sheets", record.notice)
        self.assertIn(wrong[-4:], record.row_ids[0].reason)

    def test_queries_do_not_grow_with_the_rows(self):
        """As many queries for sixty rows as for three."""
        counts = []
        # The first one fills what Odoo remembers.
        for size in (2, 3, 60):
            rows = [(at, f"冉{at}", self.make_id_number()) for at in range(size - 1)]
            record = self.make_list(
                self.make_book([*rows, (99, "冉一", self.number)]), f"{size}.xlsx"
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            record.action_match()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
