from odoo import fields, models
from odoo.exceptions import UserError


class CommunityLifeEvent(models.Model):
    """ "Disputes mediated" of the caring station: what the station cannot settle gets a case."""

    _inherit = "community.life.event"

    mediation_case_id = fields.Many2one(
        "community.mediation.case",
        compute="_compute_mediation_case_id",
        search="_search_mediation_case_id",
        groups="community_mediation.group_mediation_mediator",
    )
    has_mediation = fields.Boolean("Mediated", compute="_compute_has_mediation", compute_sudo=True)

    def _compute_mediation_case_id(self):
        cases = self.env["community.mediation.case"].search([("life_event_id", "in", self.ids)])
        by_event = {case.life_event_id.id: case for case in cases}
        for event in self:
            event.mediation_case_id = by_event.get(event.id, False)

    def _search_mediation_case_id(self, operator, value):
        cases = self.env["community.mediation.case"].search(
            [("id", operator, value), ("life_event_id", "!=", False)]
        )
        return [("id", "in", cases.life_event_id.ids)]

    def _compute_has_mediation(self):
        cases = self.env["community.mediation.case"].search([("life_event_id", "in", self.ids)])
        for event in self:
            event.has_mediation = event in cases.life_event_id

    def action_mediation_case(self):
        """Open the case of this event, make one, or hand the dispute over.

        :raises UserError: when the event is no dispute
        """
        self.ensure_one()
        self.check_access("write")
        if self.kind != "mediation":
            raise UserError(
                self.env._(
                    "%(event)s is no dispute: only mediation events lead to a case.",
                    event=self.display_name,
                )
            )
        Case = self.env["community.mediation.case"]
        # Only whether there is one; whether the user may open it is asked below.
        case = Case.sudo().search([("life_event_id", "=", self.id)], limit=1).sudo(False)
        if case:
            case.check_access("read")
            return {
                "type": "ir.actions.act_window",
                "res_model": case._name,
                "res_id": case.id,
                "views": [(False, "form")],
            }
        values = Case._start_defaults(
            "own", self.household_id, self.resident_id, self.env._("Dispute at the caring station")
        )
        return Case._start(values | {"life_event_id": self.id, "visit_id": self.visit_id.id})
