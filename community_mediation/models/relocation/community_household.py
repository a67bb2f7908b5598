from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.community_service.tools.timeline import TimelinePart

GROUP = "community_mediation.group_mediation_mediator"


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    relocation_file_count = fields.Integer(
        "Relocation files", compute="_compute_relocation_file_count", groups=GROUP
    )

    @api.depends_context("uid")
    def _compute_relocation_file_count(self):
        self._count_links("relocation_file_count", "community.relocation.file", "household_id")

    def _relocation_files(self):
        """Return the files of these households in projects that run, the newest first."""
        files = self.env["community.relocation.file"]
        if not self:
            return files
        return files.search(
            [("household_id", "in", self.ids), ("project_id.state", "!=", "closed")],
            order="id desc",
        )

    def action_open_relocation(self):
        """Open the relocation file of this household.

        :raises UserError: when there is none that the user may see
        """
        self.ensure_one()
        self.check_access("read")
        files = self.env["community.relocation.file"].search(
            [("household_id", "=", self.id)], order="id desc"
        )
        if not files:
            raise UserError(
                self.env._(
                    "%(household)s has no relocation file in your projects.",
                    household=self.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Relocation file"),
            "res_model": files._name,
            "res_id": files[0].id,
            "views": [(False, "form")],
        }

    def _timeline_parts(self):
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "relocation",
                self.env._("Relocation file"),
                "community.relocation.file",
                Domain("household_id", "=", self.id),
                ("date_moved", "date_compensated", "date_signed", "date_decision", "create_date"),
                lambda row: (
                    self._timeline_word(
                        "community.relocation.file", "agreement_state", row["agreement_state"]
                    ),
                    (row["number"], row["project_id.name"]),
                ),
                ("agreement_state", "number", "project_id.name"),
            ),
        ]
