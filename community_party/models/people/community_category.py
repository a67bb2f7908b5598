from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Out of contact is still a member; suspended, transferred, removed and dead are not in standing.
STAGES_IN = ("probationary", "full")
STATUS_IN = ("normal", "mobile", "lost_contact")
# What of a member's file moves the category.
FOLLOWED = {
    "active",
    "company_id",
    "date_full",
    "date_probation",
    "partner_id",
    "resident_id",
    "stage",
    "status",
}


class CommunityCategory(models.Model):
    """“Party member” follows from the Party file: nobody types it, and it ends with membership.

    The line says that somebody is a member and since when, never of which organisation. Political
    status is sensitive: a rule lets only those read the line who may read the member's file.
    """

    _inherit = "community.category"

    derive_rule = fields.Selection(
        selection_add=[("party_member", "Member of the Party in standing")],
        ondelete={"party_member": "set null"},
    )

    @api.model
    def _facts_party_member(self, today):
        # A member is found by the register entry of the file, else by the contact.
        return SQL(
            """SELECT r.id AS resident_id, r.household_id,
                      LEAST(min(COALESCE(m.date_probation, m.date_full, %(today)s)), %(today)s)
                      AS date_from,
                      NULL::date AS date_to
                 FROM (SELECT x.resident_id, x.date_probation, x.date_full, x.active, x.stage,
                              x.status
                         FROM community_party_member x WHERE x.resident_id IS NOT NULL
                       UNION ALL
                       SELECT p.id, x.date_probation, x.date_full, x.active, x.stage, x.status
                         FROM community_party_member x
                         JOIN community_resident p
                           ON p.partner_id = x.partner_id AND p.company_id = x.company_id
                        WHERE x.resident_id IS NULL) m
                 JOIN community_resident r ON r.id = m.resident_id
                WHERE m.active AND m.stage IN %(stages)s AND m.status IN %(status)s
                  AND r.active AND r.date_death IS NULL
                GROUP BY r.id, r.household_id""",
            today=today,
            stages=STAGES_IN,
            status=STATUS_IN,
        )

    @api.model
    def _forget_party(self):
        """End the rule and drop what it wrote: without the Party file's rules all would read it."""
        categories = self.search([("derive_rule", "=", "party_member")])
        lines = self.env["community.category.line"].search(
            Domain("category_id", "in", categories.ids) & Domain("source", "=", "derived")
        )
        lines.unlink()
        categories.derive_rule = False


class CommunityResident(models.Model):
    _inherit = "community.resident"

    party_member_ids = fields.One2many(
        "community.party.member",
        "resident_id",
        "Party file",
        copy=False,
        groups="community_party.group_party_branch",
    )


class CommunityPartyMember(models.Model):
    _inherit = "community.party.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._sync_category()
        return members

    def write(self, vals):
        moved = FOLLOWED & vals.keys()
        before = self._households_known() if moved & {"partner_id", "resident_id"} else None
        result = super().write(vals)
        if moved:
            self._sync_category(before)
        return result

    def unlink(self):
        households = self._households_known()
        result = super().unlink()
        self._sync_category(households)
        return result

    def _households_known(self):
        """Return the households in which the register knows these members."""
        # The category follows the file whoever keeps it; households are not shown.
        members = self.sudo()
        alone = members.filtered(lambda m: not m.resident_id)
        known = self.env["community.resident"].sudo()
        if alone:
            known = known.search([("partner_id", "in", alone.partner_id.ids)])
        return (members.resident_id | known).household_id

    def _sync_category(self, households=None):
        """Give and take the category of these members, and in ``households`` they were known in."""
        found = self.exists()._households_known()
        # As above; only the lines of the category are written.
        self.env["community.category"].sudo()._sync_derived(
            found | households if households else found
        )
