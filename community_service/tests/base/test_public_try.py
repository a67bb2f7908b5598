import logging
import re
import statistics
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from ...models.base import community_public_try
from ..common import CommunityCase

_logger = logging.getLogger(__name__)
PAGES = {
    "/community/progress": ("number", "code"),
    "/community/volunteer/certificate": ("number", "code"),
}
WRONG = "347CDE"


@tagged("post_install", "-at_install", "community")
class TestPublicTry(HttpCase, CommunityCase):
    """Limits of the pages for people without an account."""

    def setUp(self):
        super().setUp()
        self.address = "203.0.113.7"
        self.startPatcher(
            patch.object(community_public_try, "network_of", lambda _address: self.address)
        )
        community_public_try._recent.clear()
        # Nobody has tried before, also where somebody used the pages of this database just now.
        self.env.cr.execute("DELETE FROM community_public_try")

    def post(self, path, **form):
        if not getattr(self, "token", None):
            page = self.url_open("/community/progress").text
            self.token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        return self.url_open(path, data={"csrf_token": self.token, **form})

    def ask(self, number, code, path="/community/progress"):
        return self.post(path, number=number, code=code)

    def limit(self, **numbers):
        for name, number in numbers.items():
            self.env.company[f"community_{name}"] = number

    def request(self):
        return self.env["community.request"].create({"description": "x"})

    def test_a_connection_that_guesses_waits(self):
        """150 guesses at thirty receipts: most are not even looked at, and no receipt is locked."""
        requests = self.env["community.request"].create(
            [{"description": "x"} for _number in range(30)]
        )
        self.env.flush_all()
        answers = [
            self.ask(request.number, code).status_code
            for request in requests
            for code in (WRONG, "0000", "1234", "AAAAAA", "")
        ]
        self.assertEqual(answers.count(200), 30)
        self.assertEqual(answers.count(429), 120)
        self.address = "198.51.100.1"
        opened = sum(
            "Received on" in self.ask(request.number, request.sudo().access_code).text
            for request in requests
        )
        self.assertEqual(opened, 30)
        _logger.info(
            "Public pages: 150 guesses of one connection, 30 looked at; %s of 30 rightful holders "
            "got in meanwhile",
            opened,
        )

    def test_every_page_has_the_limit(self):
        self.limit(public_per_address=5)
        calls = {
            "progress": lambda: self.ask("R2020-99999", WRONG),
            "volunteer": lambda: self.ask("V1", WRONG, "/community/volunteer/certificate"),
            "certificate": lambda: self.url_open("/community/certificate/abc"),
        }
        for page, call in calls.items():
            with self.subTest(page=page):
                self.assertEqual([call().status_code for _time in range(7)], [200] * 5 + [429] * 2)
        answer = calls["certificate"]()
        self.assertEqual(answer.headers["Retry-After"], "900")
        self.assertIn("too many tries", answer.text)
        self.env.cr.execute("UPDATE community_public_try SET date = date - interval '15 minutes'")
        for call in calls.values():
            self.assertEqual(call().status_code, 200)

    def test_handing_in_is_limited_and_leaves_no_trace(self):
        self.env.company.community_online_intake = True
        self.limit(public_per_address=5)
        answers = [
            self.post("/community/request", text=f"路灯{number}").status_code for number in range(7)
        ]
        self.assertEqual(answers, [200] * 5 + [429] * 2)
        self.env.cr.execute("SELECT COUNT(*) FROM community_public_try")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_many_connections_are_limited_together(self):
        """From half of the total on, a new connection has two tries; beyond it nobody has any."""
        self.limit(public_in_all=50)
        answers = []
        for number in range(40):
            self.address = f"198.51.100.{number}"
            answers += [self.ask("R2020-99999", WRONG).status_code for _time in range(3)]
        self.assertEqual(answers[:24], [200] * 24)
        self.assertEqual(answers[26 * 3 - 3 :].count(200), 0)
        self.assertEqual(set(answers[26:45:3]) | set(answers[27:45:3]), {200, 429})
        self.assertEqual(answers.count(200) <= 50, True)

    def test_a_right_answer_leaves_nothing(self):
        request = self.request()
        code = request.sudo().access_code
        for _time in range(40):
            self.assertIn("Received on", self.ask(request.number, code).text)
        self.env.cr.execute("SELECT COUNT(*) FROM community_public_try")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_rows_hold_neither_address_nor_number(self):
        self.ask("R2020-99999", WRONG)
        self.env.cr.execute("SELECT source, subject FROM community_public_try")
        for text in self.env.cr.fetchone():
            self.assertRegex(text, "^[0-9a-f]{64}$")
        self.env.cr.execute("UPDATE community_public_try SET date = date - interval '1 day'")
        self.env["community.public.try"]._gc_tries()
        self.env.cr.execute("SELECT COUNT(*) FROM community_public_try")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_unknown_and_known_numbers_take_equally_long(self):
        """As many queries, and about as much time, whether there is such a number or not."""
        request = self.request()
        volunteer = self.env["community.volunteer"].create(
            {"partner_id": self.env["res.partner"].create({"name": "Helper"}).id}
        )
        stop = fields.Datetime.now().replace(minute=0, second=0) - timedelta(days=1)
        self.env["community.volunteer.service"].with_user(self.officer).create(
            {
                "name": "x",
                "volunteer_id": volunteer.id,
                "date_start": stop - timedelta(hours=1),
                "date_stop": stop,
            }
        ).action_confirm()
        certificate = self.env["community.volunteer.certificate"].create(
            {"volunteer_id": volunteer.id}
        )
        for model, method, number in (
            ("community.request", "_progress", request.number),
            ("community.volunteer.certificate", "_verify", certificate.number),
        ):
            call = getattr(self.env[model], method)
            costs, times = [], []
            for asked in (number, "X2020-99999"):
                taken = []
                for _time in range(40):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    before, start = self.env.cr.sql_log_count, time.perf_counter()
                    self.assertFalse(call(asked, WRONG))
                    taken.append(time.perf_counter() - start)
                    cost = self.env.cr.sql_log_count - before
                costs.append(cost)
                times.append(statistics.median(taken) * 1000)
            _logger.info(
                "Public pages: %s: %s queries and %.2f ms for a known number, %s and %.2f ms for "
                "an unknown one",
                model,
                costs[0],
                times[0],
                costs[1],
                times[1],
            )
            self.assertEqual(costs[0], costs[1], model)
