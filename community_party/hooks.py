from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.community_service.hooks import forget_shared_records


def uninstall_hook(env):
    """Drop what the ORM leaves of the Party file, its meetings among the activities first."""
    env["community.category"]._forget_party()
    forget_shared_records(env, "community_party")
    _forget_meetings(env)
    # Raw SQL: our own data records go with their tables. Odoo would first try to delete them one
    # by one and log an error for each that other records still point to.
    env.cr.execute(
        """
        DELETE FROM ir_model_data
        WHERE module = 'community_party' AND model LIKE 'community.party.%'
        """
    )


def _forget_meetings(env):
    """Delete the Party's meetings: without their organisation everybody would read them."""
    # Raw SQL: the tables of the Party file go as a whole. Keys that lead into them are dropped
    # first, so that emptying them touches no row of another addon.
    env.cr.execute(
        """
        SELECT con.conrelid::regclass::text, quote_ident(con.conname)
        FROM pg_constraint con
        JOIN pg_class ours ON ours.oid = con.confrelid AND ours.relname LIKE 'community\\_party\\_%'
        JOIN pg_class other ON other.oid = con.conrelid
        WHERE con.contype = 'f' AND other.relname NOT LIKE 'community\\_party\\_%'
        """
    )
    for table, name in env.cr.fetchall():
        env.cr.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    env.cr.execute(
        """
        SELECT string_agg(quote_ident(relname), ', ') FROM pg_class
        WHERE relkind = 'r' AND relname LIKE 'community\\_party\\_%'
        """
    )
    env.cr.execute(f"TRUNCATE {env.cr.fetchone()[0]}")
    kinds = env["ir.model.data"].search(
        [("module", "=", "community_party"), ("model", "=", "community.activity.kind")]
    )
    # What has taken place is kept against everybody but the end of the addon itself.
    env = env(context={**env.context, MODULE_UNINSTALL_FLAG: True, "active_test": False})
    meetings = env["community.activity"].search([("kind_id", "in", kinds.mapped("res_id"))])
    meetings.calendar_event_id.unlink()
    meetings.attendance_ids.unlink()
    meetings.unlink()
