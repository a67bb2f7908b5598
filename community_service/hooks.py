def uninstall_hook(env):
    """Drop what the ORM leaves: the access log's guard, its chain's end, ids of core addons."""
    # Raw SQL: the triggers go with the function; the table follows with the model.
    env.cr.execute("DROP FUNCTION IF EXISTS community_access_log_guard() CASCADE")
    env["ir.config_parameter"].search([("key", "=like", "community_service.%")]).unlink()
    # Raw SQL: Odoo gives the fields and mixins that our models inherit external ids of the addons
    # they come from, and keeps these ids when our models go; no ORM call finds ids of that kind.
    env.cr.execute(
        """
        DELETE FROM ir_model_data
        WHERE model IN ('ir.model.fields.selection', 'ir.model.inherit')
          AND name ~ '^(selection|model_inherit)__community_' AND module <> 'community_service'
        """
    )
    # Raw SQL: Odoo books the foreign keys of our company fields on the addon that owns companies,
    # so that its own cleaning passes them by; the keys themselves go with their columns.
    env.cr.execute(
        "DELETE FROM ir_model_constraint WHERE type = 'f' AND name ~ '^res_company_community_'"
    )
    # Our events would stay in calendars without anything behind them.
    for model in ("community.visit", "community.activity"):
        env[model].with_context(active_test=False).search(
            [("calendar_event_id", "!=", False)]
        ).calendar_event_id.unlink()
    # Odoo drops the database's sequence of a number series, but not those of its years.
    env["ir.sequence"].with_context(active_test=False).search(
        [("code", "=like", "community.%")]
    ).date_range_ids.unlink()
    # Raw SQL: our own data records go with their tables. Odoo would first try to delete them one
    # by one and log an error for each that other records still point to.
    env.cr.execute(
        "DELETE FROM ir_model_data WHERE module = 'community_service' AND model LIKE 'community.%'"
    )
