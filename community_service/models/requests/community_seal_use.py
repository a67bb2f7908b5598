from odoo import fields, models
from odoo.exceptions import UserError


class CommunitySealUse(models.Model):
    """Register of the seal: each use is a line that stays."""

    _name = "community.seal.use"
    _description = "Use of the Seal"
    _inherit = ["community.closed.mixin"]
    _order = "date desc, id desc"

    name = fields.Char("Document sealed", required=True)
    date = fields.Datetime("When", default=fields.Datetime.now, required=True, readonly=True)
    copies = fields.Integer(default=1, required=True)
    applicant = fields.Char("For whom", help="Body or person that asked for the seal.")
    user_id = fields.Many2one(
        "res.users", "Sealed by", default=lambda self: self.env.user, required=True, readonly=True
    )
    certificate_id = fields.Many2one(
        "community.certificate", index="btree_not_null", ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )

    _check_copies = models.Constraint("CHECK (copies > 0)", "At least one copy was sealed.")

    # pylint: disable=method-required-super
    def write(self, vals):
        # Nothing is ever written: the register is append-only.
        raise UserError(
            self.env._("The seal register is not changed: add a line that corrects the other one.")
        )
