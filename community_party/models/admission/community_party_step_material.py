from odoo import fields, models


class CommunityPartyStepMaterial(models.Model):
    """A paper that a step leaves in the person's file."""

    _name = "community.party.step.material"
    _description = "Paper of a Step of Admission"
    _order = "step_id, sequence, id"

    step_id = fields.Many2one("community.party.step", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    is_archived = fields.Boolean(
        "Belongs to the archive",
        default=True,
        help="Must be in the file before the archive step is done.",
    )
