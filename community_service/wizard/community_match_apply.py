from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.community_dialog_mixin import ends_dialog


class CommunityMatchApply(models.TransientModel):
    """Asks what everybody whom a list has found is given: a category, an invitation or a mark."""

    _name = "community.match.apply"
    _description = "Act on a List"
    _inherit = ["community.dialog.mixin"]

    match_id = fields.Many2one("community.match", "List", required=True, readonly=True)
    kind = fields.Selection(
        selection=lambda self: (
            self.env["community.match.batch"]._fields["kind"]._description_selection(self.env)
        ),
        string="What is given",
        required=True,
        default="category",
    )
    category_id = fields.Many2one("community.category", domain="[('is_derived', '=', False)]")
    date_from = fields.Date("Starts on", default=fields.Date.context_today)
    activity_id = fields.Many2one(
        "community.activity", domain="[('state', 'in', ('planned', 'open'))]"
    )
    mark = fields.Char(help="Whoever sees a person reads the mark: no illness, no offence.")
    people_count = fields.Integer("People found here", compute="_compute_people_count")
    possible_count = fields.Integer(related="match_id.possible_count", related_sudo=False)

    @api.depends("match_id")
    def _compute_people_count(self):
        for dialog in self:
            dialog.people_count = len(dialog.match_id._found_rows())

    @ends_dialog
    def action_apply(self):
        """Give it to everybody found, in one batch that can be taken back.

        :raises UserError: when nothing is chosen, or nobody is left to be given it
        """
        self.ensure_one()
        match = self.match_id._one()
        values = {
            "category": self.category_id,
            "activity": self.activity_id,
            "mark": " ".join((self.mark or "").split()),
        }
        if not values[self.kind]:
            raise UserError(
                self.env._("Choose the category or the activity, or type the words of the mark.")
            )
        batch = self.env["community.match.batch"]._do(
            match, self.kind, day=self.date_from, **{self.kind: values[self.kind]}
        )
        return batch._list_action(
            "community_service.community_match_batch_action", [("match_id", "=", match.id)]
        )
