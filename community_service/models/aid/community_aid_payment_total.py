from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.said_day import said_month


class CommunityAidPaymentTotal(models.Model):
    """What was paid of which programme in which month, without people: what an audit reads."""

    _name = "community.aid.payment.total"
    _description = "Total of Aid Payments"
    _auto = False
    _log_access = False
    _order = "period desc, id"
    _rec_name = "period"

    company_id = fields.Many2one("res.company", "Community", readonly=True)
    programme_id = fields.Many2one("community.aid.programme", "Aid programme", readonly=True)
    period = fields.Date("For the month", readonly=True)
    kind = fields.Selection(
        [("benefit", "Benefit"), ("back_pay", "Back-pay"), ("recovery", "Recovery")], readonly=True
    )
    form = fields.Selection([("money", "Money"), ("goods", "Goods")], readonly=True)
    payment_count = fields.Integer("Number of payments", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Balance", readonly=True, aggregator="sum")

    @api.depends_context("lang")
    @api.depends("period")
    def _compute_display_name(self):
        for record in self:
            record.display_name = said_month(self.env.lang, record.period)

    @property
    def _table_query(self):
        # Raw SQL: sums alone; the record rule keeps each community apart. A programme is one,
        # under whichever of its editions was paid.
        return SQL(
            """SELECT min(p.id) AS id, p.company_id, last.programme_id, p.period, p.kind, p.form,
                      count(*) AS payment_count, sum(p.signed_amount) AS amount
                 FROM community_aid_payment p
                 JOIN (SELECT company_id, programme_code, max(programme_id) AS programme_id
                         FROM community_aid_payment GROUP BY company_id, programme_code) last
                   ON last.company_id = p.company_id AND last.programme_code = p.programme_code
                GROUP BY p.company_id, last.programme_id, p.period, p.kind, p.form"""
        )
