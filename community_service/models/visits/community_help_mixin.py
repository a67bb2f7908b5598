from odoo import api, fields, models


class CommunityHelpMixin(models.AbstractModel):
    """What a need turns into: a request, an aid case, an event of the caring station.

    It starts from a need, a visit, a household, a resident or the window, with what is known
    already filled in, and keeps where it came from. When it closes, so does the need.
    """

    _name = "community.help.mixin"
    _description = "Help for a household"
    _inherit = ["community.housed.mixin", "community.claim.mixin"]

    _household_links = ("need_id", "visit_id", "resident_id")
    _household_entered = True

    need_id = fields.Many2one(
        "community.visit.need",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
    )
    visit_id = fields.Many2one(
        "community.visit",
        "Found at",
        compute="_compute_visit_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
    )
    resident_id = fields.Many2one(
        "community.resident",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    household_id = fields.Many2one(readonly=False, check_company=True)

    @api.depends("need_id")
    def _compute_visit_id(self):
        for record in self:
            record.visit_id = record.need_id.visit_id or record.visit_id

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records.filtered("need_id"):
            record.need_id._became(record)
        return records

    @api.constrains("resident_id", "household_id")
    def _check_resident_household(self):
        self._check_resident_of_household()

    def _close_need(self, result, is_met=True):
        """Close the needs behind these records.

        :param str result: what became of it, one line for the need
        :param bool is_met: whether the need was met; then claims are proposed as kept. A need that
            was not met is dropped, so that no figure counts it as help.
        """
        if is_met:
            self._propose_fulfilment()
        else:
            self._lapse_claims()
        # Whoever closes a request or case need not have the right to write the visit's need.
        needs = self.need_id.sudo().filtered(lambda need: need.state == "open")
        # What was made of the need tells last; an earlier round may have left another word.
        needs.write({"result": (result or "")[:200]})
        needs._close("done" if is_met else "cancelled")

    def _reopen_need(self):
        """Open the needs behind these records again, whether they were met or dropped."""
        # As above: the right was checked on the record that is opened again.
        self.need_id.sudo().filtered(lambda need: need.state != "open").action_reopen()
        self._renew_claims()

    def _claim_kin(self):
        return [*super()._claim_kin(), self.need_id]
