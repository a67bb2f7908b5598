from odoo import api, fields, models

from odoo.addons.community_service.models.base.community_dialog_mixin import ends_dialog


class CommunityMediationStart(models.TransientModel):
    """Hands a dispute over to mediation: what it is about, in the words of whoever heard of it.

    For those who keep no mediation files; a mediator gets the case itself, filled in.
    """

    _name = "community.mediation.start"
    _description = "Hand a Dispute over to Mediation"
    _inherit = ["community.dialog.mixin"]

    household_id = fields.Many2one("community.household", readonly=True)
    resident_id = fields.Many2one("community.resident", readonly=True)
    request_id = fields.Many2one("community.request", readonly=True)
    visit_id = fields.Many2one("community.visit", readonly=True)
    description = fields.Text("What the dispute is about", required=True)
    claims = fields.Text("What the sides ask for")

    @api.model
    def _open(self, description="", **source):
        """Open the case filled in for those who keep files, this dialog for everybody else.

        :param str description: what is known of the dispute
        :param source: the one field of this model, and id, that the dispute comes from
        """
        Case = self.env["community.mediation.case"]
        if not Case.has_access("create"):
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Hand over to mediation"),
                "res_model": self._name,
                "view_mode": "form",
                "views": [(False, "form")],
                "target": "new",
                "context": {
                    f"default_{name}": value
                    for name, value in {"description": description, **source}.items()
                },
            }
        values = self.new(source)._source()._dispute_values() | {"description": description}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New dispute"),
            "res_model": Case._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def _source(self):
        return (self.request_id or self.visit_id or self.resident_id or self.household_id)._origin

    @ends_dialog
    def action_apply(self):
        """Hand the dispute over; the coordinator names the mediators.

        :return: action that says so
        :raises AccessError: to whoever may not write the record the dispute comes from
        """
        self.ensure_one()
        source = self._source()
        # The dialog holds ids that a client may have made up.
        source.check_access("write")
        values = {"description": self.description, "claims": self.claims}
        return self.env["community.mediation.case"]._start(source._dispute_values() | values)
