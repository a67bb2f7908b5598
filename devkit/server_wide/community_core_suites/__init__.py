"""Runs the tests of Odoo's own addons when everything is installed.

Odoo runs tests tagged ``at_install`` only while their own addon is loaded, when no addon that
depends on it is there yet. To see that they also pass with ours installed, this server-wide addon
lets the run after the installation take the tests of both positions.

The tests of Odoo open the home page of an administrator, which shows the First Steps until a
community has a manager: the run begins in a database where that step is done.
"""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import loader
from odoo.tools import config

MANAGER = "community_service.group_community_manager"
_make_suite = loader.make_suite


def _make_suite_of_all_positions(module_names, position="at_install"):
    if position == "post_install":
        for name in config["db_name"]:
            _name_a_manager(Registry(name))
        return _make_suite(module_names, "standard")
    return _make_suite([], position)


def _name_a_manager(registry):
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
        group = env.ref(MANAGER)
        if not env["res.users"].search_count([("all_group_ids", "in", group.ids)], limit=1):
            env["res.users"].create(
                {
                    "login": "manager of the community",
                    "name": "Manager of the community",
                    "group_ids": [Command.link(group.id)],
                }
            )


loader.make_suite = _make_suite_of_all_positions
