from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Free the address of the settings screen: its action is another kind of action now."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    action = env.ref("community_service.community_settings_action", raise_if_not_found=False)
    if action:
        action.unlink()
