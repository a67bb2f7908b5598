from odoo import api, fields, models


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    aid_case_id = fields.Many2one(
        "community.aid.case",
        "Aid case",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        help="The aid case that this visit belongs to.",
    )
    companion = fields.Char(
        "Together with", copy=False, help="Colleagues who do not use this program, by name."
    )

    def _surveyor_count(self):
        """Return how many people made this visit."""
        self.ensure_one()
        return len(self.visitor_ids) + (1 if (self.companion or "").strip() else 0)

    def action_new_aid_case(self):
        """Open a new aid case with what this visit knows filled in."""
        self.ensure_one()
        self.check_access("read")
        return self.env["community.aid.case"]._action_new(
            {
                "default_visit_id": self.id,
                "default_household_id": self.household_id.id,
                "default_reason": self.situation or "",
            }
        )


class CommunityVisitNeed(models.Model):
    """A need for aid turns into an aid case."""

    _inherit = "community.visit.need"

    @api.model
    def _follow_up_models(self):
        return {**super()._follow_up_models(), "aid": "community.aid.case"}

    def _follow_up_defaults(self, model):
        defaults = super()._follow_up_defaults(model)
        if model != "community.aid.case":
            return defaults
        return {
            **defaults,
            "default_household_id": self.household_id.id,
            "default_visit_id": self.visit_id.id,
            "default_reason": self.name,
            "default_user_id": self.user_id.id,
        }
