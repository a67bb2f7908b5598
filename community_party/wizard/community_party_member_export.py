from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Headings and order of the collection sheet of the national member system: its own words, whatever
# language the reader works in.
COLUMNS = (
    "姓名",
    "公民身份号码",
    "性别",
    "民族",
    "出生日期",
    "学历",
    "人员类别",
    "所在党支部",
    "加入党组织日期",
    "转为正式党员日期",
    "工作岗位",
    "手机号码",
    "家庭住址",
    "党籍状态",
    "是否为失联党员",
    "失去联系日期",
    "是否为流动党员",
    "外出流向",
)


class CommunityPartyMemberExport(models.TransientModel):
    """Hands members to the national member system, with whole ID numbers.

    Members whom the register does not know leave their number empty.
    """

    _name = "community.party.member.export"
    _description = "Export for the National Member System"
    _inherit = ["community.secret.export.mixin"]

    _export_group = "community_party.group_party_officer"
    _export_secrets = ("id_number", "phone")
    _export_url = "/community/party/members/{id}/xlsx"

    organization_id = fields.Many2one(
        "community.party.organization", help="With those below it; empty: the whole community."
    )
    with_transferred = fields.Boolean("Also members who were transferred")

    def _who_exports(self):
        return self.env._("A Party officer hands members to the national member system.")

    def action_export(self):
        """Download the workbook.

        :raises UserError: without a reason of at least four characters, or without any member
        """
        action = super().action_export()
        if not self._exported():
            raise UserError(
                self.env._(
                    "“%(organization)s” has no members to hand over: choose another organisation.",
                    organization=self.organization_id.name or self.env.company.name,
                )
            )
        return action

    def _exported(self):
        status = ["normal", "mobile", "lost_contact", "suspended"]
        if self.with_transferred:
            status.append("transferred")
        domain = Domain("stage", "in", ("probationary", "full")) & Domain("status", "in", status)
        if self.organization_id:
            domain &= Domain("organization_id", "child_of", self.organization_id.id)
        return self.env["community.party.member"].search(domain, order="organization_id, name, id")

    def _write_sheets(self, book, records):
        # Whole numbers are among them: right and reason were checked before.
        members = records.with_context(lang="zh_CN").sudo()
        rows = (self._row(member) for member in members)
        self._write_rows(book.add_worksheet("党员信息"), COLUMNS, rows)

    def _row(self, member):
        resident = member.resident_id
        is_lost, is_mobile = member.status == "lost_contact", member.status == "mobile"
        return (
            member.name,
            resident.id_number,
            member._label_of("sex"),
            member.ethnicity,
            member.birth_date,
            member._label_of("education"),
            member._label_of("stage"),
            member.organization_id.complete_name,
            member.date_probation,
            member.date_full,
            member.job,
            resident.phone or member.phone,
            resident.household_id.address,
            member._label_of("status"),
            "是" if is_lost else "否",
            member.date_last_contact if is_lost else "",
            "是" if is_mobile else "否",
            member.whereabouts if is_mobile else "",
        )
