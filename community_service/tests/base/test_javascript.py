from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests import test_js

ADDON = "@community_service"
PAGE = "/web/tests?headless&loglevel=2&timeout=15000&preset={preset}&id={suite}"


class JavaScriptCase(HttpCase):
    """Runs the suites of ``static/tests/**/*.test.js`` in a browser.

    Hoot names each test in the log; ``./dev test`` counts those, and this one only when it fails
    without any of them.
    """

    def run_suites(self, preset):
        suite = test_js.HOOTCommon._generate_hash(self, ADDON)
        self.browser_js(
            PAGE.format(preset=preset, suite=suite),
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )


@tagged("post_install", "-at_install", "community")
class TestJavaScript(JavaScriptCase):
    @no_retry
    def test_suites_at_the_desk(self):
        """Every suite of this addon succeeds in a window of a desk."""
        self.run_suites("desktop")


@tagged("post_install", "-at_install", "community")
class TestJavaScriptOnAPhone(JavaScriptCase):
    browser_size = "375x667"
    touch_enabled = True

    @no_retry
    def test_suites_on_a_phone(self):
        """Every suite of this addon succeeds on the screen of a phone."""
        self.run_suites("mobile")
