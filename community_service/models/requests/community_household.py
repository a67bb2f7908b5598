from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.timeline import TimelinePart


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    open_request_count = fields.Integer("Open requests", compute="_compute_open_request_count")

    referral_count = fields.Integer("Number of referrals", compute="_compute_referral_count")

    @api.depends_context("uid")
    def _compute_open_request_count(self):
        is_open = self.env["community.request"]._search_open()
        self._count_links("open_request_count", "community.request", "household_id", is_open)

    def action_open_requests(self):
        """Open the requests of this household; a new one starts with it filled in."""
        return self._links_action(
            "community_service.community_request_action",
            "household_id",
            search_default_filter_open=1,
        )

    def action_new_request(self):
        """Open a new request of this household."""
        self.ensure_one()
        self.check_access("read")
        return self._new_request_action(default_household_id=self.id)

    @api.model
    def _new_request_action(self, **defaults):
        return {
            "type": "ir.actions.act_window",
            "res_model": "community.request",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": defaults,
        }

    def _timeline_parts(self):
        mine = Domain("household_id", "=", self.id)
        word = self._timeline_word
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "request",
                self.env._("Request"),
                "community.request",
                mine,
                ("date_received",),
                lambda row: (
                    (word("community.request", "state", row["state"]), row["item_id.name"]),
                    row["result"] or row["description"],
                ),
                ("state", "item_id.name", "result", "description"),
            ),
            TimelinePart(
                "referral",
                self.env._("Referral"),
                "community.request.referral",
                mine & Domain("state", "!=", "cancelled"),
                ("date_sent",),
                lambda row: (
                    word("community.request.referral", "state", row["state"]),
                    (row["department_id.name"], row["answer"] or row["question"]),
                ),
                ("state", "department_id.name", "answer", "question"),
            ),
            TimelinePart(
                "certificate",
                self.env._("Certificate"),
                "community.certificate",
                mine,
                ("date",),
                lambda row: (
                    word("community.certificate", "state", row["state"]),
                    (row["number"], row["purpose"], row["residents"]),
                ),
                ("state", "number", "purpose"),
                ("resident_id",),
            ),
        ]

    # referrals

    @api.depends_context("uid")
    def _compute_referral_count(self):
        """Count what was asked of departments for this household, as far as one may read it."""
        asked = [("state", "!=", "cancelled")]
        self._count_links("referral_count", "community.request.referral", "household_id", asked)

    def action_open_referrals(self):
        """Open what was put to departments for this household, answered or not."""
        domain = [("household_id", "=", self.id), ("state", "!=", "cancelled")]
        return self._list_action("community_service.community_request_referral_action", domain)
