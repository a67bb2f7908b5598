def uninstall_hook(env):
    """Drop what the ORM does not know of: the guard of the access log and the end of its chain."""
    # Raw SQL: the triggers go with the function; the table follows with the model.
    env.cr.execute("DROP FUNCTION IF EXISTS community_access_log_guard() CASCADE")
    env["ir.config_parameter"].search([("key", "=", "community_service.access_log_head")]).unlink()
