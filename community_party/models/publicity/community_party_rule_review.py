from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyRuleReview(models.Model):
    """A review of a rule: whether it is practical and kept, and when it is looked at again."""

    _name = "community.party.rule.review"
    _description = "Review of a Rule"
    _inherit = ["community.named.mixin", "community.party.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    rule_id = fields.Many2one(
        "community.party.rule", required=True, index=True, ondelete="cascade", check_company=True
    )
    organization_id = fields.Many2one(
        related="rule_id.organization_id", store=True, precompute=True
    )
    date = fields.Date("Reviewed on", required=True, default=fields.Date.context_today)
    finding = fields.Text("Finding of the review", required=True)
    outcome = fields.Selection(
        [("keep", "Stays as it is"), ("change", "To be changed"), ("end", "To be ended")],
        default="keep",
        required=True,
    )
    date_next = fields.Date("Next review by", required=True)
    # By the order of their days, whichever was entered first.
    date_due = fields.Date("Was due by", compute="_compute_due", store=True)
    is_in_time = fields.Boolean("In time", compute="_compute_due", store=True)
    user_id = fields.Many2one("res.users", "Entered by", readonly=True, index=True)

    @api.model
    def _born_values(self, vals):
        return super()._born_values(vals) | {"user_id": self.env.uid}

    @api.depends("date", "date_next", "rule_id.date_first_review", "rule_id.review_ids.date")
    def _compute_due(self):
        for rule in self.rule_id:
            due = rule.date_first_review
            for review in rule.review_ids.sorted(lambda r: (r.date, r._origin.id)):
                review.date_due = due
                review.is_in_time = bool(due and review.date <= due)
                due = review.date_next

    @api.constrains("date", "date_next", "rule_id")
    def _check_days(self):
        self._check_not_future("date")
        for review in self:
            rule = review.rule_id
            if review.date_next <= review.date or review.date < rule.date_adopted:
                raise UserError(
                    self.env._(
                        "“%(rule)s”, adopted on %(adopted)s: a review of %(date)s with the next "
                        "one by %(next)s. The review follows the adoption, the next one follows "
                        "it: correct the days.",
                        rule=rule._name_for_reader(),
                        adopted=rule.date_adopted,
                        date=review.date,
                        next=review.date_next,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews.rule_id._check_state("in_force")
        for rule in reviews.rule_id:
            last = rule.review_ids.sorted(lambda r: (r.date, r.id))[-1:]
            rule._set_closed(date_review=last.date_next)
        return reviews

    def _settled_fields(self):
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._("A review is not changed: enter another one with what is right.")
