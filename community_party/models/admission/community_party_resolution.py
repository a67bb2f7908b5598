from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.listed import listed

from .community_party_step_record_flow import TYPED


class CommunityPartyResolution(models.Model):
    """A decided vote on a person is carried to the step that waits for it."""

    _inherit = "community.party.resolution"

    step_record_ids = fields.One2many(
        "community.party.step.record", "resolution_id", "Steps", readonly=True
    )

    def action_decide(self):
        """Decide votes; one on a person opens the step that waited for it.

        :raises UserError: for a person who was at no step with a vote on the day of the meeting
        :return: the action that opens the step, for the vote on one person
        """
        self.check_access("write")
        votes = self.filtered(lambda vote: vote.kind == "admission")
        # What is not quorate or was decided is refused below.
        ready = votes.filtered(lambda vote: vote.state == "draft" and vote.is_valid)
        waiting = {vote: vote._step_waiting() for vote in ready}
        result = super().action_decide()
        for vote, step in waiting.items():
            # Two votes on one person in one press: the step takes the first.
            if step.state == "open" and not step.resolution_id:
                step.write({"resolution_id": vote.id})
        if len(self) == len(votes) == 1 and step.resolution_id == self:
            return {
                "type": "ir.actions.act_window",
                "res_model": step._name,
                "res_id": step.id,
                "view_mode": "form",
                "views": [(False, "form")],
            }
        return result

    def _step_waiting(self):
        """Return the step of the person that this vote decides.

        :raises UserError: when the person was at no step with a vote on the day of the meeting
        """
        self.ensure_one()
        # sudo: the step waits for this vote, whoever of the keepers decides it; a person records
        # it.
        person = self.sudo().member_id
        steps = person.step_record_ids.filtered(
            lambda r: (
                r.has_vote and (r.state == "open" or (r.state == "done" and r.date == self.date))
            )
        )
        for step in steps.sorted("step_sequence"):
            if not step._late_before(self.date):
                return step
        late = [name for step in steps for name in step._late_before(self.date)]
        raise UserError(
            self.env._(
                "“%(resolution)s”: %(person)s is at no step with a vote on %(date)s (%(why)s). "
                "Record the steps before it with their days first, or take the vote off this "
                "meeting.",
                resolution=self.name,
                person=person.name,
                date=self.date,
                why=listed(self.env.lang, late) or person._label_of("stage"),
            )
        )

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
