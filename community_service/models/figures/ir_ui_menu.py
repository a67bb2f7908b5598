from odoo import api, models

# What stands in the menu beside *More*, by role: 12 for a grid worker, 25 for anybody else at most.

# So few for a grid worker that they stand side by side: alerts stand on My Day as cards.
GRID_WORKER = (
    "community_menu_my_day",
    "community_household_menu",
    "community_resident_menu",
    "community_visit_plan_menu",
    "community_visit_menu",
    "community_visit_need_menu",
    "community_visit_need_menu_promises",
    "community_request_menu",
    "community_aid_case_menu",
)
OFFICER = (
    "community_due_menu",
    "community_menu_my_day",
    "community_household_menu",
    "community_resident_menu",
    "community_category_line_menu",
    "community_household_operation_menu",
    "community_resident_duplicate_menu",
    "mail_activity_menu_person_ended",
    "community_import_menu",
    "community_household_without_grid_menu",
    "community_visit_plan_menu",
    "community_visit_menu",
    "community_visit_need_menu",
    "community_contact_alert_menu",
    "community_request_menu",
    "community_request_referral_menu",
    "community_aid_case_menu",
    "community_aid_payment_menu",
    "community_life_event_menu",
    "community_certificate_menu",
    "community_activity_menu",
    "community_volunteer_menu",
    "community_ledger_menu",
    "community_situation_menu",
)
MANAGER = (
    "community_due_menu",
    "community_household_menu",
    "community_resident_menu",
    "community_category_line_menu",
    "mail_activity_menu_person_ended",
    "community_import_menu",
    "community_household_without_grid_menu",
    "community_visit_menu",
    "community_visit_need_menu",
    "community_programme_menu",
    "community_request_menu",
    "community_aid_case_menu",
    "community_life_event_menu",
    "community_activity_menu",
    "community_volunteer_menu",
    "community_ledger_menu",
    "community_situation_menu",
    "community_report_menu",
    "community_population_menu",
    "community_first_steps_menu",
    "community_settings_menu",
    "community_grid_menu",
    "community_handover_menu",
    "community_category_menu",
    "community_access_log_menu",
)
AUDITOR = (
    "community_due_menu",
    "community_household_menu",
    "community_resident_menu",
    "community_category_line_menu",
    "community_household_operation_menu",
    "community_fact_change_menu",
    "community_visit_menu",
    "community_visit_need_menu",
    "community_request_menu",
    "community_aid_case_menu",
    "community_life_event_menu",
    "community_activity_menu",
    "community_ledger_menu",
    "community_situation_menu",
    "community_report_menu",
    "community_population_menu",
    "community_access_log_menu",
    "community_open_right_menu",
)
ADMINISTRATOR = (
    "community_first_steps_menu",
    "community_settings_menu",
    "community_category_menu",
    "community_indicator_menu",
    "community_import_synonym_menu",
    "community_life_checklist_menu",
    "community_menu_aid_configuration",
    "community_activity_kind_menu",
    "community_retirement_age_menu",
    "community_holiday_menu",
    "community_service_item_menu",
    "community_ledger_menu",
)
EVERYDAY = {
    "grid_worker": GRID_WORKER,
    "officer": OFFICER,
    "manager": MANAGER,
    "auditor": AUDITOR,
    "administrator": ADMINISTRATOR,
}


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _community_everyday(self):
        everyday = super()._community_everyday()
        for role, names in EVERYDAY.items():
            everyday[f"community_service.group_community_{role}"] = [
                f"community_service.{name}" for name in names
            ]
        return everyday
