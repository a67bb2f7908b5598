from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.community_service.tests.aid_common import AidCase
from odoo.addons.community_service.tests.posts.test_post import PlacementCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA10(PlacementCase, AidCase):
    """A10: the report of the year with I1 to I9 and their lists."""

    # What the year brought, by the codes of the figures: how much, and how many records it opens.
    EXPECTED = {
        "aid_dibao_households": (1, 1),
        "training_attendances": (2, 2),
        "posts_opened": (4, 1),
        "people_placed": (1, 1),
        "aid_students": (1, 1),
        "aid_housing_solved": (1, 1),
        "aid_fee_waivers": (1, 1),
        "aid_edge_households": (1, 1),
        "aid_cover_enrolled": (2, 2),
        "aid_cover_missing": (1, 1),
    }

    def _decided(self, programme, home, decision, **values):
        case = self.make_case(programme, household_id=home.id, **values)
        self.submit(case)
        self.decide(case, **decision)
        return case

    def _dibao(self):
        self.grant(income=500, household=self.make_household())

    def _edge(self):
        self.grant(self.edge, income=900, household=self.make_household())

    def _student(self):
        home = self.make_household()
        case = self._decided(
            self.education, home, {"amount": 2000}, resident_id=home.head_id.id, school="东河中学"
        )
        self.env["community.aid.payment"].with_user(self.officer).create(
            {"case_id": case.id, "amount": 2000}
        )

    def _housing(self):
        case = self._decided(self.housing, self.make_household(), {}).with_user(self.officer)
        case.write({"is_solved": True, "housing_way": "repair", "outcome": "屋顶已修好"})
        case.action_close()

    def _waiver(self):
        self._decided(
            self.waiver,
            self.make_household(),
            {"decision_number": "安置减免〔2026〕1号"},
            fee_name="进户费",
            fee_amount=900,
        )

    def _training(self):
        for minutes in (0, 10):
            # From midnight of the community's day on: over, whenever the story is told.
            start = fields.Datetime.to_datetime(self.today) - relativedelta(hours=8)
            start += relativedelta(minutes=minutes)
            training = self.env["community.activity"].create(
                {
                    "kind_id": self.training.id,
                    "date_start": start,
                    "date_stop": start + relativedelta(minutes=10),
                    "user_id": self.officer.id,
                }
            )
            self.attend(training, self.laid_off, state="present")
            self.attend(training, self.stranger, state="absent")

    def _posts(self):
        self.env["community.post"].create(
            {"name": "协管员", "seats": 4, "date_open": self.today, "user_id": self.officer.id}
        )

    def _placement(self):
        self.place(self.jobless)

    def _poor(self):
        self.make_household().monthly_income = 300
        self.env["community.aid.cover"]._refresh()

    def _figures(self, report):
        """Refresh a report and return {code: (figure, records behind it)}."""
        report.action_refresh()
        self.env.flush_all()
        found = {}
        for line in report.line_ids.filtered(lambda line: line.code in self.EXPECTED):
            action = line.action_open()
            records = self.env[action["res_model"]].with_user(self.officer)
            found[line.code] = (line.value, records.search(action["domain"]))
        return found

    def test_the_year_in_figures_and_lists(self):
        """A family into dibao, one into the edge list, a student helped, a roof repaired, a fee
        waived; people out of work trained, posts opened, somebody placed; a poor family that no
        programme has reached yet. The report of the year counts each once, and every figure opens
        exactly the records that it counts, whatever was entered first.
        """
        report = (
            self.env["community.report"]
            .with_user(self.officer)
            .create(
                {
                    "name": "年度工作报告",
                    "date_from": self.today.replace(month=1, day=1),
                    "date_to": self.today.replace(month=12, day=31),
                }
            )
        )
        before = self._figures(report)
        self.assertEqual(set(before), set(self.EXPECTED))
        facts = "_dibao _edge _student _housing _waiver _training _posts _placement _poor".split()
        for name in self.told(facts):
            getattr(self, name)()
        after = self._figures(report)
        for code, (amount, count) in self.EXPECTED.items():
            value, records = after[code]
            with self.subTest(code=code):
                self.assertEqual(value - before[code][0], amount)
                self.assertEqual(len(records - before[code][1]), count)
                self.assertEqual(before[code][1] - records, records.browse(), "nothing is lost")
        self.assertEqual(after["people_placed"][1] - before["people_placed"][1], self.jobless)
