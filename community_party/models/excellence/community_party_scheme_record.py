from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartySchemeRecord(models.Model):
    """What was done on an item of a scheme: when, by whom, how much, with what result."""

    _name = "community.party.scheme.record"
    _description = "Record of a Scheme"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    item_id = fields.Many2one(
        "community.party.scheme.item",
        "Item of the scheme",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    scheme_id = fields.Many2one(
        related="item_id.scheme_id", store=True, precompute=True, index=True
    )
    organization_id = fields.Many2one(
        related="item_id.organization_id", store=True, precompute=True
    )
    name = fields.Char("What was done", required=True)
    date = fields.Date("Done on", required=True, default=fields.Date.context_today, index=True)
    quantity = fields.Integer(default=1, required=True)
    member_id = fields.Many2one(
        "community.party.member",
        "By the member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    brings_closer = fields.Selection(
        [
            ("residents", "Community and residents"),
            ("companies", "Community and companies"),
        ],
        "Brings together",
        help="Whom it brought closer to each other; empty where it was for something else.",
    )
    done_by = fields.Char("By whom else", help="Unit, group or people who are no members here.")
    result = fields.Text()

    _check_quantity = models.Constraint(
        "CHECK (quantity >= 1)", "What was done is counted in whole numbers from 1."
    )

    @api.constrains("date", "item_id")
    def _check_inside(self):
        self._check_not_future("date")
        for record in self:
            scheme = record.scheme_id
            last = scheme.date_to
            if record.date < scheme.date_from or (last and record.date > last):
                raise UserError(
                    self.env._(
                        "“%(record)s” of %(date)s lies outside “%(scheme)s”, which runs from "
                        "%(first)s to %(last)s. Correct the day, or the days of the scheme.",
                        record=record.name,
                        date=record.date,
                        scheme=scheme.name,
                        first=scheme.date_from,
                        last=last or "…",
                    )
                )
