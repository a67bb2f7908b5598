from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.community_service.tools.workdays import add_workdays

MANAGER = "community_party.group_party_manager"

NOTICED = ("reason", "notice_place", "date_notice")


class CommunityPartyAward(models.Model):
    """The steps of an award: proposal, public notice, decision; and what takes them back."""

    _inherit = "community.party.award"

    state = fields.Selection(
        [
            ("proposed", "Nominated"),
            ("noticed", "Public notice"),
            ("granted", "Award granted"),
            ("rejected", "Not granted"),
            ("revoked", "Award revoked"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    number = fields.Char(readonly=True, copy=False, index="btree_not_null")
    notice_place = fields.Char("Notice shown at", copy=False)
    date_notice = fields.Date("Notice from", copy=False)
    date_notice_end = fields.Date("Notice to", readonly=True, copy=False, index="btree_not_null")
    decided_by = fields.Char("Granted by", readonly=True, copy=False)
    end_reason = fields.Char("Why it was taken back", copy=False, tracking=True)

    @api.constrains("date_notice")
    def _check_notice(self):
        self._check_not_future("date_notice")

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.state == "proposed":
            return settled
        if self.state == "noticed":
            open_fields = ("resolution_id", "end_reason", "objection_ids", "amount", "goods")
            return settled | self._all_fields_but(*open_fields)
        return settled | self._all_fields_but("end_reason", "objection_ids")

    def _settled_sentence(self, name):
        if self.state == "noticed":
            return self.env._(
                "%(award)s is in public notice: what people read is not changed under their eyes. "
                "Take it back to the proposal, then publish it anew.",
                award=self.display_name,
            )
        return self.env._(
            "%(award)s is decided and not rewritten. A manager revokes it with a reason; then a "
            "new one is proposed.",
            award=self.display_name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_public(self):
        for award in self:
            if award.state != "proposed" or award.objection_ids:
                raise UserError(
                    self.env._(
                        "%(award)s was made public and is kept. Give a reason and close it "
                        "instead.",
                        award=award.display_name,
                    )
                )

    def action_notice(self):
        """Note that the proposal is made public, and until which working day.

        :raises UserError: without reason, place or day; without the decided assessment that the
            kind of award asks for
        """
        self.check_access("write")
        self._check_state("proposed")
        self._check_filled(*NOTICED)
        for award in self:
            if award.kind_id.needs_assessment and award.assessment_id.state != "decided":
                raise UserError(
                    self.env._(
                        "%(award)s: this award follows an assessment. Choose one of the recipient "
                        "that is decided, then make the proposal public.",
                        award=award.display_name,
                    )
                )
            exceptions = self.env["community.holiday"]._exceptions(award.company_id)
            award._set_closed(state="noticed", **award._workday_proposals(exceptions))
        return True

    @api.model
    def _workday_fields(self):
        return ("date_notice_end",)

    @api.model
    def _workday_open(self):
        return Domain("state", "=", "noticed")

    def _workday_proposals(self, exceptions):
        days = self.env["community.parameter"]._whole(
            "party_award_notice_days", self.company_id, self.date_notice
        )
        return {"date_notice_end": add_workdays(self.date_notice, days, exceptions)}

    def _set_workdays(self, values):
        # What hangs there names its last day: it may hang longer, and is not taken down earlier.
        if values["date_notice_end"] <= self.date_notice_end:
            return None
        return super()._set_workdays(values)

    def action_redraft(self):
        """Take a notice back to the proposal, to correct it and make it public anew."""
        self.check_access("write")
        self._check_state("noticed")
        self._set_closed(state="proposed", date_notice=False, date_notice_end=False)
        return True

    def action_grant(self):
        """Record that a meeting granted the award after its notice.

        :raises UserError: for an award without notice, before the notice has ended, without a
            passed resolution, or while something speaks against it
        """
        self.check_access("write")
        for award in self:
            if award.state == "proposed":
                raise UserError(
                    self.env._(
                        "%(award)s has had no public notice. Make the proposal public and wait "
                        "until the notice has ended, then record the decision.",
                        award=award.display_name,
                    )
                )
        self._check_state("noticed")
        self._check_filled("resolution_id")
        for award in self:
            award._check_grantable()
            # sudo: the vote may be one of an organisation above, see ``_check_carries``.
            vote = award.resolution_id.sudo()
            # sudo: a branch may not touch the sequence itself.
            sequence = self.env["ir.sequence"].sudo()
            award._set_closed(
                state="granted",
                date_decided=vote.date,
                decided_by=vote.organization_id.name,
                user_id=self.env.uid,
                number=sequence.next_by_code("community.party.award"),
            )
        return True

    def _check_grantable(self):
        vote = self.resolution_id.sudo()  # as in _check_carries
        if vote.date <= self.date_notice_end:
            raise UserError(
                self.env._(
                    "%(award)s: the notice runs to %(end)s and “%(resolution)s” was voted on "
                    "%(date)s. Decide after the notice has ended.",
                    award=self.display_name,
                    end=self.date_notice_end,
                    resolution=vote.name,
                    date=vote.date,
                )
            )
        self.resolution_id._check_carries(self, self.organization_id, self.date_notice_end)
        if found := self._obstacles(vote.date):
            raise UserError(
                self.env._(
                    "%(award)s cannot be granted: %(reasons)s Settle that, take the notice back, "
                    "or do not grant the award.",
                    award=self.display_name,
                    reasons=" ".join(found),
                )
            )

    def action_reject(self):
        """Close a proposal that is not granted, with the reason written on it."""
        self.check_access("write")
        self._check_state("proposed", "noticed")
        self._check_filled("end_reason")
        self._set_closed(
            state="rejected",
            date_decided=fields.Date.context_today(self),
            user_id=self.env.uid,
        )
        return True

    def action_revoke(self):
        """Take a granted award back, with the reason; the record stays.

        :raises AccessError: to whoever is no manager
        :raises UserError: without a reason, or while its material part stands in the fund
        """
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a Party manager revokes an award."))
        self._check_state("granted")
        self._check_filled("end_reason")
        for award in self:
            award._check_revocable()
        self._set_closed(state="revoked")
        return True

    def _check_revocable(self):
        """Refuse to revoke an award whose material part is paid; the fund adds its requests."""
        if self.paid_reference:
            raise UserError(
                self.env._(
                    "%(award)s: its material part was paid by %(entry)s. Reverse that entry "
                    "first, then revoke the award.",
                    award=self.display_name,
                    entry=self.paid_reference,
                )
            )

    def _paper_needs(self, paper):
        needs = ("number", "recipient_name", "honour", "year", "decided_by", "date_decided")
        return (*super()._paper_needs(paper), *(needs if paper == "report_award" else ()))
