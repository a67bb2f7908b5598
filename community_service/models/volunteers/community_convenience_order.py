from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.listed import listed


class CommunityConvenienceOrder(models.Model):
    """A household's order of a convenience service, from the call to how it went."""

    _name = "community.convenience.order"
    _description = "Order of a Convenience Service"
    _rec_name = "service_id"
    _inherit = ["community.scoped.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    service_id = fields.Many2one(
        "community.convenience.service",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(related="service_id.kind", store=True, index=True)
    household_id = fields.Many2one(
        "community.household", required=True, index=True, ondelete="restrict", check_company=True
    )
    date = fields.Date("Wanted on", default=fields.Date.context_today, required=True, index=True)
    note = fields.Char("What is needed")
    user_id = fields.Many2one(
        "res.users",
        "Taken by",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    state = fields.Selection(
        [("ordered", "Ordered"), ("done", "Finished"), ("cancelled", "Cancelled")],
        default="ordered",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    satisfaction = fields.Selection(
        [("3", "Very satisfied"), ("2", "Satisfied"), ("1", "Not satisfied")],
        readonly=True,
        copy=False,
        help="What the family said, by one tap.",
    )

    @api.constrains("service_id", "household_id")
    def _check_served(self):
        for order in self:
            home, areas = order.household_id, order.service_id.area_ids
            places = (home.area_id.parent_path or "").split("/")
            if areas and not any(str(area.id) in places for area in areas):
                raise UserError(
                    self.env._(
                        "“%(service)s” serves %(areas)s only, and %(home)s lies elsewhere: choose "
                        "another service, or have an officer add the place to this one.",
                        service=order.service_id.name,
                        areas=listed(self.env.lang, areas.mapped("display_name")),
                        home=home.address or home.display_name,
                    )
                )

    @api.depends("service_id", "household_id")
    def _compute_display_name(self):
        for order in self:
            order.display_name = (
                f"{order.service_id.name or ''} · {order.household_id.address or ''}"
            )

    def action_very_satisfied(self):
        """Close orders: the family is very satisfied."""
        self._finish("3")

    def action_satisfied(self):
        """Close orders: the family is satisfied."""
        self._finish("2")

    def action_not_satisfied(self):
        """Close orders: the family is not satisfied."""
        self._finish("1")

    def action_cancel(self):
        """Cancel orders that are not needed any more."""
        self.check_access("write")
        self._check_state("ordered")
        self._set_closed(state="cancelled")

    def _finish(self, satisfaction):
        self.check_access("write")
        self._check_state("ordered")
        today = fields.Date.context_today(self)
        for order in self:
            if order.date > today:
                raise UserError(
                    self.env._(
                        "%(order)s is wanted on %(date)s: say how it went when it is done.",
                        order=order.display_name,
                        date=order.date,
                    )
                )
        self._set_closed(state="done", satisfaction=satisfaction)

    def _state_sentence(self, state, needed):
        return self.env._(
            "%(order)s is “%(state)s” already: reload the page.",
            order=self.display_name,
            state=state,
        )
