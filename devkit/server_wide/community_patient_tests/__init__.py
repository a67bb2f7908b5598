"""Waits a minute, not ten seconds, for a browser to start.

Odoo's tests give Chromium ten seconds. On a machine with two busy cores whose disk has not read
the program yet that is too short now and then, and a run of everything fails for nothing that is
in the addons. A browser that does not start at all fails the tests as before.
"""

from odoo.tests import common

SECONDS = 60

common.CHECK_BROWSER_ITERATIONS = round(SECONDS / common.CHECK_BROWSER_SLEEP)
common.BROWSER_WAIT = SECONDS
