from odoo import SUPERUSER_ID, api

from odoo.addons.community_service.hooks import keep_the_hours_of_jobs


def migrate(cr, version):
    """Give jobs an hour of their own."""
    if version:
        env = api.Environment(cr, SUPERUSER_ID, {})
        keep_the_hours_of_jobs(env, "community_mediation")
