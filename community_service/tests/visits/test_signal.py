import contextlib
import time

from odoo import http
from odoo.tests import HttpCase, no_retry, tagged
from odoo.tools import mute_logger

from ..common import CommunityCase
from .phone_net import Net, Phone
from .test_visit_tour import VisitTourCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestSignal(VisitTourCase):
    """A walk on which the signal is lost in the middle of everything: one visit each."""

    browser_size = "375x667"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        self.third = self.make_household([{"name": "王芳", "role": "head"}], room="103")
        self.homes = self.household + self.other + self.third
        self.visits = self.env["community.visit"].create(
            [
                {"household_id": home.id, "date": self.today, "user_id": self.worker.id}
                for home in self.homes
            ]
        )
        self.net = Net(self.http_port())
        self.addCleanup(self.net.close)
        self.phone = Phone(self, self.net)
        self.addCleanup(self.phone.stop)

    def door(self, room):
        self.phone.click(".o_community_card .o_community_open", room)
        self.phone.see(".o_community_at_the_door")

    def text(self):
        return "document.querySelector('.o_community_situation')?.value"

    @no_retry
    @mute_logger("odoo.http")
    def test_the_signal_is_lost_in_the_middle_of_everything(self):
        """Reload, Back, a stopped worker, a lost answer: three homes have one visit each."""
        phone, net = self.phone, self.net
        with self.allow_requests(browser=phone.browser):
            self.addCleanup(self._wait_remaining_requests)
            self.sign_in("worker")
            # Online once: the day, its doors and the page itself are taken along.
            phone.go("/odoo/my-day")
            phone.see(".o_community_card", 3)
            names = {"day", "page", *(f"door:{home.id}" for home in self.homes)}
            phone.wait(
                "caches.open('community-day').then((c) => c.keys())"
                ".then((k) => k.some((r) => r.url.includes('web.assets_web')))"
            )
            self._wait_rows(names)
            for row in phone.rows("day"):
                self.assertTrue(row["isSealed"], row["name"])
                self.assertNotIn("张小明", row["text"])
            # Cut: the page opens again with a worker that had to start anew.
            net.cut()
            phone.go("about:blank")
            phone.stop_workers()
            phone.go("/odoo/my-day")
            phone.see(".o_community_card", 3)
            self.door("101")
            # Whoever lives alone is met.
            phone.see(".o_community_person[aria-pressed=true]", 1)
            phone.type(".o_community_situation", "暖气好了")
            phone.wait(f"{self.text()} === '暖气好了'")
            self._wait_draft(self.household)
            phone.js("location.reload()")
            phone.see(".o_community_offline")
            phone.wait(f"{self.text()} === '暖气好了'")
            phone.see(".o_community_person[aria-pressed=true]", 1)
            phone.js("history.back()")
            phone.see(".o_community_card", 3)
            self.door("101")
            phone.wait(f"{self.text()} === '暖气好了'")
            phone.click(".o_community_save")
            phone.see(".o_community_unsent")
            phone.see(".o_community_card", 2)
            # What waits outlives the page.
            phone.go("about:blank")
            phone.go("/odoo")
            phone.see(".o_community_card", 2)
            phone.click(".o_community_card .o_community_absent")
            phone.see(".o_community_card", 1)
            phone.see(".o_error_dialog", 0)
            [one, two] = phone.rows("outbox")
            self.assertTrue(one["isSealed"] and two["isSealed"])
            self.assertNotIn("暖气好了", one["text"])
            # The server gets them, its answers are lost: sent again, they are no second visit.
            net.loses_answers, net.is_cut = True, False
            phone.click(".o_community_unsent button", "")
            self.assertTrue(self._server_has(self.household), "the save has arrived")
            self.assertEqual(len(phone.rows("outbox")), 2)
            self.door("103")
            phone.type(".o_community_situation", "安好")
            phone.click(".o_community_save")
            phone.see(".o_community_my_day")
            phone.see(".o_error_dialog", 0)
            net.restore()
            phone.js("window.dispatchEvent(new Event('online'))")
            phone.see(".o_community_unsent", 0)
            phone.see(".o_community_card", 0)
            self.assertFalse(phone.rows("outbox"))
            self.assertFalse(phone.rows("drafts"))
            # Signing out takes the day from the phone.
            phone.js("navigator.serviceWorker.controller.postMessage('user_logout')")
            self._wait_rows(set())
        self.env.invalidate_all()
        found = self.homes.visit_ids
        self.assertEqual(
            found.filtered(lambda visit: visit.state != "planned"), self.visits.sorted()
        )
        # Nobody was home once, so there is one next try.
        self.assertEqual((found - self.visits).household_id, self.other)
        self.assertEqual(len(found), 4)
        self.assertEqual(self.visits.mapped("state"), ["done", "absent", "done"])
        self.assertEqual(self.visits.mapped("situation"), ["暖气好了", False, "安好"])
        self.assertEqual(self.visits[0].met_resident_ids, self.household.head_id)

    @no_retry
    @mute_logger("odoo.http")
    def test_two_tabs_and_two_people_on_one_phone(self):
        """Tabs overwrite nothing; an ended session and somebody else's signing in lose nothing."""
        phone, net = self.phone, self.net
        with self.allow_requests(browser=phone.browser):
            self.addCleanup(self._wait_remaining_requests)
            self.sign_in("worker")
            phone.go("/odoo/my-day")
            phone.see(".o_community_card", 3)
            self._wait_rows({"day", "page", *(f"door:{home.id}" for home in self.homes)})
            phone.js("void (window.tab = window.open('/odoo/my-day'))")
            phone.wait("tab.document.querySelectorAll('.o_community_card').length === 3")
            # Both tabs save at the same moment, without a signal.
            net.cut()
            phone.js(
                "tab.document.querySelectorAll('.o_community_visited')[1].click();"
                "document.querySelectorAll('.o_community_visited')[0].click()"
            )
            self._wait_count("outbox", 2)
            phone.see(".o_community_card", 1)
            phone.wait("tab.document.querySelectorAll('.o_community_card').length === 1")
            # The signal is back for both at once, and the session has ended meanwhile: nothing that
            # was still being answered may write it down again.
            self._wait_remaining_requests()
            http.root.session_store.delete(self.session)
            net.restore()
            both = "for (const w of [window, tab]) { w.dispatchEvent(new Event('online')); }"
            phone.js(both)
            phone.see(".o_community_sign_in")
            phone.see(".o_community_unsent .text-danger", 0)
            self.assertEqual(len(phone.rows("outbox")), 2)
            # Somebody else signs in: the first one's day goes, what is unsent stays, and unread.
            phone.js("tab.close()")
            self.sign_in("worker2")
            phone.go("/odoo/my-day")
            phone.see(".o_community_empty")
            phone.see(".o_community_unsent", 0)
            self._wait_rows({"day", "page"})
            self.assertEqual(len(phone.rows("outbox")), 2)
            # The first one is back: what waited goes out by itself.
            net.cut()
            phone.go("about:blank")
            self.sign_in("worker")
            net.restore()
            phone.go("/odoo/my-day")
            self._wait_count("outbox", 0)
            phone.see(".o_community_card", 1)
        self.env.invalidate_all()
        self.assertEqual(self.homes.visit_ids, self.visits.sorted())
        self.assertEqual(sorted(self.visits.mapped("state")), ["done", "done", "planned"])
        self.assertEqual(self.visits.visitor_ids, self.worker)

    def sign_in(self, login):
        # What is still being answered uses the same cursor.
        self._wait_remaining_requests()
        self.authenticate(login, login, browser=self.phone.browser)
        self.cr.flush()
        self.cr.clear()

    def _wait_count(self, store, count):
        for _attempt in range(150):
            # The page may be on its way to another one.
            with contextlib.suppress(AssertionError):
                if len(self.phone.rows(store)) == count:
                    return
            time.sleep(0.3)
        self.assertEqual(len(self.phone.rows(store)), count)

    def _wait_rows(self, names):
        for _attempt in range(100):
            if {row["name"] for row in self.phone.rows("day")} == names:
                return
            self.phone.js("new Promise((resolve) => setTimeout(resolve, 300))")
        self.assertEqual({row["name"] for row in self.phone.rows("day")}, names)

    def _wait_draft(self, home):
        for _attempt in range(50):
            if f"door:{home.id}" in {row["name"] for row in self.phone.rows("drafts")}:
                return
            self.phone.js("new Promise((resolve) => setTimeout(resolve, 100))")
        self.fail("no draft")

    def _server_has(self, home):
        for _attempt in range(100):
            # A cursor of its own waits for the request that is under way; self.env would not.
            with self.registry.cursor() as cr:
                env = self.env(cr=cr)
                if home.with_env(env).visit_ids.filtered(lambda visit: visit.state == "done"):
                    return True
            self.phone.js("new Promise((resolve) => setTimeout(resolve, 300))")
        return False


@tagged("post_install", "-at_install", "community")
class TestHomeScreen(CommunityCase, HttpCase):
    def test_worker_and_manifest(self):
        """The page can stand on the home screen: one worker, ours before Odoo's, and My Day."""
        self.authenticate("worker", "worker")
        answer = self.url_open("/web/service-worker.js")
        self.assertEqual(answer.headers["Service-Worker-Allowed"], "/odoo")
        self.assertNotIn("export ", answer.text)
        self.assertLess(answer.text.index("class Vault"), answer.text.index("odoo-sw-cache"))
        manifest = self.url_open("/web/manifest.webmanifest").json()
        self.assertEqual((manifest["scope"], manifest["display"]), ("/odoo", "standalone"))
        self.assertEqual(manifest["shortcuts"][0]["url"], "/odoo/my-day")
        self.authenticate("auditor", "auditor")
        manifest = self.url_open("/web/manifest.webmanifest").json()
        self.assertNotIn("/odoo/my-day", [entry["url"] for entry in manifest["shortcuts"]])
