from odoo import api, fields, models
from odoo.exceptions import UserError

GROUP = "community_mediation.group_mediation_mediator"


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


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    relocation_file_count = fields.Integer(
        "Relocation files", compute="_compute_relocation_file_count", groups=GROUP
    )

    def _compute_relocation_file_count(self):
        counts = dict(
            self.env["community.relocation.file"]._read_group(
                [("household_id", "in", self.ids)], ["household_id"], ["__count"]
            )
        )
        for household in self:
            household.relocation_file_count = counts.get(household, 0)

    def _relocation_files(self):
        """Return the files of these households in projects that run, the newest first."""
        return self.env["community.relocation.file"].search(
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


class CommunityMediationCase(models.Model):
    _inherit = "community.mediation.case"

    relocation_file_id = fields.Many2one(
        "community.relocation.file",
        "Relocation file",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
    )


class CommunityRelocationFile(models.Model):
    _inherit = "community.relocation.file"

    case_ids = fields.One2many("community.mediation.case", "relocation_file_id", "Disputes")
    case_count = fields.Integer("Mediation cases", compute="_compute_case_count")

    @api.depends("case_ids")
    def _compute_case_count(self):
        for file in self:
            # How many there are belongs to the file; the cases open for their mediators only.
            file.case_count = len(file.sudo().case_ids)

    def action_new_mediation(self):
        """Open, or hand over, the dispute of this file to mediation."""
        self.ensure_one()
        self.check_access("write")
        Case = self.env["community.mediation.case"]
        # The register behind the file is not open to everybody of the team.
        household = self.sudo().household_id
        text = self.dispute or self.env._("Dispute about relocation, file %s", self.number)
        values = Case.sudo()._start_defaults("own", household, description=text)
        kind = self.env.ref("community_mediation.dispute_kind_relocation", False)
        return Case._start(
            values | {"relocation_file_id": self.id, "kind_id": kind.id if kind else False}
        )
