import doctest

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ...tools import identity, ledger_sheet, natural, pinyin, seal, workdays


@tagged("post_install", "-at_install", "community")
class TestTools(BaseCase):
    def test_doctests(self):
        for module in (identity, ledger_sheet, natural, pinyin, seal, workdays):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
