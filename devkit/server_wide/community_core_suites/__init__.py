"""Runs the tests of Odoo's own addons when everything is installed.

Odoo runs tests tagged ``at_install`` only while their own addon is loaded, when no addon that
depends on it is there yet. To see that they also pass with ours installed, this server-wide addon
lets the run after the installation take the tests of both positions.
"""

from odoo.tests import loader

_make_suite = loader.make_suite


def _make_suite_of_all_positions(module_names, position="at_install"):
    if position == "post_install":
        return _make_suite(module_names, "standard")
    return _make_suite([], position)


loader.make_suite = _make_suite_of_all_positions
