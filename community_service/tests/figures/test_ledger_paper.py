import base64
import io
import random

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...tools import ledger_sheet
from ..common import CommunityCase, ledger_rows

# The headings of the shipped ledger of residents in Chinese, as a register writes them.
HEADINGS = {
    "estate": "小区",
    "building": "楼栋",
    "entrance": "单元",
    "household_id.room": "房号",
    "household_id.head_id.name": "户主",
    "role": "与户主关系",
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "age": "年龄",
    "id_kind": "证件类型",
    "id_number": "身份证号",
    "phone": "联系电话",
    "ethnicity": "民族",
    "education": "文化程度",
    "marital": "婚姻状况",
    "employment": "就业状况",
    "resident_kind": "人员类别",
    "household_id.register_no": "户号",
    "registered_address": "户籍地址",
    "category_line_ids.category_id.name": "特殊人群",
    "grid_id.name": "网格",
}


@tagged("post_install", "-at_install", "community")
class TestLedgerPaper(CommunityCase):
    """A ledger prints as a paper, leaves with whole numbers by a manager alone, and comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["community_service"], ["zh_CN"])
        cls.entrance = cls.env["community.area"].create(
            {"name": "2单元", "kind": "entrance", "parent_id": cls.building1.id}
        )
        cls.number = cls.make_id_number("1950-02-03", "female")
        cls.home = cls.make_household(
            [
                {"name": "王芳", "role": "head", "id_number": cls.number, "phone": "13800001234"},
                {"name": "王强", "role": "child", "birth_date": "1990-01-01"},
            ],
            building=cls.entrance,
            room="1002",
        )
        cls.low = cls.make_household(
            [{"name": "李娜", "role": "head"}], building=cls.entrance, room="901"
        )
        cls.residents = cls.env.ref("community_service.community_ledger_residents")
        cls.households = cls.env.ref("community_service.community_ledger_households")
        for column in cls.residents.column_ids:
            name = column.form if column.form in HEADINGS else column.path
            column.with_context(lang="zh_CN").name = HEADINGS[name]

    def book(self, ledger, user=None, domain=None, **context):
        ledger = ledger.with_user(user or self.officer).with_context(**context)
        stream = io.BytesIO()
        count = ledger._write_xlsx(stream, domain)
        return stream.getvalue(), count

    def sheet(self, *args, **kwargs):
        content, count = self.book(*args, **kwargs)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        headings, rows = ledger_rows(sheet, count)
        return sheet, headings, rows

    def ours(self):
        return [("household_id", "in", (self.home | self.low).ids)]

    def test_it_prints_as_a_paper(self):
        sheet, headings, rows = self.sheet(self.residents, domain=self.ours(), lang="zh_CN")
        page = sheet.page_setup
        self.assertEqual((page.orientation, page.paperSize), ("landscape", 9))
        # One page wide is the default of the format, and as many high as it takes.
        self.assertEqual((page.fitToWidth or 1, page.fitToHeight), (1, 0))
        self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.assertEqual(sheet.print_title_rows, "$3:$3")
        self.assertEqual(sheet.freeze_panes, "A4")
        last = openpyxl.utils.get_column_letter(len(headings) + 1)
        self.assertEqual(sheet.auto_filter.ref, f"A3:{last}{3 + len(rows)}")
        (border,) = sheet.conditional_formatting
        self.assertEqual(str(border.sqref), f"A3:{last}{4 + len(rows)}")
        self.assertTrue(border.rules[0].dxf.border.left)
        self.assertIn("&P", sheet.oddFooter.center.text)

    def test_a_long_text_is_not_hidden_by_its_neighbour(self):
        """A text that is wider than its column goes on below, in every column of every row."""
        sheet, _headings, rows = self.sheet(self.residents, domain=self.ours())
        texts = [
            cell
            for row in sheet.iter_rows(min_row=4, max_row=3 + len(rows))
            for cell in row
            if isinstance(cell.value, str)
        ]
        self.assertTrue(texts)
        self.assertFalse([cell.coordinate for cell in texts if not cell.alignment.wrap_text])
        # Not every program that opens the file makes the rows higher by itself.
        for cell in (*texts, *sheet[3]):
            width = sheet.column_dimensions[cell.column_letter].width
            needed = ledger_sheet.LINE * ledger_sheet.lines(str(cell.value), width)
            height = sheet.row_dimensions[cell.row].height or ledger_sheet.LINE
            self.assertGreaterEqual(height, needed, cell.coordinate)
        self.assertTrue([row for row in sheet.row_dimensions.values() if row.height])

    def test_homes_in_their_own_columns_and_order(self):
        """Estate, building, entrance, room and head stand apart; homes in the order of a walk."""
        _sheet, _headings, rows = self.sheet(self.residents, domain=self.ours())
        self.assertEqual(
            [row[:5] + row[6:7] for row in rows],
            [
                ("望河小区", "1号楼", "2单元", "901", "李娜", "李娜"),
                ("望河小区", "1号楼", "2单元", "1002", "王芳", "王芳"),
                ("望河小区", "1号楼", "2单元", "1002", "王芳", "王强"),
            ],
        )

    def test_overdue_homes_and_visits_in_the_order_of_a_walk(self):
        """Whoever goes round with the paper goes from door to door, not by date."""
        homes = self.low | self.home
        self.env.flush_all()
        # The later home is overdue the longest.
        for home, day in zip(homes, ("2026-01-05", "2025-01-05"), strict=True):
            self.env.cr.execute(
                "UPDATE community_household SET next_visit_date = %s WHERE id = %s", [day, home.id]
            )
        self.env.invalidate_all()
        overdue = self.env.ref("community_service.community_ledger_overdue_households")
        _sheet, _headings, rows = self.sheet(overdue, domain=[("id", "in", homes.ids)])
        self.assertEqual([row[3] for row in rows], ["901", "1002"])
        visits = self.env["community.visit"].create(
            [
                {"household_id": home.id, "date": day, "state": "done"}
                for home, day in ((self.home, "2026-01-09"), (self.low, "2026-01-08"))
            ]
        )
        ledger = self.env.ref("community_service.community_ledger_visits")
        _sheet, headings, rows = self.sheet(ledger, domain=[("id", "in", visits.ids)])
        room = headings.index("Room")
        self.assertEqual([row[room] for row in rows], ["901", "1002"])

    def test_totals_and_signatures(self):
        domain = [("id", "in", (self.home | self.low).ids)]
        sheet, headings, rows = self.sheet(self.households, domain=domain)
        below = [[cell for cell in row if cell] for row in sheet.iter_rows(min_row=4 + len(rows))]
        members = headings.index("Number of people") + 2
        self.assertEqual(sheet.cell(row=4 + len(rows), column=1).value, "Total: 2")
        self.assertEqual(sheet.cell(row=4 + len(rows), column=members).value, 3)
        self.assertIn("Checked by", below[2][0].value)
        self.assertIn(self.officer.name, below[2][0].value)

    def test_only_numbers_are_added_up(self):
        ledger = self.residents.copy({"code": "test_sums", "name": "Sums"})
        ledger.column_ids.is_total = True
        sheet, _headings, rows = self.sheet(ledger, domain=self.ours())
        total = [cell.value for cell in sheet[4 + len(rows)]]
        self.assertEqual([value for value in total if value is not None], ["Total: 3"])

    def test_place_forms_are_of_places(self):
        with self.assertRaisesRegex(Exception, "is not a place"):
            self.residents.column_ids.filtered(lambda c: c.path == "sex").form = "building"

    def whole(self, user, body="民政局", reason="高龄津贴核对"):
        return self.residents.with_user(user)._with_whole_numbers(body, reason)

    def test_the_log_names_ledger_and_columns(self):
        """Who reads the log, or a receipt of it, reads names and no code of the program."""
        ledger = self.env.ref("community_service.community_ledger_residents")
        ledger.with_user(self.officer)._write_xlsx(io.BytesIO(), [("id", "in", self.home.ids)])
        row = self.env["community.access.log"].search([("kind", "=", "export")], limit=1)
        self.assertIn("household_id", row.description)
        self.assertRegex(row.details, rf"^{ledger.name}: ")
        self.assertNotRegex(row.details, r"_id|\.")
        chinese = row.with_context(lang="zh_CN")
        chinese.invalidate_recordset(["details"])
        self.assertRegex(chinese.details, rf"^{ledger.with_context(lang='zh_CN').name}.*姓名")

    def test_whole_numbers_need_right_body_and_reason(self):
        for user in (self.worker, self.officer, self.auditor, self.plain):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.whole(user)
        for body, reason in (("", "reason"), (" ", "reason"), ("Bureau", ""), ("Bureau", "x")):
            with self.subTest(body=body, reason=reason), self.assertRaises(UserError):
                self.whole(self.manager, body, reason)
        # A key of the context that a client sends opens nothing.
        forged = {"community_whole_numbers": ["x", "y"]}
        _sheet, _headings, rows = self.sheet(self.residents, self.manager, self.ours(), **forged)
        self.assertNotIn(self.number, str(rows))

    def test_whole_numbers_are_logged_for_each_person(self):
        before = self.env["community.access.log"].search([], limit=1).id
        _sheet, _headings, rows = self.sheet(self.whole(self.manager), self.manager, self.ours())
        self.assertIn(self.number, str(rows))
        self.assertIn("13800001234", str(rows))
        log = self.env["community.access.log"].search(
            [
                ("id", ">", before),
                ("model", "=", "community.resident"),
                ("reason", "like", "民政局: 高龄津贴核对"),
            ]
        )
        people = (self.home | self.low).residency_ids.resident_id
        self.assertEqual(set(log.mapped("res_id")), set(people.ids))
        self.assertIn("whole numbers", log[0].description)

    def test_dialog_of_whole_numbers(self):
        wizard = Form(
            self.env["community.ledger.export"]
            .with_user(self.manager)
            .with_context(default_ledger_id=self.residents.id)
        )
        self.assertTrue(wizard.has_numbers)
        wizard.is_whole_numbers = True
        wizard.body = "民政局"
        wizard.reason = "高龄津贴核对"
        action = wizard.save().action_download()
        self.assertEqual(action["data"]["whole"], {"body": "民政局", "reason": "高龄津贴核对"})
        values = {"ledger_id": self.residents.id, "is_whole_numbers": True, "body": "x"}
        asked = self.env["community.ledger.export"].with_user(self.officer).create(values)
        with self.assertRaises(AccessError):
            asked.action_download()

    def read_back(self, content):
        record = (
            self.env["community.import"]
            .with_user(self.officer)
            .create({"filename": "台账.xlsx", "file": base64.b64encode(content)})
        )
        record.action_check()
        findings = [(row.name, row.error, row.changed_fields) for row in record.row_ids]
        return record, findings

    def people(self, rng):
        """Make homes of people with any of the facts that a ledger shows."""
        Resident = self.env["community.resident"]
        choices = {
            name: [key for key, _label in Resident._fields[name].selection]
            for name in ("education", "marital", "employment")
        }
        names = iter(f"{a}{b}" for a in "赵钱孙李周吴郑陈" for b in "一二三四五六七八")
        for number in range(12):
            members = []
            for place in range(rng.randrange(1, 4)):
                birth = f"{rng.randrange(1940, 2015)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}"
                known = rng.random() < 0.7
                card = self.make_id_number(birth)
                members.append(
                    {
                        "name": next(names),
                        "role": "head" if not place else rng.choice(["spouse", "child", "parent"]),
                        "kind": rng.choice(["both", "both", "living", "registered"]),
                        **({"id_number": card} if known else {"birth_date": birth}),
                        "phone": rng.choice([False, f"138000{number:02d}{place:03d}"]),
                        "ethnicity": rng.choice([False, "汉族"]),
                        "registered_address": rng.choice([False, "望河路1号"]),
                        **{key: rng.choice([False, *values]) for key, values in choices.items()},
                    }
                )
            building = rng.choice([self.building1, self.entrance, self.building2])
            room = str(rng.randrange(1, 30) * 100 + number + 20 * self.round)
            home = self.make_household(
                members,
                building=building,
                register_no=rng.choice([False, f"8{number:05d}"]),
                room=room,
            )
            if rng.random() < 0.3:
                # Another household in the same flat.
                other = {"name": next(names), "role": "head", "id_number": self.make_id_number()}
                second = self.env["community.household"].create(
                    {"dwelling_id": home.dwelling_id.id, "register_no": f"9{number:05d}"}
                )
                self.make_resident(second, **other)
            person = home.residency_ids[-1:].resident_id
            if rng.random() < 0.3 and person.residency_ids.kind in ("living", "registered"):
                # Registered in another home than that in which they live.
                kind = {"living": "registered", "registered": "living"}[person.residency_ids.kind]
                self.env["community.residency"].create(
                    {
                        "resident_id": person.id,
                        "household_id": self.home.id,
                        "kind": kind,
                        "role": "other",
                    }
                )
            if rng.random() < 0.3:
                self.env["community.category.line"].create(
                    {
                        "category_id": self.env.ref(
                            "community_service.community_category_veteran"
                        ).id,
                        "resident_id": person.id,
                        "household_id": home.id,
                        "date_from": "2026-01-01",
                    }
                )

    def test_read_back_says_unchanged(self):
        """The ledger of residents, with whole numbers, is a register in which nothing is new."""
        for seed in range(6):
            self.round = seed
            self.people(random.Random(seed))
            # One estate that no other test or data has.
            homes = self.env["community.household"].search(
                [("area_id", "child_of", self.estate.id)]
            )
            domain = [("household_id", "in", homes.ids)]
            ledger = self.whole(self.manager)
            lang = ("zh_CN", "en_US")[seed % 2]
            content, count = self.book(ledger, self.manager, domain, lang=lang)
            record, findings = self.read_back(content)
            with self.subTest(seed=seed, lang=lang):
                wrong = [found for found in findings if found[1] or found[2]]
                self.assertEqual(wrong, [])
                self.assertFalse(record.unmapped)
                self.assertEqual(record.row_count, count)
                self.assertEqual(record.same_count, count)

    def test_masked_ledger_changes_nothing(self):
        """A ledger with masked numbers is no source: nothing under the stars is taken in."""
        content, _count = self.book(self.residents, domain=self.ours(), lang="zh_CN")
        record, _findings = self.read_back(content)
        record.action_apply()
        person = self.home.head_id
        self.assertEqual(person.sudo().id_number, self.number)
        self.assertEqual(person.sudo().phone, "13800001234")
        self.assertEqual((self.home | self.low).residency_ids.mapped("date_to"), [False] * 3)
