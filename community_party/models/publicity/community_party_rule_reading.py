from odoo import api, fields, models


class CommunityPartyRuleReading(models.Model):
    """That a user has read a rule, as they say themselves; nobody is entered by somebody else."""

    _name = "community.party.rule.reading"
    _description = "Reader of a Rule"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date, id"
    _rec_name = "user_id"
    _check_company_auto = True

    rule_id = fields.Many2one(
        "community.party.rule", required=True, index=True, ondelete="cascade", check_company=True
    )
    organization_id = fields.Many2one(
        related="rule_id.organization_id", store=True, precompute=True
    )
    user_id = fields.Many2one("res.users", "Reader", required=True, readonly=True, index=True)
    date = fields.Date("Read on", required=True, readonly=True)

    _user_uniq = models.UniqueIndex("(rule_id, user_id)", "This user has read the rule already.")

    @api.model
    def _born_values(self, vals):
        return super()._born_values(vals) | {
            "user_id": self.env.uid,
            "date": fields.Date.context_today(self),
        }

    @api.model_create_multi
    def create(self, vals_list):
        readings = super().create(vals_list)
        readings.rule_id._check_state("in_force")
        return readings

    def _settled_fields(self):
        return super()._settled_fields() | {"rule_id"}
