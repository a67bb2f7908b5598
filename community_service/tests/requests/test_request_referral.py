from odoo.tests import tagged

from .test_request import RequestCase


@tagged("post_install", "-at_install", "community")
class TestRequestReferral(RequestCase):
    """What was put to departments for a household stands on its page."""

    def refer(self, request, **values):
        department = self.env["res.partner"].create({"name": "区城管局"})
        return (
            self.env["community.request.referral"]
            .with_user(self.officer)
            .create(
                {
                    "request_id": request.id,
                    "department_id": department.id,
                    "question": "何时检修？",
                    **values,
                }
            )
        )

    def test_household_and_person_come_from_the_request(self):
        request = self.make_request(resident_id=self.resident.id)
        referral = self.refer(request)
        self.assertRecordValues(
            referral, [{"household_id": self.household.id, "resident_id": self.resident.id}]
        )
        other = self.make_household([{"name": "李四", "role": "head"}])
        request.sudo().write({"resident_id": False, "household_id": other.id})
        self.assertRecordValues(referral, [{"household_id": other.id, "resident_id": False}])
        self.assertFalse(self.refer(self.make_request(household_id=False)).household_id)

    def test_a_household_lists_what_was_referred_for_it(self):
        """A household counts and opens its referrals, answered ones too, those taken back not."""
        referrals = self.refer(self.make_request()) | self.refer(self.make_request())
        taken_back = self.refer(self.make_request())
        taken_back.action_cancel()
        referrals[0].answer = "本周检修"
        referrals[0].action_answered()
        home = self.household.with_user(self.worker)
        self.assertEqual(home.referral_count, 2, "answered ones count, those taken back do not")
        action = home.action_open_referrals()
        found = self.env[action["res_model"]].with_user(self.worker).search(action["domain"])
        self.assertEqual(found, referrals)

    def test_the_reader_s_rules_hold(self):
        request = self.make_request()
        self.refer(request)
        elsewhere = self.make_household([{"name": "李四", "role": "head"}], building=self.building2)
        self.refer(self.make_request(household_id=elsewhere.id))
        worker2 = elsewhere.with_user(self.worker2)
        self.assertEqual(worker2.referral_count, 1)
        # An officer reads the whole community; a worker nothing of the other grid.
        self.assertEqual(self.household.with_user(self.officer).referral_count, 1)
        Referral = self.env["community.request.referral"].with_user(self.worker)
        self.assertFalse(Referral.search([("household_id", "=", elsewhere.id)]))

    def test_counting_does_not_query_per_household(self):
        homes = self.household
        for number in range(5):
            home = self.make_household([{"name": f"王{number}", "role": "head"}])
            self.refer(self.make_request(household_id=home.id))
            homes |= home

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records._compute_referral_count()
            return self.cr.sql_log_count - before

        homes = homes.with_user(self.officer)
        count(homes)
        self.assertEqual(count(homes), count(homes[0]))
