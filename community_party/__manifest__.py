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
        # menus
        "views/community_party_menus.xml",
        # organisations and members
        "data/community_party_category_data.xml",
        "views/community_party_organization_views.xml",
        "views/community_party_member_views.xml",
        "views/community_parameter_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
