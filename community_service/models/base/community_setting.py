from odoo import api, models

PREFIX = "community_service."
# name: (default, lowest, highest); what they mean stands on the settings screen
NUMBERS = {
    "visit_interval_months": (12, 1, 120),
    "need_days": (5, 1, 250),
    "request_days": (5, 1, 250),
    "referral_days": (5, 1, 250),
    "online_per_hour": (30, 1, 1000),
    "confirm_months": (12, 1, 120),
    "newcomer_months": (12, 1, 120),
    "birthday_days": (14, 0, 365),
    "event_recent_days": (90, 0, 3650),
    "employed_months": (6, 1, 60),
    "post_subsidy_months": (36, 1, 120),
    "post_near_years": (5, 0, 20),
    "post_warn_days": (60, 1, 365),
    "older_men": (50, 30, 70),
    "older_women": (40, 30, 70),
    "undo_minutes": (10, 1, 1440),
    "reverse_days": (30, 1, 366),
    "suppress_below": (5, 2, 100),
    "import_max_rows": (200_000, 10, 1_000_000),
    "ledger_max_rows": (250_000, 10, 1_000_000),
    "volunteer_step_minutes": (30, 1, 60),
    "volunteer_entry_days": (10, 1, 250),
}


class CommunitySetting(models.AbstractModel):
    """Numbers that a community may set: their parameters, defaults and bounds in one place."""

    _name = "community.setting"
    _description = "Settings of the community"

    @api.model
    def _number(self, name):
        """Return the value of a setting.

        :param str name: key of ``NUMBERS``
        :return: int; the default where nothing, nonsense or a value out of bounds is stored
        """
        default, lowest, highest = NUMBERS[name]
        # sudo: everybody works by these rules, and only administrators read the parameters.
        value = self.env["ir.config_parameter"].sudo().get_param(f"{PREFIX}{name}", "")
        number = int(value) if value.isdecimal() else default
        return number if lowest <= number <= highest else default
