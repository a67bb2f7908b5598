from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_party_member_finding import HERE


class CommunityPartyTransfer(models.Model):
    """What a named person does with a transfer, and the alert when a letter runs out."""

    _inherit = "community.party.transfer"

    def action_issue(self):
        """Issue the letter, or enter that the person brought one, today if no day is given."""
        self.check_access("write")
        for transfer in self:
            transfer._check_state("draft")
            member = transfer.member_id
            if transfer.direction != "incoming" and member.status not in HERE:
                raise UserError(
                    self.env._(
                        "%(member)s is not a member here at present: look at the status first.",
                        member=member.name,
                    )
                )
            transfer._set_closed(
                state="issued",
                date_issued=transfer.date_issued or fields.Date.context_today(self),
                issued_by_id=self.env.user.id,
            )

    def action_receive(self):
        """Enter that the relation was received; only now does the member's file change.

        Out: the member gets the status *Transferred*. Within the community: the member moves to the
        other organisation. In: the file is opened, or the old one taken up again.

        :raises UserError: the letter was not issued, or the day lies before it
        """
        self.check_access("write")
        for transfer in self:
            transfer._check_state("issued")
            day = transfer.date_received or fields.Date.context_today(self)
            if day < transfer.date_issued or day > fields.Date.context_today(self):
                raise UserError(
                    self.env._(
                        "Transfer %(number)s: %(day)s is not between the letter of %(issued)s and "
                        "today.",
                        number=transfer.number,
                        day=day,
                        issued=transfer.date_issued,
                    )
                )
            # sudo: the receiving branch does not see the member before this moment.
            transfer = transfer.sudo()
            if transfer.direction == "outgoing":
                transfer.member_id.status = "transferred"
            elif transfer.direction == "internal":
                transfer.member_id.organization_id = transfer.to_organization_id
            else:
                transfer.member_id = transfer._take_in()
            transfer._set_closed(
                state="received", date_received=day, received_by_id=self.env.user.id
            )
            transfer.activity_ids.unlink()

    def _take_in(self):
        """Open the file of somebody who comes in, or take up the one from before."""
        Member = self.env["community.party.member"].with_context(active_test=False)
        member = self.member_id or Member.search(
            [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)],
            limit=1,
        )
        values = {
            "organization_id": self.to_organization_id.id,
            "status": "normal",
            "active": True,
            "stage": self.stage,
        }
        for name in ("date_probation", "date_full"):
            if self[name]:
                values[name] = self[name]
        if member:
            member.write(values)
            return member
        return Member.create({"partner_id": self.partner_id.id, **values})

    def action_cancel(self):
        """Cancel a transfer that was not received, with a reason once the letter is out."""
        self.check_access("write")
        for transfer in self:
            transfer._check_state("draft", "issued")
            if transfer.state == "issued" and not (transfer.cancel_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Transfer %(number)s is issued: enter the reason for cancelling first.",
                        number=transfer.number,
                    )
                )
            # sudo: as in action_issue.
            transfer.sudo()._set_closed(state="cancelled")
            transfer.sudo().activity_ids.unlink()

    def _state_sentence(self, state, needed):
        return self.env._(
            "Transfer %(number)s is in the state “%(state)s”: this step comes at “%(expected)s”.",
            number=self.number,
            state=state,
            expected=" / ".join(needed),
        )

    @api.model
    def _cron_overdue(self):
        """Give the keeper of the responsible organisation an activity per overdue letter."""
        for transfer in self.search([("is_overdue", "=", True), ("activity_ids", "=", False)]):
            keeper = transfer.organization_id._keeper()
            if keeper:
                # The number alone, and no mail.
                transfer.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=fields.Date.context_today(self),
                    summary=transfer.number,
                    user_id=keeper.id,
                )
