from odoo.addons.community_service.hooks import forget_shared_records

from .tools.scatter import gather_ids

SERIES = ("community.mediation.case", "community.legacy.issue", "community.incident")


def uninstall_hook(env):
    """Drop what the ORM leaves of the mediation and petition files."""
    forget_shared_records(env, "community_mediation")
    gather_ids(env.cr)
    # The series that each company made of ours.
    env["ir.sequence"].with_context(active_test=False).search(
        [("code", "in", SERIES), ("company_id", "!=", False)]
    ).unlink()
    # Our events would stay in calendars without anything behind them.
    env["community.mediation.session"].search(
        [("calendar_event_id", "!=", False)]
    ).calendar_event_id.unlink()
    # Raw SQL: our own data records go with their tables. Odoo would first try to delete them one
    # by one and log an error for each that other records still point to.
    env.cr.execute(
        """
        DELETE FROM ir_model_data
        WHERE module = 'community_mediation' AND model LIKE 'community.%'
          AND model <> 'community.parameter'
        """
    )
