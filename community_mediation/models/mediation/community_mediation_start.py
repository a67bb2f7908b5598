from odoo import api, fields, models
from odoo.fields import Command


class CommunityMediationCase(models.Model):
    """Where a case starts, with what is known filled in."""

    _inherit = "community.mediation.case"

    @api.model
    def _start_defaults(self, source, household=None, resident=None, description=None):
        """Return values of a new case of a household or a resident."""
        household = household or resident.household_id
        resident = resident or household.head_id
        values = {
            "source": source,
            "household_id": household.id,
            "resident_id": resident.id,
            "description": description or "",
        }
        if resident:
            values["participant_ids"] = [
                Command.create({"side": "one", "resident_id": resident.id})
            ]
        return values

    @api.model
    def _start(self, values):
        """Open the new case to whoever may keep it; from anybody else it is handed over.

        :param dict values: what is known of the dispute
        :return: action
        """
        # Whoever finds a dispute reports it; the file itself stays closed to them, and the register
        # behind it was checked by whoever called this.
        draft = self.sudo().with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        case = draft.create({"mediator_ids": [], **values})
        mine = self.env["community.mediation.mediator"].browse()
        if self.has_access("create"):
            mine = mine._own()
            case.mediator_ids = [Command.set(mine.ids)]
        if case.sudo(False).has_access("read"):
            return {
                "type": "ir.actions.act_window",
                "res_model": self._name,
                "res_id": case.id,
                "views": [(False, "form")],
            }
        case._tell_coordinators()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Handed over to mediation. The coordinator names the mediators; the file is "
                    "open to them only."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _tell_coordinators(self):
        """Put a new dispute on the coordinators' list; the activity carries no name."""
        group = self.env.ref("community_mediation.group_mediation_coordinator")
        users = group.all_user_ids.filtered(lambda user: self.company_id in user.company_ids)
        quiet = self.with_context(mail_activity_quick_update=True)
        for user in users:
            quiet.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("A dispute to assign"),
                user_id=user.id,
            )


class CommunityVisitNeed(models.Model):
    _inherit = "community.visit.need"

    @api.model
    def _follow_up_models(self):
        return super()._follow_up_models() | {"mediation": "community.mediation.case"}

    def _follow_up_defaults(self, model):
        defaults = super()._follow_up_defaults(model)
        if model == "community.mediation.case":
            values = self._mediation_values()
            defaults |= {f"default_{name}": value for name, value in values.items()}
        return defaults

    def _mediation_values(self):
        Case = self.env["community.mediation.case"]
        return Case._start_defaults(
            "visit" if self.visit_id else "application", self.household_id, description=self.name
        ) | {"visit_id": self.visit_id.id, "date_received": fields.Date.to_string(self.date_found)}

    def action_follow_up(self):
        """Hand a dispute over where the user may not keep mediation files."""
        self.ensure_one()
        self.check_access("read")
        Case = self.env["community.mediation.case"]
        if self.kind != "mediation" or Case.has_access("create"):
            return super().action_follow_up()
        self.check_access("write")
        if self.follow_up_id:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "info",
                    "message": self.env._("Mediation has it: the need closes with the case."),
                },
            }
        return Case._start(self._mediation_values() | {"need_id": self.id})


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def action_new_mediation(self):
        """Open, or hand over, a dispute of this household.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(household_id=self.id)

    def _dispute_values(self):
        return self.env["community.mediation.case"]._start_defaults("application", self)


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def action_new_mediation(self):
        """Open, or hand over, a dispute of this person.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(resident_id=self.id)

    def _dispute_values(self):
        return self.env["community.mediation.case"]._start_defaults("application", resident=self)


class CommunityRequest(models.Model):
    _inherit = "community.request"

    def action_new_mediation(self):
        """Open, or hand over, the dispute that this request tells of.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(
            request_id=self.id, description=self.description
        )

    def _dispute_values(self):
        Case = self.env["community.mediation.case"]
        return Case._start_defaults("request", self.household_id, self.resident_id) | {
            "request_id": self.id,
            "visit_id": self.visit_id.id,
        }


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    def action_new_mediation(self):
        """Open, or hand over, the dispute that was found at this visit.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(
            visit_id=self.id, description=self.situation or ""
        )

    def _dispute_values(self):
        Case = self.env["community.mediation.case"]
        return Case._start_defaults("visit", self.household_id) | {
            "visit_id": self.id,
            "date_received": fields.Date.to_string(self.date),
        }
