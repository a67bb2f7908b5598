from odoo import api, fields, models


class CommunityPartyOrganization(models.Model):
    """An organisation as one who pledges: its contact, and its record of pledges."""

    _inherit = "community.party.organization"

    contact_id = fields.Many2one(
        "res.partner", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    pledge_ids = fields.One2many("community.party.pledge", "organization_id", "Pledges")
    pledge_count = fields.Integer("Number of pledges", compute="_compute_pledge_count")
    kept_count = fields.Integer("Pledges kept", compute="_compute_pledge_count")

    @api.depends("pledge_ids.state")
    @api.depends_context("uid")
    def _compute_pledge_count(self):
        made = [("state", "not in", ("withdrawn", "lapsed"))]
        self._count_links("pledge_count", "community.party.pledge", "organization_id", made)
        kept = [("state", "=", "confirmed")]
        self._count_links("kept_count", "community.party.pledge", "organization_id", kept)

    def action_open_pledges(self):
        """Open what this organisation and its members have taken on."""
        return self._links_action(
            "community_party.community_party_pledge_action", "organization_id"
        )

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            # The contact is fed from here; whoever renames the organisation need not keep contacts.
            for organization in self.sudo().filtered("contact_id"):
                organization.contact_id.name = organization.name
        return result

    def _pledging_contact(self):
        """Return the contact under which this organisation takes things on; made when missing."""
        self.ensure_one()
        # sudo: the contact is made by the program, and its link is closed to everybody.
        organization = self.sudo()
        if not organization.contact_id:
            organization._set_closed(
                contact_id=self.env["res.partner"]
                .sudo()
                .create(
                    {
                        "name": organization.name,
                        "is_company": True,
                        "company_id": organization.company_id.id,
                    }
                )
                .id
            )
        return organization.contact_id.with_env(self.env)

    @api.model
    def _kept_by_me(self):
        """Return the organisations whose file the user keeps today, as superuser."""
        today = fields.Date.context_today(self)
        # Asked by a record rule, which reads whoever keeps what.
        lines = (
            self.env["community.party.officer"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("date_from", "<=", today),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", today),
                ]
            )
        )
        return lines.organization_id
