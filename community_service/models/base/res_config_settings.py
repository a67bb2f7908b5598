from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .community_setting import NUMBERS, PREFIX


def _number(name, label):
    return fields.Integer(label, config_parameter=f"{PREFIX}{name}", default=NUMBERS[name][0])


class ResConfigSettings(models.TransientModel):
    """The rules of the community that are numbers; each change goes into the access log."""

    _inherit = "res.config.settings"

    community_visit_interval_months = _number("visit_interval_months", "Visit every")
    community_visit_modes = fields.Selection(
        selection="_selection_community_visit_modes",
        string="Visits that count",
        config_parameter=f"{PREFIX}visit_modes",
        default="person",
    )
    community_need_days = _number("need_days", "Answer a need within")
    community_request_days = _number("request_days", "Finish a request within")
    community_referral_days = _number("referral_days", "Answer of a department within")
    community_online_intake = fields.Boolean(
        "Requests over the public page", config_parameter=f"{PREFIX}online_intake"
    )
    community_online_per_hour = _number("online_per_hour", "Online requests at most")
    community_manager_id = fields.Many2one(
        related="company_id.community_manager_id", readonly=False
    )
    community_secretary_id = fields.Many2one(
        related="company_id.community_secretary_id", readonly=False
    )
    community_confirm_months = _number("confirm_months", "Confirm facts again after")
    community_newcomer_months = _number("newcomer_months", "Newcomer for")
    community_birthday_days = _number("birthday_days", "Propose birthdays")
    community_event_recent_days = _number("event_recent_days", "Propose events of the last")
    community_employed_months = _number("employed_months", "Found work within")
    community_post_subsidy_months = _number("post_subsidy_months", "Subsidy of a post for")
    community_post_near_years = _number("post_near_years", "Near retirement from")
    community_post_warn_days = _number("post_warn_days", "Warn before a subsidy ends")
    community_older_men = _number("older_men", "Older men from")
    community_older_women = _number("older_women", "Older women from")
    community_undo_minutes = _number("undo_minutes", "Undo within")
    community_reverse_days = _number("reverse_days", "Reverse within")
    community_suppress_below = _number("suppress_below", "Leave out counts below")
    community_import_max_rows = _number("import_max_rows", "Rows of an import")
    community_ledger_max_rows = _number("ledger_max_rows", "Rows of a ledger")
    community_volunteer_step_minutes = _number(
        "volunteer_step_minutes", "Volunteer hours in steps of"
    )
    community_volunteer_entry_days = _number("volunteer_entry_days", "Enter volunteer hours within")

    @api.model
    def _selection_community_visit_modes(self):
        return (
            self.env["community.category"]._fields["visit_modes"]._description_selection(self.env)
        )

    @api.constrains(*(f"community_{name}" for name in NUMBERS))
    def _check_community_numbers(self):
        for settings in self:
            for name, (_default, lowest, highest) in NUMBERS.items():
                value = settings[f"community_{name}"]
                if not lowest <= value <= highest:
                    raise ValidationError(
                        self.env._(
                            "%(setting)s: %(value)s is not possible; give a whole number from "
                            "%(lowest)s to %(highest)s.",
                            setting=self._fields[f"community_{name}"]._description_string(self.env),
                            value=value,
                            lowest=lowest,
                            highest=highest,
                        )
                    )

    def set_values(self):
        others = {"visit_modes": "person", "online_intake": "False"}
        names = [*NUMBERS, *others]
        before = {name: self._community_parameter(name).value for name in names}
        result = super().set_values()
        for name in names:
            parameter = self._community_parameter(name)
            # A default that was never stored is stored now, and nothing changed.
            default = str(NUMBERS[name][0]) if name in NUMBERS else others[name]
            if (parameter.value or default) != (before[name] or default):
                self.env["community.access.log"]._log(
                    "setting",
                    parameter,
                    description=f"{name}: {before[name] or default} → {parameter.value or default}",
                )
        return result

    def _community_parameter(self, name):
        # sudo: as the base model, which stores them for whoever may use the settings.
        return self.env["ir.config_parameter"].sudo().search([("key", "=", f"{PREFIX}{name}")])
