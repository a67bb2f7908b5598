from odoo import fields, models


class CommunityActivityKind(models.Model):
    """What an activity is: a training, a class for the officers of the window, culture, a meeting.

    Figures and screens ask the marks of a kind, never its code; other addons add marks of theirs.
    """

    _name = "community.activity.kind"
    _description = "Kind of Activity"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    counts_as_training = fields.Boolean(
        help="Attendances count as training of residents in figures and on their files."
    )
    for_officers = fields.Boolean(
        "For officers", help="Attendances count as class hours of the officers who serve residents."
    )
    class_hour_minutes = fields.Integer(
        "Class hour (minutes)", default=45, help="One class hour of this kind lasts so long."
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A kind of activity with this code already exists."
    )
    _check_minutes = models.Constraint(
        "CHECK (class_hour_minutes BETWEEN 10 AND 240)", "A class hour lasts 10 to 240 minutes."
    )
