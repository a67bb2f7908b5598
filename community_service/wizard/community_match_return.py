from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityMatchReturn(models.TransientModel):
    """Asks how the workbook of a list goes back: with masked numbers, or with whole ones."""

    _name = "community.match.return"
    _description = "Return a List"

    match_id = fields.Many2one("community.match", "List", required=True, readonly=True)
    columns = fields.Char("Columns to fill in", compute="_compute_columns")
    has_numbers = fields.Boolean(compute="_compute_columns")
    is_whole = fields.Boolean(
        "With whole numbers", help="ID numbers and phones whole, for a body entitled to them."
    )
    body = fields.Char("Body that gets it")
    reason = fields.Char("By which rule", help="It stands in the access log.")

    @api.depends("match_id")
    def _compute_columns(self):
        from_register = {"id_number", "phone", "phone2", "emergency_phone"}
        for dialog in self:
            found = dialog.match_id._columns_to_fill()
            headings = dict.fromkeys(text for texts in found.values() for text in texts)
            dialog.columns = "、".join(headings) or self.env._("none that the register knows")
            dialog.has_numbers = bool(from_register & found.keys())

    def action_download(self):
        """Download the workbook; right, body and reason of whole numbers are checked here too.

        :raises UserError: when there is no column to fill in, or no reason for whole numbers
        """
        self.ensure_one()
        match = self.match_id._one()
        match._check_state("confirmed")
        if not match._columns_to_fill():
            raise UserError(
                self.env._(
                    "%(file)s has no column that the register knows: add one above an empty "
                    "column, such as 核查结果, 联系电话 or 住址, and match it as a new list.",
                    file=match.filename,
                )
            )
        if self.is_whole:
            match._check_whole(self.body, self.reason)
        return {"type": "ir.actions.act_url", "url": f"/community/match/return/{self.id}"}
