import ast
import itertools
import pathlib
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import file_path

from .test_request import RequestCase

ADDONS = ("community_service", "community_party", "community_mediation")
COUNTING = {"_add_workdays", "_exceptions", "add_workdays", "is_workday"}
# Count with the calendar and keep no day that could follow it.
OF_THE_MOMENT = {
    "community_holiday.py": "the calendar itself",
    "community_visit_clock.py": "the next try of a visit in vain, planned when it was made",
    "community_visit_search.py": "the next working day, on which somebody is visited",
    "community_visit_plan.py": "a plan spread over the working days of today's calendar",
    "community_party_member.py": "plans the steps of a person, whose days follow",
    "community_volunteer_service.py": "whether an entry of now is late, judged when it is made",
}


@tagged("post_install", "-at_install", "community")
class TestWorkdays(RequestCase):
    """What is counted in working days follows the calendar, whenever the calendar is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["community.holiday"].search([("date", ">=", "2031-01-01")]).unlink()

    def test_the_order_of_days_and_matters_does_not_count(self):
        """Holidays before or after the matters, added, moved or removed: the same days remain."""
        steps = [
            ("request", self._begin),
            ("year", lambda: self._day("2031-03-05") | self._day("2031-03-08", "worked")),
            ("moved", lambda: self._day("2031-03-20").write({"date": "2031-03-06"})),
            ("taken back", lambda: self._day("2031-03-07").unlink()),
        ]
        found = set()
        for order in itertools.permutations(steps):
            with self.subTest(order=[name for name, _step in order]):
                with self.env.cr.savepoint(flush=True) as point:
                    matters = {}
                    for name, step in order:
                        if name == "request":
                            matters = step()
                        else:
                            step()
                    self.env.flush_all()
                    found.add(
                        tuple(
                            (name, record.date_due, record["is_provisional"])
                            if "is_provisional" in record
                            else (name, record.date_due)
                            for name, record in sorted(matters.items())
                        )
                    )
                    point.rollback()
                self.env.invalidate_all()
                self.env.registry.clear_cache()
        self.assertEqual(len(found), 1, found)
        # Tuesday 4 March: Wednesday and Thursday are off, Saturday is worked, five days.
        days = dict(entry[:2] for entry in next(iter(found)))
        self.assertEqual(days["request"], date(2031, 3, 12))
        self.assertEqual(days["need"], date(2031, 3, 12))
        self.assertEqual(days["aid"], date(2031, 3, 10))

    def _day(self, day, kind="off"):
        return self.env["community.holiday"].create({"name": day, "date": day, "kind": kind})

    def _begin(self):
        """Begin one matter of each kind on Tuesday 4 March 2031."""
        self.env.company.community_need_days = 5
        with freeze_time("2031-03-04 02:00:00"):
            request = self.make_request(date_received="2031-03-04", limit_days=5)
            request.action_accept()
            referral = (
                self.env["community.request.referral"]
                .with_user(self.officer)
                .create(
                    {
                        "request_id": request.id,
                        "department_id": self.env["res.partner"].create({"name": "区城管局"}).id,
                        "question": "何时检修？",
                    }
                )
            )
            need = self.env["community.visit.need"].create(
                {"name": "灯坏", "household_id": self.household.id, "date_found": "2031-03-04"}
            )
            case = self.env["community.aid.case"].create(
                {
                    "household_id": self.household.id,
                    "programme_id": self.env.ref(
                        "community_service.community_aid_programme_dibao"
                    ).id,
                    "date_received": "2031-03-04",
                }
            )
            case._set_closed(state="accepted", date_accepted="2031-03-04")
            self.env.flush_all()
        return {"request": request, "referral": referral, "need": need, "aid": case}

    def test_what_is_decided_stays(self):
        matters = self._begin()
        request, need = matters["request"], matters["need"]
        matters["referral"].action_cancel()
        with freeze_time("2031-03-06 02:00:00"):
            need.result = "已换"
            need.action_done()
            self.move(request, "done", result="已修")
        before = request.date_due, need.date_due
        self._day("2031-03-05")
        self.assertEqual((request.date_due, need.date_due), before)

    def test_a_day_that_somebody_set_is_their_own(self):
        matters = self._begin()
        matters["need"].date_due = "2031-03-20"
        self._day("2031-03-05")
        self.assertEqual(matters["need"].date_due, date(2031, 3, 20))
        self.assertEqual(matters["request"].date_due, date(2031, 3, 12))

    def test_a_line_of_history_and_what_was_told_follow(self):
        request = self._begin()["request"]
        with freeze_time("2031-03-11 02:00:00"):
            request._cron_escalate()
            told = request.activity_ids
            self.assertEqual(set(told.mapped("date_deadline")), {date(2031, 3, 11)})
            self.assertEqual(request.escalation_levels, "officer;manager;")
            self._day("2031-03-12")
            self.assertEqual(request.escalation_levels, "officer;manager;", "not touched by it")
            self._day("2031-03-05")
            self.assertEqual(request.date_due, date(2031, 3, 13))
            self.assertEqual(set(told.mapped("date_deadline")), {date(2031, 3, 13)})
            self.assertEqual(request.escalation_levels, "officer;")
        line = request.message_ids.sorted("id")[-1].body
        self.assertIn("2031-03-13 in place of 2031-03-11", line)

    def test_the_job_counts_what_is_provisional_and_nothing_else(self):
        """Whatever way a calendar came; a number edited since is no matter of the calendar."""
        matters = self._begin()
        request, case = matters["request"], matters["aid"]
        before = case.date_due
        case.programme_id.survey_days += 5
        self.env.flush_all()
        case.invalidate_recordset()
        # As a restored dump brings it: past the model.
        self.env.cr.execute(
            "INSERT INTO community_holiday (name, date, kind)"
            """ VALUES ('{"en_US": "x"}', '2031-03-05', 'off')"""
        )
        self.env.registry.clear_cache()
        case._set_closed(is_provisional=False)
        self.env["community.holiday"]._cron_recount()
        self.assertEqual((request.date_due, request.is_provisional), (date(2031, 3, 12), False))
        self.assertEqual(case.date_due, before)

    def test_another_community_goes_by_its_own_days(self):
        request = self._begin()["request"]
        other = self.env["res.company"].create({"name": "Another"})
        holiday = self.env["community.holiday"].create(
            {"name": "x", "date": "2031-03-05", "company_id": other.id}
        )
        self.assertEqual(request.date_due, date(2031, 3, 11))
        holiday.unlink()

    def test_everything_that_counts_working_days_follows(self):
        """A file that counts working days is a model that follows, or is named with a reason."""
        followers, found = set(), set()
        for addon in ADDONS:
            for path in pathlib.Path(file_path(addon)).glob("**/*.py"):
                if "tests" in path.parts or "tools" in path.parts or "migrations" in path.parts:
                    continue
                tree = ast.parse(path.read_text())
                if counts(tree):
                    found.add(path.name)
                if any(
                    isinstance(node, ast.FunctionDef) and node.name == "_workday_fields"
                    for node in ast.walk(tree)
                ):
                    followers.add(path.name)
        self.assertGreater(len(followers), 5)
        self.assertEqual(found - followers, set(OF_THE_MOMENT))


def counts(tree):
    """Tell whether a file counts working days.

    >>> counts(ast.parse("Holiday._add_workdays(start, 5, company)"))
    True
    >>> counts(ast.parse("start + timedelta(days=5)"))
    False
    """
    return any(
        isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in COUNTING
        for call in ast.walk(tree)
    )
