from odoo import fields, models
from odoo.exceptions import UserError

from .community_party_step_record_flow import TYPED


class CommunityPartyResolution(models.Model):
    """A decided vote on a person is carried to the step that waits for it."""

    _inherit = "community.party.resolution"

    step_record_ids = fields.One2many(
        "community.party.step.record", "resolution_id", "Steps", readonly=True
    )

    def action_decide(self):
        result = super().action_decide()
        for vote in self.filtered(lambda vote: vote.kind == "admission"):
            # The step waits for this vote, whoever of the keepers decides it; a person records it.
            waiting = vote.sudo().member_id.step_record_ids.filtered(
                lambda r: r.state == "open" and r.has_vote and not r.resolution_id
            )
            waiting[:1].write({"resolution_id": vote.id})
        return result

    def action_recount(self):
        # A step that stands on the numbers is taken back first; one that waits lets them go.
        steps = self.sudo().step_record_ids.filtered(lambda r: r.state != "withdrawn")
        if done := steps.filtered(lambda r: r.state == "done")[:1]:
            raise UserError(
                self.env._(
                    "“%(resolution)s” cannot be counted again: %(step)s was recorded on it. A "
                    "manager withdraws that step first.",
                    resolution=done.resolution_id.name,
                    step=done.display_name,
                )
            )
        steps.write({"resolution_id": False, "date": False, **dict.fromkeys(TYPED, 0)})
        return super().action_recount()
