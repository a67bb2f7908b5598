from odoo import api, models
from odoo.exceptions import UserError

from .community_request import CLOSED


class CommunityRequest(models.Model):
    """What may be written on a request, when: its moves are made by actions alone."""

    _inherit = "community.request"

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            if vals.keys() & self._action_fields() and not self.env.su:
                self._refuse_direct_write()
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            vals["number"] = (
                self.env["ir.sequence"].with_company(company).next_by_code("community.request")
            )
        requests = super().create(vals_list)
        requests.filtered("item_id")._list_materials()
        return requests

    def write(self, vals):
        if vals.keys() & self._action_fields() and not self.env.su:
            self._refuse_direct_write()
        self._check_not_settled(vals)
        if vals.get("is_anonymous") and self.filtered(lambda request: not request.is_anonymous):
            raise UserError(
                self.env._(
                    "A request that has a name cannot be made anonymous afterwards: its history "
                    "would still tell. Register a new one."
                )
            )
        res = super().write(vals)
        if vals.get("item_id"):
            self._list_materials()
        if vals.get("satisfaction"):
            self._log_step("return_visit", once=True)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        for request in self:
            if request.state != "draft" or request.step_ids:
                raise UserError(
                    self.env._(
                        "%(request)s has been accepted and is kept: cancel it with a reason.",
                        request=request.display_name,
                    )
                )

    @api.model
    def _action_fields(self):
        """Return the fields that change with actions only."""
        return {
            "state",
            "number",
            "date_accepted",
            "date_reopened",
            "date_closed",
            "date_told",
            "is_solved_on_spot",
            "wait_reason",
            "close_reason",
            "escalation_levels",
        }

    @api.model
    def _settled_fields(self):
        """Return the fields that stay as they are once a request is closed, until it is reopened.

        What follows the close is not among them: rating, reply and call-back, the good example.
        """
        return {
            "channel",
            "item_id",
            "description",
            "resident_id",
            "household_id",
            "visit_id",
            "need_id",
            "area_id",
            "date_received",
            "limit_days",
            "limit_kind",
            "date_due_external",
            "is_proxy",
            "result",
        }

    def _check_not_settled(self, vals):
        if self.env.su or not vals.keys() & self._settled_fields():
            return
        for request in self.filtered(lambda request: request.state in CLOSED):
            raise UserError(
                self.env._(
                    "%(request)s is closed: open it again with a reason before it is changed.",
                    request=request.display_name,
                )
            )

    def _refuse_direct_write(self):
        raise UserError(
            self.env._(
                "State, number and days of a request follow its buttons: accept, wait, close or "
                "reopen it there."
            )
        )
