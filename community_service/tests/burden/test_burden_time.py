import datetime
import doctest

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ...tools import burden
from .burden_case import BurdenCase


@tagged("post_install", "-at_install", "community")
class TestBurdenTime(BurdenCase):
    """Minutes by role, never by person: what is kept, what is shown, what is refused."""

    def test_doctests(self):
        result = doctest.testmod(burden)
        self.assertGreater(result.attempted, 0)
        self.assertEqual(result.failed, 0)

    def test_off_until_community_and_user_both_say_so(self):
        """A new community measures nobody; one switch alone measures nobody either."""
        self.assertFalse(self.env["res.company"].new({}).community_burden)
        self.assertFalse(self.plain.sudo().community_burden_own)
        for community, own, is_added in (
            (False, True, False),
            (True, False, False),
            (True, True, True),
        ):
            self.company.community_burden = community
            self.worker.sudo().community_burden_own = own
            (self.worker2 | self.worker3).sudo().community_burden_own = True
            self.agree(1, "grid_worker")
            with self.subTest(community=community, own=own):
                self.assertEqual(self.measure(60), is_added)
                self.assertEqual(self.worker._is_measured(self.company), is_added)

    def test_nothing_is_shown_below_five_and_sums_move_by_five(self):
        """Neither a figure nor the difference of two tells of fewer than five entries."""
        for number in range(1, 13):
            self.assertTrue(self.measure(60 * number, self.workers[number % 3]))
            full = number // 5 * 5
            each = sum(range(1, full + 1)) / full if full else 0
            self.assertEqual(self.shown(), [(full, each)] if full else [], number)
        self.company.community_suppress_below = 8
        for _number in range(5):
            self.measure(60)
        self.assertEqual(self.shown()[0][0], 10, "this community asks for eight")
        self.measure(60)
        self.assertEqual(self.shown()[0][0], 18)
        self.company.community_suppress_below = 2
        for _number in range(4):
            self.measure(60)
        self.assertEqual(self.shown()[0][0], 18, "never for fewer than five")

    def test_a_role_of_few_is_told_with_others(self):
        """One officer who agreed is told together with the grid workers; four stand apart."""
        for number in range(5):
            self.measure(60, (self.worker, self.officer)[number % 2])
        self.assertEqual(self.shown(role="together"), [(5, 1.0)])
        self.assertFalse(self.shown(role="grid_worker"))
        self.agree(2, "officer")
        for _number in range(5):
            self.measure(120, self.officer)
            self.measure(180)
        self.assertEqual(self.shown(role="officer"), [(5, 2.0)])
        self.assertEqual(self.shown(role="grid_worker"), [(5, 3.0)])
        self.assertEqual(self.shown(role="together"), [(5, 1.0)])

    def test_where_two_people_agree_nothing_is_kept(self):
        self.workers.sudo().community_burden_own = False
        self.worker.sudo().community_burden_own = True
        self.assertFalse(self.measure(60))
        self.assertFalse(self.env["community.burden.time"].sudo().search_count([]))
        self.assertFalse(self.env["community.burden.key"].sudo().search_count([]))

    def test_a_key_counts_once(self):
        key = self.new_key()
        answers = [self.times(self.worker).record("entry", 60, key, "community.request")]
        answers += [
            self.times(user).record("entry", 90, key, "community.request")
            for user in (self.worker, self.worker2)
        ]
        self.assertEqual(answers, [True, False, False])
        row = self.env["community.burden.time"].sudo().search([])
        self.assertEqual((row.waiting_count, row.waiting_seconds), (1, 60))
        self.env.cr.execute("UPDATE community_burden_key SET month = month - interval '2 months'")
        self.env["community.burden.key"]._gc_keys()
        self.assertFalse(self.env["community.burden.key"].sudo().search_count([]))

    def test_what_cannot_be_is_refused(self):
        """Forged minutes, unknown kinds, forms of others: a sentence, and nothing is kept."""
        record = self.times(self.worker).record
        request, key = "community.request", self.new_key()
        for seconds in (0, -60, 14401, 10**12, 1.5, True, "60", None, [60], False):
            with self.subTest(seconds=seconds), self.assertRaisesRegex(UserError, "no time of an"):
                record("entry", seconds, key, request)
        for key in ("", "k1", None, 5, "g" * 32, "a" * 33, ["a" * 32]):
            with self.subTest(key=key), self.assertRaisesRegex(UserError, "needs its key"):
                record("entry", 60, key, request)
        key = self.new_key()
        for step, subject in (
            ("entry", "res.partner"),
            ("entry", "community.party.member"),
            ("entry", "no.model"),
            ("entry", 5),
            ("entry", False),
            ("entry", [request]),
            ("door", request),
            ("tap", False),
            ("filling", "5"),
            ("filling", True),
            ("manager", request),
            (None, None),
            ([], {}),
        ):
            with self.subTest(step=step, subject=subject), self.assertRaises(UserError):
                record(step, 60, key, subject)
        for user in (self.plain, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.times(user).record("entry", 60, key, request)
        with self.assertRaises(AccessError):
            self.times(self.auditor).record("entry", 60, key, request)
        self.assertFalse(self.env["community.burden.time"].sudo().search_count([]))
        self.assertFalse(self.env["community.burden.key"].sudo().search_count([]))

    def fill(self, form):
        """Fill a form in by the officer, just now."""
        return self.env["community.form.filling"].create(
            {
                "form_id": form.id,
                "name": form.name,
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
                "user_id": self.officer.id,
                "date_filled": fields.Datetime.now(),
            }
        )

    def test_forms_of_other_communities_are_not_measured(self):
        """By JSON-2 a foreign number is refused as everywhere; one that is gone as well."""
        form, theirs = self.env["community.form"].create(
            [
                {
                    "name": "月报",
                    "body": "街道",
                    "basis": "x",
                    "date_start": "2026-01-05",
                    "company_id": company.id,
                }
                for company in (self.company, self.elsewhere())
            ]
        )
        record = self.times(self.officer).record
        with self.assertRaisesRegex(UserError, "no entry whose time"):
            record("filling", 60, self.new_key(), form.id)
        filled = self.fill(form)
        self.assertTrue(record("filling", 60, self.new_key(), form.id))
        filled.date_filled -= datetime.timedelta(minutes=6)
        with self.assertRaisesRegex(UserError, "no entry whose time"):
            record("filling", 60, self.new_key(), form.id)
        filled.unlink()
        with self.assertRaises(AccessError):
            record("filling", 60, self.new_key(), theirs.id)
        with self.assertRaises(AccessError):
            self.times(self.worker).record("filling", 60, self.new_key(), form.id)
        number = form.id
        form.unlink()
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            record("filling", 60, self.new_key(), number)
        rows = self.env["community.burden.time"].sudo().search([])
        self.assertFalse(rows, "what was measured of a form goes with it")

    def test_a_visit_brings_its_time_along(self):
        """Once for each save, whatever arrives again; a time that cannot be hinders no visit."""
        home = self.make_household()
        visits = self.env["community.visit"].with_user(self.worker)

        def save(key, spent):
            values = {"client_key": key, "state": "done", "spent": spent}
            return visits.save_at_the_door(home.id, values)

        for number in range(5):
            for _again in range(2):
                save(f"k{number}", {"step": "door", "seconds": 90})
        self.assertEqual(self.shown(step="door"), [(5, 1.5)])
        for number, spent in enumerate(
            (
                {"step": "door", "seconds": -90},
                {"step": "door", "seconds": 10**9},
                {"step": "door"},
                {"step": "filling", "seconds": 90},
                {"seconds": 90},
                "90",
                90,
                [],
            )
        ):
            self.assertFalse(save(f"f{number}", spent)["is_repeated"])
        row = self.env["community.burden.time"].sudo().search([])
        self.assertEqual((row.count, row.waiting_count), (5, 0))
        self.worker.sudo().community_burden_own = False
        self.assertTrue(save("late", {"step": "door", "seconds": 90})["visit_id"])
        self.assertFalse(row.waiting_count, "switched off meanwhile")
        for number in range(5):
            visits.save_at_the_door(home.id, {"client_key": f"o{number}", "state": "done"})
        self.assertEqual(row.count, 5, "a page of before sends no time")

    def test_a_month_has_its_own_sum(self):
        for _number in range(5):
            self.measure(60)
        row = self.times(self.manager).search([])
        month = fields.Date.context_today(row).replace(day=1)
        self.assertEqual(row.month, month)
        before = month - relativedelta(months=1)
        self.env.cr.execute(SQL("UPDATE community_burden_time SET month = %s", before))
        self.env.invalidate_all()
        for _number in range(5):
            self.measure(120)
        self.assertEqual(self.shown(), [(5, 2.0), (5, 1.0)])

    def test_who_reads_what(self):
        """Managers read sums of their community; what waits and who agreed nobody reads."""
        for _number in range(7):
            self.measure(60)
        rows = self.times(self.manager).search([])
        self.assertEqual(rows.mapped("count"), [5])
        for name in ("waiting_count", "waiting_seconds", "seconds"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                rows.read([name])
            with self.subTest(name=name), self.assertRaises(AccessError):
                rows.search([(name, ">", 0)])
        for user in (self.worker, self.officer, self.auditor, self.plain):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.times(user).search([])
        for call in (
            lambda: rows.write({"count": 1}),
            lambda: rows.unlink(),
            lambda: rows.create({"step": "door", "role": "officer"}),
            lambda: self.env["community.burden.key"].with_user(self.manager).search([]),
        ):
            with self.assertRaises(AccessError):
                call()
        there = self.elsewhere()
        rows.sudo().company_id = there
        self.assertFalse(self.times(self.manager).search([]))
        user = self.worker.with_user(self.worker2)
        with self.assertRaises(AccessError):
            user.read(["community_burden_own"])
        with self.assertRaises(AccessError):
            user.search([("community_burden_own", "=", True)])
        with self.assertRaises(AccessError):
            user.write({"community_burden_own": True})
        own = self.worker.with_user(self.worker)
        own.write({"community_burden_own": False})
        self.assertEqual(own.read(["community_burden_own"])[0]["community_burden_own"], False)

    def test_the_bill_says_what_is_measured(self):
        """Five measurements of a form stand in the place of its estimate, and the paper says so."""
        form, other = self.env["community.form"].create(
            [
                {
                    "name": name,
                    "body": "街道",
                    "basis": "x",
                    "period": "month",
                    "date_start": "2026-01-05",
                    "minutes": 30,
                }
                for name in ("甲表", "乙表")
            ]
        )
        (form | other).with_user(self.manager).action_approve()
        self.fill(form)
        for number in range(5):
            bill = form.with_user(self.officer)._bill()
            self.assertEqual((bill["minutes"], bill["measured"]), (720, 0), number)
            self.measure(600, self.officer, "filling", form.id)
        bill = form.with_user(self.officer)._bill()
        self.assertEqual(
            {line["name"]: (line["minutes"], line["is_measured"]) for line in bill["forms"]},
            {"甲表": (10, True), "乙表": (30, False)},
        )
        self.assertEqual((bill["minutes"], bill["measured"]), (480, 120))
        html = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.report_form_bill", form.ids
        )[0]
        self.assertIn("120 minutes are measured", html.decode())
        self.assertEqual(html.decode().count("estimated</td>"), 1)

    def test_a_measurement_costs_a_fixed_number_of_queries(self):
        """However many people agree; where nothing is measured, a visit costs none more."""
        self.measure(60)

        def queries(call):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call()
            return self.env.cr.sql_log_count - before

        few = queries(lambda: self.measure(60))
        self.agree(10, "grid_worker")
        self.measure(60)
        self.assertLessEqual(queries(lambda: self.measure(60)), few)
        self.assertLessEqual(few, 25)
