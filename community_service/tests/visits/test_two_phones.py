import time
from datetime import timedelta

from odoo import http
from odoo.fields import Command
from odoo.tests import no_retry, tagged
from odoo.tests.common import HOST, TEST_CURSOR_COOKIE_NAME
from odoo.tools import mute_logger

from .phone_net import Net, Phone
from .test_visit_tour import VisitTourCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestTwoPhones(VisitTourCase):
    """Two phones, each a browser of its own, without a signal: what both hold arrives once."""

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
        self.phones, self.sessions = [], []
        for _number in range(2):
            net = Net(self.http_port())
            self.addCleanup(net.close)
            self.phones.append(Phone(self, net))
            self.addCleanup(self.phones[-1].stop)

    def sign_in(self, phone, login):
        self._wait_remaining_requests()
        # Each phone keeps its own session.
        self.session = None
        self.authenticate(login, login, browser=phone.browser)
        phone.browser.set_cookie(TEST_CURSOR_COOKIE_NAME, self.http_request_key, "/", HOST)
        self.cr.flush()
        self.cr.clear()
        return self.session

    def take_along(self, phone, login, count):
        session = self.sign_in(phone, login)
        phone.go("/odoo/my-day")
        phone.see(".o_community_card", count)
        self._wait(phone, "day", lambda rows: len(rows) == count + 2)
        return session

    def visit(self, phone, room, text):
        phone.click(".o_community_card .o_community_open", room)
        phone.see(".o_community_at_the_door")
        phone.type(".o_community_situation", text)
        phone.click(".o_community_save")
        phone.see(".o_community_my_day")

    def back_online(self, phone):
        phone.net.restore()
        phone.js("window.dispatchEvent(new Event('online'))")

    def _wait(self, phone, store, is_right):
        rows = []
        for _attempt in range(150):
            rows = phone.rows(store)
            if is_right(rows):
                return rows
            time.sleep(0.3)
        self.fail(f"{store}: {[row['name'] for row in rows]}")

    def results(self):
        self.env.invalidate_all()
        visits = self.homes.with_context(active_test=False).visit_ids
        return sorted((v.household_id.room, v.state, v.situation or "") for v in visits)

    @no_retry
    @mute_logger("odoo.http")
    def test_one_login_an_ended_session_an_archived_home_and_another_grid_worker(self):
        """Three entries of two phones make three visits, whatever became of homes and session."""
        one, two = self.phones
        with self.allow_requests(browser=one.browser):
            self.addCleanup(self._wait_remaining_requests)
            self.take_along(one, "worker", 3)
            ended = self.take_along(two, "worker", 3)
            one.net.cut()
            two.net.cut()
            self.visit(one, "101", "一号手机")
            self.visit(one, "102", "已归档的户")
            self.visit(two, "103", "二号手机")
            self._wait_remaining_requests()
            # Meanwhile: the second one's session ends, a home is archived, the grid goes to others.
            http.root.session_store.delete(ended)
            self.other.active = False
            self.grid.officer_line_ids.date_to = self.today - timedelta(days=1)
            self.grid.officer_line_ids = [
                Command.create({"user_id": self.worker2.id, "date_from": self.today})
            ]
            self.env.flush_all()
            self.back_online(two)
            two.see(".o_community_sign_in")
            self.back_online(one)
            self._wait(one, "outbox", lambda rows: not rows)
            self.assertEqual(len(two.rows("outbox")), 1, "what waits for signing in is kept")
            # Whatever a phone still asks uses the same cursor.
            one.net.cut()
            two.net.cut()
            two.go("about:blank")
            self.sign_in(two, "worker")
            two.net.restore()
            two.go("/odoo/my-day")
            self._wait(two, "outbox", lambda rows: not rows)
        self.assertEqual(
            self.results(),
            [
                ("101", "done", "一号手机"),
                ("102", "done", "已归档的户"),
                ("103", "done", "二号手机"),
            ],
        )
        self.assertEqual(self.visits.visitor_ids, self.worker)

    @no_retry
    @mute_logger("odoo.http")
    def test_two_logins_at_one_door(self):
        """Both write down what they saw; one takes the planned visit, the other has its own."""
        self.grid.officer_line_ids = [
            Command.create({"user_id": self.worker2.id, "date_from": self.today})
        ]
        self.visits[1].user_id = self.worker2
        one, two = self.phones
        with self.allow_requests(browser=one.browser):
            self.addCleanup(self._wait_remaining_requests)
            self.take_along(one, "worker", 2)
            self.take_along(two, "worker2", 1)
            one.net.cut()
            two.net.cut()
            self.visit(one, "101", "甲到过")
            self.visit(two, "102", "乙到过")
            self.visit(one, "103", "甲也到过")
            self._wait_remaining_requests()
            for phone in (two, one):
                self.back_online(phone)
            # Told twice that the signal is back.
            for phone in (one, two):
                phone.js("window.dispatchEvent(new Event('online'))")
                self._wait(phone, "outbox", lambda rows: not rows)
        self.assertEqual(
            self.results(),
            [("101", "done", "甲到过"), ("102", "done", "乙到过"), ("103", "done", "甲也到过")],
        )
        self.assertEqual(self.visits.mapped("visitor_ids"), self.worker | self.worker2)
