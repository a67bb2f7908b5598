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
        "data/ir_cron_data.xml",
        # views
        "views/community_service_menus.xml",
        "views/community_holiday_views.xml",
        "views/community_grid_views.xml",
        "views/community_area_views.xml",
        "views/community_dwelling_views.xml",
        "views/community_category_views.xml",
        "views/community_residency_views.xml",
        "views/community_household_views.xml",
        "views/community_resident_views.xml",
    ],
    "application": True,
}
