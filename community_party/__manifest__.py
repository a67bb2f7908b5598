{
    "name": "Community Party Building",
    "version": "19.0.1.0.0",
    "category": "Services/Community",
    "summary": "Party organisations, members, dues, organisation life and appraisal of a community",
    "author": "Community Service maintainers",
    "license": "LGPL-3",
    "depends": ["community_service"],
    "data": [
        # security
        "security/community_party_groups.xml",
        "security/ir.model.access.csv",
        "security/community_party_rules.xml",
        "security/community_party_admission_rules.xml",
        # menus
        "views/community_party_menus.xml",
        # organisations and members
        "data/community_party_category_data.xml",
        "data/community_party_cron_data.xml",
        "views/community_party_organization_views.xml",
        "views/community_party_member_views.xml",
        "views/community_party_discipline_views.xml",
        "views/community_parameter_views.xml",
        # admission
        "data/community_parameter_admission_data.xml",
        "data/community_party_step_data.xml",
        "data/community_party_admission_cron.xml",
        "views/community_party_step_record_views.xml",
        "views/community_party_step_views.xml",
        "views/community_party_check_views.xml",
        "views/community_party_mentor_views.xml",
        "views/community_party_member_admission_views.xml",
        "views/community_party_admission_reports.xml",
        "data/community_ledger_data_admission.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
