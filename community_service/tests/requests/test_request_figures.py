import io
from datetime import date

import openpyxl
from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged

from .test_request import RequestCase

YEAR = date(2025, 1, 1), date(2025, 12, 31)


@tagged("post_install", "-at_install", "community")
class TestRequestFigures(RequestCase):
    """Indicators and ledgers of requests: what was handled counts once, each figure opens it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-03-03 04:00:00"))

    def handle(self, satisfaction=None, **values):
        request = self.make_request(date_received="2025-03-03", **values)
        request.action_accept()
        self.move(request, "done", result="已办结")
        if satisfaction:
            self.move(request, "satisfaction", satisfaction=satisfaction)
        return request

    def figure(self, code, place=Domain.TRUE):
        """Return the figure, which is also the number of records behind it."""
        indicator = self.env.ref(f"community_service.community_indicator_{code}")
        indicator = indicator.with_user(self.officer)
        value = indicator._values(*YEAR, place)[indicator]
        if indicator.measure != "rate":
            model, domain = indicator._target(*YEAR, place)
            found = self.env[model].with_user(self.officer).search(domain)
            self.assertEqual(len(found), value, "a figure opens exactly its records")
        return value

    def figure_of(self, code):
        """Return a figure that is no number of records."""
        indicator = self.env.ref(f"community_service.community_indicator_{code}")
        return indicator._values(*YEAR, Domain.TRUE)[indicator]

    def test_merged_duplicates_are_received_twice_and_handled_once(self):
        first, second = self.make_request(), self.make_request(channel="phone")
        (first | second).action_merge()
        first.action_accept()
        self.move(first, "done", result="灯已换好")
        self.assertEqual(second.state, "done")
        self.assertEqual(self.figure("requests_received"), 2)
        self.assertEqual(self.figure("requests_accepted"), 1)
        self.assertEqual(self.figure("requests_closed"), 1)
        self.assertEqual(self.figure("requests_area_environment"), 1)
        self.assertEqual(self.figure("requests_area_health"), 0)

    def test_rates_of_time_and_satisfaction(self):
        """Requests closed, on time and satisfied are counted, and rates leave out who was not
        asked.
        """
        for satisfaction in ("very", "fairly", "not", None):
            self.handle(satisfaction)
        late = self.make_request(date_received="2025-03-03")
        late.action_accept()
        with freeze_time("2025-03-20 04:00:00"):
            self.move(late, "done", result="已办结")
        self.assertEqual(self.figure("requests_closed"), 5)
        self.assertEqual(self.figure("requests_on_time"), 4)
        self.assertEqual(self.figure("requests_on_time_rate"), 80.0)
        self.assertEqual(self.figure("requests_rated"), 3)
        self.assertEqual(self.figure("requests_satisfied_rate"), 66.7)

    def test_requests_for_100_households(self):
        """What was handled for residents is told for each 100 households of the register."""
        households = self.figure_of("households")
        self.assertGreater(households, 0)
        self.handle()
        self.handle()
        self.make_request()
        self.assertEqual(self.figure("requests_closed"), 2)
        self.assertEqual(self.figure("requests_per_100"), round(200 / households, 1))
        self.make_household()
        fewer = round(200 / (households + 1), 1)
        self.assertEqual(self.figure("requests_per_100"), fewer, "it follows the register")

    def test_spot_agent_returned_referred_and_examples(self):
        """Requests answered on the spot, on behalf, returned, by work order, referred and exemplary
        each count once.
        """
        self.move(self.make_request(), "on_spot", result="当场讲清")
        self.handle(is_proxy=True)
        order = self.make_request(channel="hotline", external_number="GD1")
        self.move(order, "return", reason="属地不在本社区")
        asked = self.handle(is_proxy=False)
        asked.write({"is_exemplary": True, "example_text": "当天换好"})
        department = self.env["res.partner"].create({"name": "区民政局"})
        self.env["community.request.referral"].create(
            [
                {"request_id": asked.id, "department_id": department.id, "question": question}
                for question in ("能否受理", "何时办结")
            ]
        )
        expected = {
            "requests_on_spot": 1,
            "requests_agent": 1,
            "requests_returned": 1,
            "requests_work_orders": 1,
            "requests_referred": 1,
            "requests_examples": 1,
        }
        self.assertEqual({code: self.figure(code) for code in expected}, expected)

    def test_a_place_finds_requests_with_and_without_household(self):
        self.make_request()
        self.make_request(household_id=False, is_anonymous=True, area_id=self.building1.id)
        self.make_request(household_id=False, is_anonymous=True, area_id=self.building2.id)
        self.make_request(household_id=False)
        place = Domain("area_id", "child_of", self.building1.ids)
        self.assertEqual(self.figure("requests_received", place), 2)
        self.assertEqual(self.figure("requests_received"), 4)

    def issue(self):
        item = self.env.ref("community_service.service_item_cert_residence")
        request = self.make_request(item_id=item.id, resident_id=self.resident.id)
        request.material_ids.action_received()
        request.action_accept()
        certificate = (
            self.env["community.certificate"]
            .with_user(self.officer)
            .create({"request_id": request.id, "purpose": "办理入学"})
        )
        certificate.action_issue()
        return certificate

    def test_a_revoked_certificate_is_not_counted(self):
        self.issue()
        self.issue().action_revoke("地址有误")
        self.assertEqual(self.figure("certificates_issued"), 1)

    def sheet(self, code):
        ledger = self.env.ref(f"community_service.community_ledger_{code}").with_user(self.officer)
        stream = io.BytesIO()
        ledger._write_xlsx(stream)
        return str(list(openpyxl.load_workbook(stream).active.iter_rows(values_only=True)))

    def test_what_was_brought_to_departments_counts_in_its_period(self):
        """A request counts once however many departments were asked, in the period of the asking;
        one whose question was taken back, and one of another year, count nowhere.
        """
        asked, twice, taken_back, other_year = (self.handle() for _number in range(4))
        department = self.env["res.partner"].create({"name": "区民政局"})
        Referral = self.env["community.request.referral"]

        def refer(request, **values):
            line = {"request_id": request.id, "department_id": department.id, "question": "?"}
            return Referral.create({**line, **values})

        before = self.figure("requests_referred")
        refer(asked)
        refer(twice)
        refer(twice)
        refer(taken_back).action_cancel()
        refer(other_year).sudo().write({"date_sent": "2024-12-30"})
        self.assertEqual(self.figure("requests_referred") - before, 2)

    def test_ledgers(self):
        """Requests, certificates and referrals stand in their ledgers with their words, and the
        resident's name does not.
        """
        request = self.handle("very", resident_id=self.resident.id)
        department = self.env["res.partner"].create({"name": "区住建局"})
        self.env["community.request.referral"].create(
            {"request_id": request.id, "department_id": department.id, "question": "灯归谁管"}
        )
        certificate = self.issue()
        text = self.sheet("requests")
        for word in (request.number, "路灯不亮", "已办结", "Very satisfied", "Delivered"):
            self.assertIn(word, text)
        for code, words in (
            ("certificates", (certificate.number, "办理入学", "Issued")),
            ("referrals", (request.number, "区住建局", "灯归谁管")),
        ):
            text = self.sheet(code)
            for word in words:
                self.assertIn(word, text)
        self.assertNotIn(self.resident.name, self.sheet("requests") + self.sheet("certificates"))
