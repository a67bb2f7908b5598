from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Out of contact is still a member; suspended, transferred, removed and dead are not in standing.
STAGES_IN = ("probationary", "full")

STATUS_IN = ("normal", "mobile", "lost_contact")


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
