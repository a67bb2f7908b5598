from odoo import api, models

# What stands in the menu beside *More*, by role: 25 at most.
BRANCH = (
    "community_party_organization_menu_life",
    "community_activity_menu_meeting",
    "community_party_resolution_menu",
    "community_party_plan_menu",
    "community_party_talk_menu",
    "community_party_opinion_menu",
    "community_claim_offer_menu_party",
    "community_party_pledge_menu",
    "community_party_checkin_menu",
    "community_party_member_menu",
    "community_party_organization_menu",
    "community_party_responsibility_menu",
    "community_party_transfer_menu",
    "community_party_pipeline_menu",
    "community_party_step_record_menu",
    "community_party_check_menu",
    "community_party_applicant_menu",
    "community_party_appraisal_menu",
    "community_party_dues_menu",
    "community_party_award_menu",
    "community_party_scheme_menu",
    "community_party_unit_menu",
    "community_party_project_menu",
    "community_party_situation_menu",
)
OFFICER = (
    "community_party_organization_menu_life",
    "community_party_compliance_menu",
    "community_activity_menu_meeting",
    "community_party_resolution_menu",
    "community_party_plan_menu",
    "community_party_talk_menu",
    "community_party_pledge_menu",
    "community_party_member_menu",
    "community_party_organization_menu",
    "community_party_post_menu",
    "community_party_election_menu",
    "community_party_transfer_menu",
    "community_party_membership_decision_menu",
    "community_party_discipline_menu",
    "community_party_pipeline_menu",
    "community_party_step_record_menu",
    "community_party_check_menu",
    "community_party_appraisal_menu",
    "community_party_dues_menu",
    "community_party_award_menu",
    "community_party_unit_menu",
    "community_party_project_menu",
    "community_party_rule_menu",
    "community_party_situation_menu",
)
MANAGER = (
    "community_party_organization_menu_life",
    "community_party_compliance_menu",
    "community_activity_menu_meeting",
    "community_party_plan_menu",
    "community_party_pledge_menu",
    "community_party_member_menu",
    "community_party_organization_menu",
    "community_party_election_menu",
    "community_party_transfer_menu",
    "community_party_membership_decision_menu",
    "community_party_discipline_menu",
    "community_party_pipeline_menu",
    "community_party_step_record_menu",
    "community_party_appraisal_menu",
    "community_party_dues_menu",
    "community_party_fund_request_menu",
    "community_party_fund_entry_menu",
    "community_party_fund_budget_menu",
    "community_party_assessment_menu",
    "community_party_award_menu",
    "community_party_unit_menu",
    "community_party_project_menu",
    "community_party_publicity_menu",
    "community_party_situation_menu",
    "community_parameter_menu",
)
TREASURER = ("community_party_menu_dues", "community_party_menu_funds")
EVERYDAY = {"branch": BRANCH, "officer": OFFICER, "manager": MANAGER, "treasurer": TREASURER}


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _community_roots(self):
        return [*super()._community_roots(), "community_party.community_party_menu_root"]

    @api.model
    def _community_everyday(self):
        everyday = super()._community_everyday()
        for role, names in EVERYDAY.items():
            everyday[f"community_party.group_party_{role}"] = [
                f"community_party.{name}" for name in names
            ]
        return everyday
