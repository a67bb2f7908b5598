from odoo import fields, models


class CommunityVolunteerSkill(models.Model):
    """What a volunteer can do; a list that each community edits."""

    _name = "community.volunteer.skill"
    _description = "Volunteer Skill"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"
    _shared_by = ("name",)

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "(name, COALESCE(company_id, 0))", "This skill is in the list already."
    )
