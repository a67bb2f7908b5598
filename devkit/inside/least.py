"""Read by ``odoo shell``: the walk of the least roles, with the addons of this database alone.

The tests of the full set are imported, not installed; what they do is taken back.
"""

import unittest

import odoo.modules.module
from odoo.tests.result import OdooTestResult
from odoo.tools import config

env = globals()["env"]
# Names of tables and columns are asked for while tests run only.
config["test_enable"] = True
odoo.modules.module.current_test = True
env.cr.rollback()
from odoo.addons.test_community_full.tests.test_least_role import TestLeastRole  # noqa: E402

result = OdooTestResult()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestLeastRole)
suite.run(result)
if not result.testsRun or not result.wasSuccessful():
    raise RuntimeError(f"{result}: the least roles cannot do what they may")
print(f"Tried as the least role: {dict(TestLeastRole.done)}")
