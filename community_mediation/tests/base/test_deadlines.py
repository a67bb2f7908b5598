import doctest

from odoo.tests import BaseCase, tagged

from ...tools import deadlines


@tagged("post_install", "-at_install", "community")
class TestDeadlines(BaseCase):
    def test_the_examples_hold(self):
        result = doctest.testmod(deadlines)
        self.assertGreater(result.attempted, 8)
        self.assertFalse(result.failed)
