from odoo import fields
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from odoo.addons.community_service.tests.forms.form_layouts import _rows
from odoo.addons.community_service.tests.forms.test_form_wide import WideCase

from ..admission_case import AdmissionCase

LIFE = (
    {
        **_rows(
            ["支部组织生活季统计表（     年第   季度）"],
            ["填报单位：", "", "", "", "", "填报日期：    年  月  日"],
            [
                *("序号", "党支部名称", "党员大会", "", "", "", "支委会", "", "党小组会", ""),
                *("党课", "", "", "主题党日", "", "到会率", "未按期召开原因"),
            ],
            [
                *("", "", "应召开", "实召开", "应到人次", "实到人次", "应召开", "实召开"),
                *("应召开", "实召开", "应上", "实上", "授课人", "次数", "参加人次"),
            ],
        ),
        **{f"A{row}": row - 4 for row in range(5, 9)},
        **{f"P{row}": f'=IF(E{row}=0,"",F{row}/E{row})' for row in range(5, 10)},
        "A9": "合  计",
        "M9": "—",
        **{f"{c}9": f"=SUM({c}5:{c}8)" for c in "CDEFGHIJKLNO"},
        "A10": "组织生活会情况：",
        "A11": "填表人：",
    },
    (
        *("A1:Q1", "A3:A4", "B3:B4", "C3:F3", "G3:H3", "I3:J3", "K3:M3", "N3:O3"),
        *("P3:P4", "Q3:Q4", "A9:B9", "A10:Q10"),
    ),
    {
        "B5": "name",
        "C5": "#party_due_general",
        "D5": "#party_held_general",
        "E5": "#party_counted_general",
        "F5": "#party_present_general",
        "G5": "#party_due_committee",
        "H5": "#party_held_committee",
        "I5": "#party_due_group",
        "J5": "#party_held_group",
        "K5": "#party_due_lecture",
        "L5": "#party_held_lecture",
        "M5": "",
        "N5": "#party_held_theme_day",
        "O5": "#party_present_theme_day",
        "Q5": "",
    },
)
MEMBERS = (
    {
        **_rows(
            ["党员花名册"],
            ["填报单位：", "", "", "截至    年  月  日"],
            "序号 姓名 性别 出生年月 入党时间 转正时间 文化程度 所在支部 公益特长".split(),
        ),
        "A14": "填表人：",
    },
    (),
    {
        "B4": "name",
        "C4": "sex",
        "D4": "birth_date",
        "E4": "date_probation",
        "F4": "date_full",
        "G4": "education",
        "H4": "organization_id.name",
        "I4": "",
    },
)


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestFormWideParty(WideCase, AdmissionCase):
    """Forms on organisation life are read on arrival, by the words that the Party file knows."""

    def reader(self):
        user = self.party_manager
        user.write(
            {"group_ids": [(4, self.env.ref("community_service.group_community_officer").id)]}
        )
        return user

    def test_each_branch_has_its_own_figures(self):
        """Meetings due, held and attended stand in the row of each branch."""
        user = self.reader()
        held, right, wrong, missed = self.share(LIFE, user)
        self.assertFalse(wrong)
        self.assertEqual(right, held, missed)
        self.branch.date_life_from = "2026-01-01"
        self.env.flush_all()
        cells, merged, _asked = LIFE
        form = self.received(cells, merged, user, period="quarter", date_start="2026-01-01")
        form.with_user(self.manager).action_approve()
        action = form.action_fill()
        filling = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        page, _data = self.sheet(filling)
        branches = form.cell_ids.filtered(lambda cell: cell.kind == "count").ledger_id.sudo()
        rows = self.env["community.party.organization"].search(
            branches._domain() & Domain("company_id", "=", self.env.company.id)
        )
        self.assertIn(self.branch, rows)
        compliance = self.env["community.party.compliance"].search(
            [
                ("meeting_kind", "=", "general"),
                ("date_to", ">=", filling.date_from),
                ("date_to", "<=", filling.date_to),
            ]
        )
        for place, branch in enumerate(rows):
            mine = compliance.filtered(lambda line, branch=branch: line.organization_id == branch)
            self.assertEqual(page[f"B{5 + place}"].value, branch.name)
            self.assertEqual(page[f"C{5 + place}"].value, sum(mine.mapped("due")))
        self.assertGreater(sum(compliance.mapped("due")), 0)
        self.assertEqual(page["P5"].value, '=IF(E5=0,"",F5/E5)')

    def test_what_a_group_owes_stands_in_the_row_of_its_branch(self):
        """Groups have no row of their own: what they owe is that of the branch above them."""
        Organization = self.env["community.party.organization"]
        group = Organization.create(
            {"name": "第一小组", "kind": "group", "parent_id": self.branch.id}
        )
        figure = self.env.ref("community_party.community_indicator_party_members")
        member = self.full[0]
        member.organization_id = group
        self.env.flush_all()
        model, domain = figure.sudo()._target(*[fields.Date.today()] * 2, Domain.TRUE)
        numbers, rest = figure._count_rows(self.branch, model, domain)
        with_groups = self.env["community.party.member"].search_count(
            domain & Domain("organization_id", "child_of", self.branch.id)
        )
        self.assertEqual(numbers[self.branch.id], with_groups)
        everybody = self.env["community.party.member"].search_count(domain)
        self.assertEqual(numbers[self.branch.id] + rest, everybody)

    def test_members(self):
        """A list of members is read for whoever may read them, and for nobody else."""
        held, right, wrong, missed = self.share(MEMBERS, self.reader())
        self.assertFalse(wrong)
        self.assertEqual(right, held, missed)
        cells, merged, _asked = MEMBERS
        form = self.received(cells, merged)
        paths = form.cell_ids.column_id.mapped("path")
        self.assertNotIn("date_probation", paths)
