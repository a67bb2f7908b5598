from odoo import api, fields, models
from odoo.fields import Domain


class CommunityClaimOffer(models.Model):
    """Offered to those who keep a Party organisation: what is open in the estates of its place."""

    _inherit = "community.claim.offer"

    is_in_my_area = fields.Boolean(
        "In my place", compute="_compute_is_in_my_area", search="_search_is_in_my_area"
    )

    @api.depends("area_id")
    @api.depends_context("uid")
    def _compute_is_in_my_area(self):
        mine = self.search(Domain("id", "in", self.ids) & self._my_area_domain())
        for offer in self:
            offer.is_in_my_area = offer in mine

    def _search_is_in_my_area(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._my_area_domain()
        return mine if True in value else ~mine

    @api.model
    def _my_area_domain(self):
        """Return the domain of the matters in the places of the organisations in one's keep.

        An organisation without a place has that of the next one above it, or else the whole
        community. A matter without an estate is everybody's.
        """
        if self.env.user.has_group("community_party.group_party_officer"):
            return Domain.TRUE
        areas = self.env["community.area"].sudo()
        kept = self.env["community.party.organization"]._kept_by_me()
        for organization in kept:
            above = organization
            while above and not above.area_id:
                above = above.parent_id
            if not above:
                return Domain.TRUE
            areas |= above.area_id
        if not kept:
            return Domain.FALSE
        return (
            Domain("area_id", "child_of", areas.ids)
            | Domain("area_id", "parent_of", areas.ids)
            | Domain("area_id", "=", False)
        )

    def action_pledge(self):
        """Open the dialog in which an organisation, a member or a unit takes the matter on."""
        self.ensure_one()
        self._matter()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pledge"),
            "res_model": "community.party.pledge",
            "view_mode": "form",
            "views": [
                (self.env.ref("community_party.community_party_pledge_view_form_make").id, "form")
            ],
            "target": "new",
            "context": {"default_offer_id": self.id},
        }
