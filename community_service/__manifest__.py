{
    "name": "Community Service",
    "version": "19.0.1.0.0",
    "category": "Services/Community",
    "summary": "Households, visits, help, ledgers and reports of a residential community",
    "author": "Community Service maintainers",
    "license": "LGPL-3",
    "depends": [
        "calendar",
        "contacts",
        "mail",
        "portal",
        "spreadsheet_dashboard",
        "web_hierarchy",
    ],
    "external_dependencies": {"python": ["pypinyin"]},
    "data": [
        # security
        "security/community_service_groups.xml",
        "security/ir.model.access.csv",
        "security/community_service_rules.xml",
        # data
        "data/community_sequence_data.xml",
        "data/community_category_data.xml",
        "data/community_holiday_data.xml",
        "data/community_access_log_data.xml",
        "data/ir_cron_data.xml",
        # views
        "views/community_service_menus.xml",
        "views/community_access_log_views.xml",
        "views/community_access_log_reports.xml",
        "views/community_holiday_views.xml",
        "views/community_grid_views.xml",
        "views/community_area_views.xml",
        "views/community_dwelling_views.xml",
        "views/community_category_views.xml",
        "views/community_residency_views.xml",
        "views/community_household_views.xml",
        "views/community_resident_views.xml",
        "views/community_secret_views.xml",
        # statements
        "wizard/community_grid_assign_views.xml",
        "wizard/community_population_views.xml",
        # visits
        "wizard/community_visit_move_views.xml",
        "views/community_visit_views.xml",
        "views/community_visit_need_views.xml",
        "views/community_visit_check_views.xml",
        "views/community_programme_views.xml",
        "views/community_programme_task_views.xml",
        "wizard/community_visit_plan_views.xml",
        "views/community_my_day_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "community_service/static/src/**/*",
        ],
        "web.assets_tests": [
            "community_service/static/tests/tours/**/*",
        ],
    },
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
