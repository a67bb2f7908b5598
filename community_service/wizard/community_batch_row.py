from odoo import fields, models


class CommunityBatchRow(models.TransientModel):
    """What came of one home or person of a batch."""

    _name = "community.batch.row"
    _description = "Row of a Batch"
    _order = "batch_id, sequence, id"
    _rec_name = "label"

    batch_id = fields.Many2one("community.batch", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True)
    label = fields.Char("Home or person", readonly=True)
    state = fields.Selection(
        [
            ("done", "Recorded"),
            ("refused", "Not recorded"),
            ("undone", "Taken back"),
            ("kept", "Not taken back"),
        ],
        readonly=True,
    )
    why = fields.Char("What stands in the way", readonly=True)
    # Closed to everybody: what is named here is taken back.
    undo_values = fields.Json(readonly=True, groups=fields.NO_ACCESS)
