from odoo import fields, models


class CommunityIncidentMeasure(models.Model):
    """What is done about an incident, by whom, until when and with what effect."""

    _name = "community.incident.measure"
    _description = "Measure in an Incident"
    _inherit = ["community.guarded.mixin"]
    _order = "incident_id, date, id"
    _check_company_auto = True

    incident_id = fields.Many2one(
        "community.incident", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="incident_id.company_id", store=True, index=True)
    name = fields.Char("Measure taken", required=True)
    date = fields.Datetime(
        "When",
        default=fields.Datetime.now,
        help="Empty while it is still to be done: then it has a day until which.",
    )
    date_due = fields.Date("To be done by", index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner",
        "Done by",
        default=lambda self: self.env.user.partner_id,
        index="btree_not_null",
        ondelete="restrict",
    )
    effect = fields.Char()

    _check_when = models.Constraint(
        "CHECK (date IS NOT NULL OR date_due IS NOT NULL)",
        "A measure was done at a time or is to be done by a day: enter one of them.",
    )
