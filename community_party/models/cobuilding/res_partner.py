from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .community_party_unit import PRESENCES, UNIT_KINDS

BRANCH = "community_party.group_party_branch"


class ResPartner(models.Model):
    """A company that is stationed in the community, to whoever keeps a Party organisation."""

    _inherit = "res.partner"

    party_unit_ids = fields.One2many(
        "community.party.unit", "partner_id", "Stationed here", groups=BRANCH
    )
    unit_kind = fields.Selection(
        UNIT_KINDS,
        "Kind of unit",
        compute="_compute_unit",
        search="_search_unit_kind",
        groups=BRANCH,
    )
    party_presence = fields.Selection(
        PRESENCES,
        "Party organisation there",
        compute="_compute_unit",
        search="_search_party_presence",
        groups=BRANCH,
    )

    @api.depends("party_unit_ids.unit_kind", "party_unit_ids.presence", "party_unit_ids.date_to")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_unit(self):
        for partner in self:
            unit = partner._party_unit()
            partner.unit_kind = unit.unit_kind
            partner.party_presence = unit.presence if unit else False

    def _party_unit(self):
        """Return the file of this company that holds now, or else the last one."""
        return self.party_unit_ids.sorted(
            lambda unit: (unit.date_to or fields.Date.to_date("9999-12-31"), -unit.id)
        )[-1:]

    def _search_unit_kind(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("party_unit_ids.unit_kind", operator, value)

    def _search_party_presence(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("party_unit_ids.presence", operator, value)

    def action_open_party_unit(self):
        """Open the file of this company as a stationed unit, under the reader's own rules.

        :raises UserError: when it has none
        """
        self.ensure_one()
        self.check_access("read")
        unit = self._party_unit()
        if not unit:
            raise UserError(
                self.env._(
                    "%(name)s is no stationed unit: enter it in “Stationed Units”.", name=self.name
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "community.party.unit",
            "res_id": unit.id,
            "views": [(False, "form")],
        }
