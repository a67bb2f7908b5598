from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.community_service.tests.common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA11(CommunityCase):
    """A11: a volunteer reaches 300.5 hours, holds two stars and gets a certificate."""

    def test_two_stars_and_a_certificate(self):
        """He Bang registers and says when he is free. Over two years he serves 299 hours, which
        the office confirms: one star. At the door the grid worker finds an old lady who needs
        somebody to take her to hospital, and asks the volunteers. He Bang sees the task on his
        phone, without her name; accepted, he reads whom to ask for, goes, and reports one and a
        half hours. The worker who organised it confirms them: 300.5 hours, two stars. The claim on
        the old lady's need is proposed as kept with 1.5 hours. The office issues a certificate of
        300.5 hours, and whoever holds the paper finds it valid.
        """
        portal = new_test_user(self.env, login="hebang", groups="base.group_portal")
        portal.name = "何帮"
        volunteer = (
            self.env["community.volunteer"]
            .with_user(self.officer)
            .create({"partner_id": portal.partner_id.id})
        )
        home = self.make_household([{"name": "王奶奶", "role": "head"}])
        # two years of service
        now = fields.Datetime.now().replace(minute=0, second=0)
        Service = self.env["community.volunteer.service"].with_user(self.worker)
        days = [now - timedelta(days=day, hours=15) for day in range(20, 43)]
        services = Service.create(
            [
                {
                    "name": "社区巡逻",
                    "kind": "safety",
                    "volunteer_id": volunteer.id,
                    "date_start": start,
                    "date_stop": start + timedelta(hours=13),
                    "late_reason": "由原台账补录",
                }
                for start in self.told(days)
            ]
        )
        services.with_user(self.officer).action_confirm()
        self.assertEqual((volunteer.hours_total, volunteer.star), (299, 1))
        # the need and the call
        need = self.env["community.visit.need"].with_user(self.worker)
        need = need.create({"name": "王奶奶要去医院复查", "household_id": home.id})
        context = need.action_call_volunteers()["context"]
        call = (
            self.env["community.volunteer.call"]
            .with_user(self.worker)
            .with_context(**context)
            .create(
                {
                    "name": "陪同就医",
                    "date_start": now + timedelta(hours=2),
                    "date_stop": now + timedelta(hours=4),
                }
            )
        )
        call.action_open()
        mine = volunteer.with_user(portal)
        seen = mine._portal_values()["calls"]
        self.assertEqual(seen, call)
        self.assertNotIn("王奶奶", str(seen.read(["name", "place"])))
        signup = mine._portal_sign_up(call.id)
        self.assertFalse(signup.with_user(portal).briefing)
        signup.with_user(self.worker).action_accept()
        self.env.invalidate_all()
        self.assertIn("王奶奶", signup.with_user(portal).briefing)
        self.assertEqual(need.contribution_ids.state, "claimed")
        # he went; the time has passed
        start = now - timedelta(hours=3)
        call.write({"date_start": start, "date_stop": start + timedelta(hours=2)})
        served = mine._portal_report({"signup_id": signup.id, "hours": "1.5"})
        self.assertEqual(volunteer.hours_total, 299)
        served.with_user(self.worker).action_confirm()
        self.assertEqual((volunteer.hours_total, volunteer.star), (300.5, 2))
        self.assertRecordValues(
            need.contribution_ids, [{"state": "fulfilled", "quantity": 1.5, "unit": "hours"}]
        )
        # the paper
        Certificate = self.env["community.volunteer.certificate"]
        certificate = Certificate.with_user(self.officer).create({"volunteer_id": volunteer.id})
        self.assertEqual((certificate.hours, certificate.star), (300.5, 2))
        told = Certificate._verify(certificate.number, certificate.code)
        self.assertTrue(told["is_valid"])
        self.assertEqual(told["hours"], 300.5)
        self.assertNotIn("何帮", told["name"])
