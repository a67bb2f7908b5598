{
    "name": "Community Mediation",
    "version": "19.0.1.0.0",
    "category": "Services/Community",
    "summary": "Mediation of disputes: cases, sessions, agreements and their performance",
    "author": "Community Service maintainers",
    "license": "LGPL-3",
    "depends": ["community_service"],
    "data": [
        # security
        "security/community_mediation_groups.xml",
        "security/ir.model.access.csv",
        "security/community_mediation_rules.xml",
        "security/community_mediation_case_rules.xml",
        # menus
        "views/community_mediation_menus.xml",
        # mediation
        "data/community_dispute_kind_data.xml",
        "views/community_dispute_kind_views.xml",
        "views/community_parameter_views.xml",
        "data/community_parameter_mediation_data.xml",
        "data/community_mediation_case_data.xml",
        "data/community_indicator_data_mediation.xml",
        "data/community_ledger_data_mediation.xml",
        "views/community_mediation_case_views.xml",
        "views/community_mediation_move_views.xml",
        "views/community_mediation_session_views.xml",
        "views/community_mediation_agreement_views.xml",
        "views/community_mediation_committee_views.xml",
        "views/community_mediation_group_views.xml",
        "views/community_mediation_start_views.xml",
        "views/community_mediation_reports.xml",
    ],
    "assets": {
        "web.assets_tests": [
            "community_mediation/static/tests/tours/**/*",
        ],
    },
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
