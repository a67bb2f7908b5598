from odoo import fields, models
from odoo.exceptions import UserError


class CommunityPartyResolution(models.Model):
    """A passed vote carries assessments and awards, and is not counted again under them."""

    _inherit = "community.party.resolution"

    assessment_ids = fields.One2many(
        "community.party.assessment", "resolution_id", "Assessments", readonly=True
    )
    award_ids = fields.One2many("community.party.award", "resolution_id", "Awards", readonly=True)

    def _check_carries(self, record, organization, after):
        """Refuse a resolution that does not decide on a record.

        :param record: what is decided
        :param organization: its organisation; those above it may decide as well
        :param date after: the day before which the meeting cannot have decided
        :raises UserError: for a vote that did not pass, is another organisation's or came earlier
        """
        # sudo: whoever keeps a branch reads neither the organisations above it nor their votes;
        # that the vote may be named was asked when it was entered.
        vote = self.ensure_one().sudo()
        if vote.state != "passed":
            raise UserError(
                self.env._(
                    "%(record)s: “%(resolution)s” is not passed. Decide the vote first, or choose "
                    "another one.",
                    record=record.display_name,
                    resolution=vote.name,
                )
            )
        if vote.organization_id not in organization.sudo().chain_ids:
            raise UserError(
                self.env._(
                    "%(record)s: “%(resolution)s” is a vote of another organisation. Choose one of "
                    "%(organization)s or of an organisation above it.",
                    record=record.display_name,
                    resolution=vote.name,
                    organization=organization.name,
                )
            )
        if vote.date < after:
            raise UserError(
                self.env._(
                    "%(record)s: “%(resolution)s” was voted on %(date)s, before %(after)s. A "
                    "decision comes after the steps before it: choose a later vote.",
                    record=record.display_name,
                    resolution=vote.name,
                    date=vote.date,
                    after=after,
                )
            )

    def action_recount(self):
        # Who decided on these numbers is seen by all keepers, whichever of the records they read.
        owner = self.sudo()
        held = owner.assessment_ids.filtered(lambda x: x.state == "decided")[:1]
        held = held or owner.award_ids.filtered(lambda x: x.state == "granted")[:1]
        if held:
            raise UserError(
                self.env._(
                    "“%(resolution)s” cannot be counted again: %(record)s was decided on it. A "
                    "manager takes that back first.",
                    resolution=held.resolution_id.name,
                    record=held.sudo(False)._name_for_reader(),
                )
            )
        return super().action_recount()
