from odoo import SUPERUSER_ID, api

from odoo.addons.community_service.hooks import keep_the_hours_of_jobs


def migrate(cr, version):
    """Give jobs an hour of their own, and users without a time zone that of the community."""
    if version:
        env = api.Environment(cr, SUPERUSER_ID, {})
        keep_the_hours_of_jobs(env, "community_service")
        env["res.users"].search([("tz", "=", False)])._live_in_the_day_of_the_community()
