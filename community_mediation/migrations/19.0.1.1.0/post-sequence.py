from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Drop the series of accusations: their numbers are drawn by lot, its counter would tell."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    series = env["ir.sequence"].with_context(active_test=False)
    series.search([("code", "=", "community.petition.closed")]).unlink()
