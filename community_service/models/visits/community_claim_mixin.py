from odoo import api, fields, models


class CommunityClaimMixin(models.AbstractModel):
    """A record that somebody may take on: a volunteer, a unit, a Party member, a neighbour.

    A model that inherits it calls :meth:`_propose_fulfilment` when it closes with a result, and
    says in :meth:`_is_claimable` whether it still takes claims.
    """

    _name = "community.claim.mixin"
    _description = "Record that can be claimed"
    _inherit = ["community.record.mixin"]

    # Set by models whose household is nobody's business but theirs: a claim is seen by more people
    # than the record, and keeps no household then.
    _claim_hides_household = False

    contribution_ids = fields.One2many("community.contribution", "res_id", "Taken on by")
    contribution_count = fields.Integer("Claims", compute="_compute_contribution_count")

    @api.depends("contribution_ids")
    @api.depends_context("uid")
    def _compute_contribution_count(self):
        kept = [("state", "!=", "withdrawn")]
        self._count_links("contribution_count", "community.contribution", "res_id", kept)

    def action_claim(self):
        """Open the dialog in which somebody takes this record on."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take on"),
            "res_model": "community.contribution",
            "view_mode": "form",
            "views": [
                (
                    self.env.ref("community_service.community_contribution_view_form_claim").id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def action_open_contributions(self):
        """Open who has taken this record on."""
        return self._list_action(
            "community_service.community_contribution_action",
            [("res_model", "=", self._name), ("res_id", "=", self.id)],
            context={"default_res_model": self._name, "default_res_id": self.id},
        )

    def _is_claimable(self):
        """Tell whether the record is still open to claims."""
        self.ensure_one()
        return True

    def _claim_title(self):
        """Return one line without names that says what was taken on."""
        self.ensure_one()
        return self.display_name

    def _propose_fulfilment(self):
        """Mark claims on these records as kept, to be confirmed by a named person."""
        # The one who closes a record need not be the one who may write its claims.
        claims = self.sudo().contribution_ids.filtered(lambda claim: claim.state == "claimed")
        claims.write({"state": "fulfilled"})
