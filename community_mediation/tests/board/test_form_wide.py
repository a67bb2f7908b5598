from odoo.tests import freeze_time, tagged

from odoo.addons.community_service.tests.forms.form_layouts import _rows
from odoo.addons.community_service.tests.forms.test_form_wide import WideCase, told

from ..dispute_case import DisputeCase

KINDS = (
    ("婚姻家庭", ("family",)),
    ("邻里", ("neighbours",)),
    ("房屋宅基地", ("house", "land")),
    ("物业", ("property",)),
    ("其他", ("other", "title")),
)
# Kinds of dispute by their state, for each grid; the total stands above and is reckoned.
DISPUTES = (
    {
        **_rows(
            ["社区纠纷化解月统计表（      年    月）"],
            ["填报单位：", "", "", "", "", "填报时间：    年   月   日"],
            ["网格", "当前矛盾纠纷情况", "矛盾纠纷类型", *[""] * 9, "协议", "", "涉及金额（元）"],
            ["", "", *[text for kind, _codes in KINDS for text in (kind, "")]],
            ["", "总数", *["化解数", "未化解数"] * 5, "书面", "口头"],
            ["合计", *[f"=SUM({letter}7:{letter}14)" for letter in "BCDEFGHIJKLMNO"]],
        ),
        **{f"B{row}": f"=SUM(C{row}:L{row})" for row in range(7, 15)},
        "A15": "本月重大矛盾纠纷：",
        "A16": "填表人：",
    },
    (
        "A1:O1",
        "A3:A5",
        "B3:B4",
        "C3:L3",
        *(f"{a}4:{b}4" for a, b in ("CD", "EF", "GH", "IJ", "KL")),
        "M3:N4",
        "O3:O5",
        "A15:O15",
    ),
    {
        "A7": "name",
        **{
            f"{letter}7": "#" + "+".join(f"mediation_{state}_{code}" for code in codes)
            for letters, (_kind, codes) in zip(("CD", "EF", "GH", "IJ", "KL"), KINDS, strict=True)
            for letter, state in zip(letters, ("settled", "open"), strict=True)
        },
        "M7": "#mediation_written",
        "N7": "#mediation_oral",
        "O7": "#mediation_amount",
    },
)
# Kinds in the rows: their number is held, how each of them was settled is not.
BY_KIND = (
    _rows(
        ["人民调解案件统计表（     年第  季度）"],
        ["填报单位："],
        ["纠纷类型", "调解数量", "口头协议", "涉及金额（元）"],
        *[[kind] for kind, _codes in KINDS],
        ["填表人："],
    ),
    (),
    {
        f"B{row}": "+".join(f"mediation_kind_{code}" for code in codes)
        for row, (_kind, codes) in enumerate(KINDS, 4)
    },
)
# Groups of rows: found, handled and settled of each kind.
GROUPS = (
    _rows(
        ["纠纷排查调处月报表"],
        ["填报单位："],
        ["内容", "", "本月数", "年度累计"],
        ["婚姻家庭纠纷", "排查数"],
        ["", "调处数"],
        ["", "成功数"],
        ["邻里纠纷", "排查数"],
        ["", "调处数"],
        ["", "成功数"],
        ["填表人："],
    ),
    ("A3:B3", "A4:A6", "A7:A9"),
    {
        f"{letter}{row}": code
        for letter in "CD"
        for row, code in {
            5: "mediation_kind_family",
            6: "mediation_settled_family",
            8: "mediation_kind_neighbours",
            9: "mediation_settled_neighbours",
        }.items()
    },
)
PETITIONS = (
    {
        **_rows(
            ["信访登记台账"],
            "1 2 3 4 5 6 7".split(),
            "编号 信访方式 标题 接件时间 应结办日期 办结时间 办理人".split(),
        ),
        "A12": "填表人：",
    },
    (),
    {
        "A4": "number",
        "B4": "channel",
        "C4": "",
        "D4": "date_received",
        "E4": "date_due",
        "F4": "date_closed",
        "G4": "user_id.partner_id.name",
    },
)


@tagged("post_install", "-at_install", "community")
@freeze_time("2025-04-10 02:00:00")
class TestFormWideDisputes(WideCase, DisputeCase):
    """Forms on disputes are read on arrival, by the words that mediation knows."""

    def test_kinds_by_state_for_each_grid(self):
        """Two of our kinds in one of theirs count together; each grid has its own disputes."""
        held, right, wrong, missed = self.share(DISPUTES)
        self.assertFalse(wrong)
        self.assertEqual(right, held, missed)
        self.make_case(area_id=self.above.area_id.id)
        self.make_case()
        cells, merged, _asked = DISPUTES
        form = self.received(cells, merged)
        self.assertEqual(set(form.cell_ids.filtered("ledger_id").mapped("row_last")), {14})
        form.with_user(self.manager).action_approve()
        filling = self.fill(form)
        page, _data = self.sheet(filling)
        grids = self.env["community.grid"].search([("company_id", "=", self.env.company.id)])
        total = sum(page[f"F{7 + place}"].value for place in range(len(grids)))
        grid = self.above.grid_id
        self.assertTrue(grid)
        self.assertEqual(total, 1, "still open")
        self.assertEqual(page[f"F{7 + grids.ids.index(grid.id)}"].value, 1)
        self.assertEqual(page["B7"].value, "=SUM(C7:L7)")
        value = filling.value_ids.filtered(lambda value: value.address == "F7")
        self.assertIn("1 more", value.note, "a dispute of no place is told, not lost")
        self.assertIsNone(page["O15"].value)

    def test_a_part_of_a_figure_is_never_the_whole(self):
        """How many of one kind were settled by word of mouth is not held, and not guessed."""
        held, right, wrong, missed = self.share(BY_KIND)
        self.assertFalse(wrong)
        self.assertEqual(right, held, missed)
        for cells, merged, asked in (BY_KIND, GROUPS):
            form = self.received(cells, merged)
            counted = form.cell_ids.filtered(lambda cell: cell.kind == "figure")
            self.assertEqual({cell.address: told(cell) for cell in counted}, asked)

    def test_petitions_for_those_who_read_them(self):
        """A list of petitions is read for whoever may read them, and for nobody else."""
        reader = self.petition_officer
        reader.write(
            {"group_ids": [(4, self.ref_group("community_service.group_community_officer"))]}
        )
        held, right, wrong, missed = self.share(PETITIONS, reader)
        self.assertFalse(wrong)
        self.assertEqual(right, held, missed)
        cells, merged, _asked = PETITIONS
        form = self.received(cells, merged)
        self.assertFalse(form.cell_ids.filtered(lambda cell: cell.kind == "column"))

    def ref_group(self, name):
        return self.env.ref(name).id
