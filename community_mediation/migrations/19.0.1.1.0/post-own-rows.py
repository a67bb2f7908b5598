from odoo import SUPERUSER_ID, api

from odoo.addons.community_service.hooks import give_to_the_only_community


def migrate(cr, version):
    """Let what users added to shared tables be their community's own, where there is but one."""
    if version:
        give_to_the_only_community(api.Environment(cr, SUPERUSER_ID, {}), "community_mediation")
