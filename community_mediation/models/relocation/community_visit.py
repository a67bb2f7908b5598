from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_relocation_explanation import SAME


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    has_relocation = fields.Boolean(compute="_compute_has_relocation", compute_sudo=True)

    @api.depends("household_id", "kind", "state")
    def _compute_has_relocation(self):
        told = self.filtered(lambda visit: visit.kind == "policy" and visit.state == "done")
        files = told.household_id._relocation_files()
        logged = files.explanation_ids.visit_id
        for visit in self:
            visit.has_relocation = (
                visit in told and visit.household_id in files.household_id and visit not in logged
            )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & set(SAME.values()):
            # Whoever corrects a visit need not be of the team; what it says stands in the file.
            lines = self.env["community.relocation.explanation"].sudo()
            lines = lines.search([("visit_id", "in", self.ids)])
            # A project that was closed keeps its log.
            lines.filtered(lambda line: line.project_id.state != "closed")._follow_visit()
        return result

    def action_log_explanation(self):
        """Put a visit at which policy was explained into the log of the relocation file.

        Day, visitor, people met and what was said come from the visit. The file itself opens only
        for those who may read it.

        :raises UserError: when the visit is of another kind or was not made, or there is no file
        """
        self.ensure_one()
        self.check_access("write")
        if self.kind != "policy" or self.state != "done":
            raise UserError(
                self.env._(
                    "%(visit)s: only a visit that was made and at which policy was explained goes "
                    "into the log.",
                    visit=self.display_name,
                )
            )
        # Who explains at the door reports it; the right to the visit was checked above, and the
        # file stays closed to those who are not of the team.
        file = self.sudo().household_id._relocation_files()[:1]
        if not file:
            raise UserError(
                self.env._(
                    "%(household)s is in no relocation project that runs.",
                    household=self.household_id.display_name,
                )
            )
        line = file.explanation_ids.filtered(lambda entry: entry.visit_id == self)
        if not line:
            people = self.sudo().met_resident_ids.mapped("name")
            line = file.explanation_ids.create(
                {
                    "file_id": file.id,
                    "visit_id": self.id,
                    "date": self.date,
                    "mode": self.mode,
                    "user_id": (self.visitor_ids[:1] or self.env.user).id,
                    "told_to": "、".join(people) or file.owner_name,
                    "note": self.situation,
                    "is_visit": True,
                }
            )
        if line.sudo(False).has_access("read"):
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Explanation"),
                "res_model": line._name,
                "res_id": line.id,
                "views": [(False, "form")],
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The explanation stands in the file."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
