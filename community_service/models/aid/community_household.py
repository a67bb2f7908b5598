from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.timeline import TimelinePart


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    aid_told_ids = fields.One2many("community.aid.told", "household_id", "Told about aid")
    aid_case_count = fields.Integer("Aid", compute="_compute_aid_case_count")

    @api.model_create_multi
    def create(self, vals_list):
        households = super().create(vals_list)
        self.env["community.aid.cover"]._refresh_later(households)
        return households

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"monthly_income", "active", "area_id", "dwelling_id"}:
            self.env["community.aid.cover"]._refresh_later(self)
        return res

    @api.depends_context("uid")
    def _compute_aid_case_count(self):
        """Count the cases that the reader may see."""
        self._count_links("aid_case_count", "community.aid.case", "household_id")

    def action_new_aid_case(self):
        """Open a new aid case with what is known of this household filled in."""
        self.ensure_one()
        self.check_access("read")
        return self.env["community.aid.case"]._action_new({"default_household_id": self.id})

    def action_open_aid_cases(self):
        """Open the aid cases of one household; without any, begin one."""
        self.ensure_one()
        if not self.aid_case_count:
            return self.action_new_aid_case()
        return self._links_action("community_service.community_aid_case_action", "household_id")

    def _timeline_parts(self):
        mine = Domain("household_id", "=", self.id)
        word = self._timeline_word
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "aid",
                self.env._("Aid"),
                "community.aid.case",
                mine,
                ("date_decision", "date_accepted", "date_received"),
                lambda row: (
                    word("community.aid.case", "state", row["state"]),
                    (row["number"], row["programme_id.name"]),
                ),
                ("state", "number", "programme_id.name"),
            ),
            TimelinePart(
                "payment",
                self.env._("Payment"),
                "community.aid.payment",
                mine,
                ("date",),
                lambda row: (
                    word("community.aid.payment", "form", row["form"]),
                    (row["programme_id.name"], row["item"], row["residents"]),
                ),
                ("form", "programme_id.name", "item"),
                ("resident_id",),
            ),
        ]
