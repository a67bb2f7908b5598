from odoo import fields, models


def _rule(name):
    return fields.Integer(related=f"company_id.{name}", readonly=False)


# The rules of the community on Odoo's own screen of settings.
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    community_open_rights = fields.Char(
        "Rights that open everything", compute="_compute_community_open_rights"
    )
    community_manager_id = fields.Many2one(
        related="company_id.community_manager_id", readonly=False
    )
    community_secretary_id = fields.Many2one(
        related="company_id.community_secretary_id", readonly=False
    )
    community_privacy_user_id = fields.Many2one(
        related="company_id.community_privacy_user_id", readonly=False
    )
    community_public_host = fields.Char(related="company_id.community_public_host", readonly=False)
    community_visit_modes = fields.Selection(
        related="company_id.community_visit_modes", readonly=False
    )
    community_online_intake = fields.Boolean(
        related="company_id.community_online_intake", readonly=False
    )
    community_online_book = fields.Boolean(
        related="company_id.community_online_book", readonly=False
    )
    community_visit_interval_months = _rule("community_visit_interval_months")
    community_confirm_months = _rule("community_confirm_months")
    community_need_days = _rule("community_need_days")
    community_newcomer_months = _rule("community_newcomer_months")
    community_birthday_days = _rule("community_birthday_days")
    community_event_recent_days = _rule("community_event_recent_days")
    community_request_days = _rule("community_request_days")
    community_referral_days = _rule("community_referral_days")
    community_online_per_hour = _rule("community_online_per_hour")
    community_public_per_address = _rule("community_public_per_address")
    community_public_in_all = _rule("community_public_in_all")
    community_volunteer_step_minutes = _rule("community_volunteer_step_minutes")
    community_volunteer_entry_days = _rule("community_volunteer_entry_days")
    community_volunteer_claims = _rule("community_volunteer_claims")
    community_employed_months = _rule("community_employed_months")
    community_post_subsidy_months = _rule("community_post_subsidy_months")
    community_post_near_years = _rule("community_post_near_years")
    community_post_warn_days = _rule("community_post_warn_days")
    community_older_men = _rule("community_older_men")
    community_older_women = _rule("community_older_women")
    community_offline_hours = _rule("community_offline_hours")
    community_undo_minutes = _rule("community_undo_minutes")
    community_reverse_days = _rule("community_reverse_days")
    community_register_since = fields.Date(
        related="company_id.community_register_since", readonly=False
    )
    community_suppress_below = _rule("community_suppress_below")
    community_import_max_rows = _rule("community_import_max_rows")
    community_ledger_max_rows = _rule("community_ledger_max_rows")

    def _compute_community_open_rights(self):
        self.community_open_rights = self.env["community.open.right"]._warning()
