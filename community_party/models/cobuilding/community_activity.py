from odoo import models


class CommunityActivity(models.Model):
    """A joint committee meeting: its committee is due, and those whom units send are invited."""

    _inherit = "community.activity"

    def _due_members(self):
        joint = self.filtered(lambda meeting: meeting.meeting_kind == "joint")
        result = super(CommunityActivity, self - joint)._due_members()
        for meeting in joint:
            result[meeting] = meeting.organization_id._committee_members(meeting.date)
        return result

    def _fill_due(self):
        lines = super()._fill_due()
        Delegate = self.env["community.party.delegate"]
        values = []
        for meeting in self.filtered(lambda meeting: meeting.meeting_kind == "joint"):
            mine = Delegate.search([("organization_id", "=", meeting.organization_id.id)])
            seated = mine.filtered_domain(Delegate._domain_held(meeting.date)).partner_id
            listed = meeting.attendance_ids
            gone = listed.filtered(
                lambda line, mine=mine, seated=seated: (
                    line.state == "registered"
                    and not line.member_id
                    and line.partner_id in mine.partner_id - seated
                )
            )
            values += [
                {"activity_id": meeting.id, "partner_id": partner.id}
                for partner in seated - listed.partner_id
            ]
            gone.unlink()
        return lines | self.env["community.attendance"].create(values)
