import io

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.community_service.models.base.community_secret_mixin import MIN_REASON

OFFICERS = "community_party.group_party_officer"
HIDDEN_FIELDS = ("id_number", "phone")
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

    No list, ledger or export gives these numbers: a Party officer says why, and the access log
    keeps who took how many. Members whom the register does not know leave their number empty.
    """

    _name = "community.party.member.export"
    _description = "Export for the National Member System"

    organization_id = fields.Many2one(
        "community.party.organization", help="With those below it; empty: the whole community."
    )
    with_transferred = fields.Boolean("Also members who were transferred")
    reason = fields.Char(required=True, help="It stands in the access log.")

    def action_export(self):
        """Download the workbook.

        :raises UserError: without a reason of at least four characters, or without any member
        """
        self.ensure_one()
        self._check_officer()
        if len((self.reason or "").strip()) < MIN_REASON:
            raise UserError(
                self.env._(
                    "Say in at least %(count)s characters why you need to see this.",
                    count=MIN_REASON,
                )
            )
        if not self._members():
            raise UserError(
                self.env._(
                    "“%(organization)s” has no members to hand over: choose another organisation.",
                    organization=self.organization_id.name or self.env.company.name,
                )
            )
        return {"type": "ir.actions.act_url", "url": f"/community/party/members/{self.id}/xlsx"}

    def _check_officer(self):
        self.check_access("read")
        if not self.env.user.has_group(OFFICERS):
            raise AccessError(
                self.env._("A Party officer hands members to the national member system.")
            )

    def _members(self):
        """Return the members who are handed over, as the reader may see them."""
        status = ["normal", "mobile", "lost_contact", "suspended"]
        if self.with_transferred:
            status.append("transferred")
        domain = Domain("stage", "in", ("probationary", "full")) & Domain("status", "in", status)
        if self.organization_id:
            domain &= Domain("organization_id", "child_of", self.organization_id.id)
        return self.env["community.party.member"].search(domain, order="organization_id, name, id")

    def _write_xlsx(self, stream):
        """Write the workbook and log it.

        :param stream: binary file to write to
        :return: number of members in it
        """
        self._check_officer()
        members = self._members()
        self.env["community.access.log"]._log(
            "export",
            members,
            reason=self.reason.strip()[:200],
            count=len(members),
            description=self._description,
            field_names=HIDDEN_FIELDS,
        )
        book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        sheet = book.add_worksheet("党员信息")
        for column, heading in enumerate(COLUMNS):
            sheet.set_column(column, column, 20)
            sheet.write_string(0, column, heading)
        # The one place where whole numbers are read: right and reason were checked above.
        for row, member in enumerate(members.with_context(lang="zh_CN").sudo(), 1):
            for column, value in enumerate(self._row(member)):
                # Text is written as text: no name becomes a formula.
                sheet.write_string(row, column, str(value or ""))
        book.close()
        return len(members)

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

    def _content(self):
        """Return the workbook as bytes."""
        stream = io.BytesIO()
        self._write_xlsx(stream)
        return stream.getvalue()
