import random

from odoo.tests import tagged

from .test_import_untidy import UntidyCase

# Words over a group of columns: who is of the home, and who is not.
RELATIVES = ("配偶", "长子", "次子", "女儿", "儿媳", "母亲", "孙子", "子女一", "家庭成员二")
OTHERS = ("监护人", "结对党员", "网格员", "帮扶责任人", "楼长")
LEAVES = ("姓名", "身份证号", "电话")


@tagged("post_install", "-at_install", "community")
class TestImportUntidyGroups(UntidyCase):
    """Columns that repeat a meaning for several people: none of them gets a fact of another."""

    def test_a_couple_side_by_side(self):
        """男方 and 女方 are two people of one home; which of them heads it nobody said."""
        record = self.read_sheet(
            ("楼栋", "房号", "男方姓名", "男方身份证号", "女方姓名", "女方身份证号"),
            (
                "64",
                "101",
                "双甲",
                self.number(),
                "双乙",
                self.number(birth="1981-01-02", sex="female"),
            ),
        )
        rows = record.sudo().row_ids.sorted("name")
        self.assertEqual(sorted(rows.mapped("name")), ["双乙", "双甲"])
        self.assertEqual(set(rows.mapped("role")), {"spouse"})
        self.assertEqual(rows.mapped("room"), ["101", "101"])
        self.assertEqual({row.name: row.sex for row in rows}, {"双甲": "male", "双乙": "female"})

    def test_relations_over_groups_of_columns(self):
        """Five people to a row, the relation over each: 长子 has not the father's number."""
        father, wife, son, daughter = (
            self.number(birth=f"{year}-01-01") for year in (1970, 1972, 1995, 2000)
        )
        groups = ("户主", "配偶", "长子", "次子", "女儿")
        headings = ["房号", *(word for group in groups for word in (group, None, None))]
        people = ["1-1-101", "郎甲", father, "13900010001", "方乙", wife, None, "郎丙", son]
        people += ["13900010003", None, None, None, "郎丁", daughter]
        record = self.read_sheet(
            headings,
            [None, *LEAVES * 5],
            people,
            merges=[(0, 1 + 3 * n, 0, 3 + 3 * n, group) for n, group in enumerate(groups)],
        )
        self.assertEqual(
            self.look(record),
            [
                ("郎甲", "head", "1-1-101", ""),
                ("方乙", "spouse", "1-1-101", ""),
                ("郎丙", "child", "1-1-101", ""),
                ("郎丁", "child", "1-1-101", ""),
            ],
        )
        staged = record.sudo().row_ids.sorted("id")
        self.assertEqual(staged.mapped("id_number"), [father, wife, son, daughter])
        self.assertEqual(staged[2].phone, "13900010003")

    def test_relations_in_flat_headings(self):
        headings = ["房号", "户主姓名", "户主身份证号"]
        headings += ["妻子姓名", "妻子身份证号", "长子姓名", "长子身份证号"]
        numbers = [self.number(birth=f"{year}-01-01") for year in (1970, 1972, 1995)]
        record = self.read_sheet(
            headings, ["1-1-101", "戎甲", numbers[0], "戎乙", numbers[1], "戎丙", numbers[2]]
        )
        self.assertEqual(
            [(name, role) for name, role, _place, _finding in self.look(record)],
            [("戎甲", "head"), ("戎乙", "spouse"), ("戎丙", "child")],
        )

    def test_several_people_below_one_heading(self):
        """家庭成员 over 姓名 关系 姓名 关系: each pair is a person."""
        headings = ["房号", "户主", "家庭成员", None, None, None]
        record = self.read_sheet(
            headings,
            [None, None, *("姓名", "与户主关系") * 2],
            ["1-1-101", "戎甲", "戎乙", "妻", "戎丙", "子"],
            merges=[(0, 2, 0, 5, "家庭成员")],
        )
        self.assertEqual(
            [(name, role) for name, role, _place, _finding in self.look(record)],
            [("戎甲", "head"), ("戎乙", "spouse"), ("戎丙", "child")],
        )

    def test_landlord_and_tenant_in_one_row(self):
        """The tenants live there; the landlord is the owner of the home and nobody in it."""
        headings = ["楼栋", "房号", "房东姓名", "房东身份证号", "房东电话"]
        headings += ["租客姓名", "租客身份证号", "租客电话"]
        landlord, tenant = self.number(birth="1965-01-01"), self.number(birth="1990-01-01")
        record = self.read_sheet(
            headings,
            ["52", "101", "焦甲", landlord, "13900010011", "巴乙", tenant, "13900010012"],
            ["52", "102", "焦丙", None, "13900010013", None, None, None],
        )
        self.assertEqual(self.look(record), [("巴乙", "tenant", "52--101", "")])
        row = record.sudo().row_ids
        self.assertEqual(
            (row.id_number, row.phone, row.owner_name, row.owner_phone, row.kind),
            (tenant, "13900010012", "焦甲", "13900010011", "living"),
        )
        self.assertIn("焦丙", record.notice)
        self.assertIn("房东身份证号", record.unmapped)

    def test_nobody_gets_a_fact_of_another(self):
        """Whatever groups stand side by side, in whatever order, with whatever columns.

        A name keeps its own number and phone; whoever is named to be called is nobody of the home.
        """
        chance = random.Random(14)
        for attempt in range(12):
            groups = ["户主", *chance.sample(RELATIVES, chance.randint(0, 3))]
            groups += chance.sample(OTHERS, chance.randint(0, 2))
            chance.shuffle(groups)
            headings, below, cells, merges, people = ["房号"], [None], ["1-1-101"], [], {}
            for place, group in enumerate(groups):
                leaves = ["姓名", *chance.sample(LEAVES[1:], chance.randint(1, 2))]
                if group == "户主":
                    leaves = list(LEAVES)
                number = self.number(birth=f"{1950 + place}-01-01")
                told = {"姓名": "于文" + "甲乙丙丁戊己庚辛"[place]}
                told |= {"身份证号": number, "电话": f"1390001000{place}"}
                start = len(headings)
                headings += [group] + [None] * (len(leaves) - 1)
                below += leaves
                cells += [told[leaf] for leaf in leaves]
                merges.append((0, start, 0, start + len(leaves) - 1, group))
                people[told["姓名"]] = (
                    group,
                    told["身份证号"] if "身份证号" in leaves else False,
                    told["电话"] if "电话" in leaves else False,
                )
            with self.subTest(attempt=attempt, groups=groups):
                record = self.read_sheet(headings, below, cells, merges=merges)
                rows = record.sudo().row_ids
                wanted = {n for n, (group, *_facts) in people.items() if group not in OTHERS}
                self.assertEqual(set(rows.mapped("name")), wanted)
                self.assertEqual(set(rows.mapped("room")), {"101"})
                for row in rows:
                    group, number, phone = people[row.name]
                    self.assertEqual((row.id_number, row.phone), (number, phone), row.name)
                    self.assertEqual(row.role == "head", group == "户主", row.name)

    def test_cards_with_labels_above_the_values(self):
        """A card whose first row names building, room and head, and whose second row tells them."""
        labels = ("楼栋", "单元", "房号", "户主姓名", "联系电话")
        members = ("姓名", "与户主关系", "身份证号")
        numbers = [self.number(birth=f"{year}-01-01") for year in (1970, 1971, 1972, 1999)]
        record = self.read_sheet(
            ("住户登记卡",),
            labels,
            ("53", "1", "101", "弓甲", "13900010021"),
            ("家庭成员",),
            members,
            ("弓甲", "户主", numbers[0]),
            ("弓乙", "妻", numbers[1]),
            (),
            ("住户登记卡",),
            labels,
            ("53", "1", "102", "弓丙", "13900010023"),
            ("家庭成员",),
            members,
            ("弓丙", "户主", numbers[2]),
            ("弓丁", "子", "99"),
        )
        self.assertEqual(
            self.look(record),
            [
                ("弓甲", "head", "53-1-101", ""),
                ("弓乙", "spouse", "53-1-101", ""),
                ("弓丙", "head", "53-1-102", ""),
                ("弓丁", "child", "53-1-102", "id_length"),
            ],
        )
        self.assertEqual(record.sudo().row_ids.sorted("id")[0].phone, "13900010021")
        again = self.make_import(record._error_workbook(), filename="again.xlsx")
        again.action_check()
        self.assertEqual(
            self.look(again)[-1], ("弓丁", "child", "53-1-102", "id_length"), again.notice
        )
