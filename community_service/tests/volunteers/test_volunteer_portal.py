from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .test_volunteer import VolunteerCase


class PortalVolunteerCase(VolunteerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(
            cls.env, login="helper", groups="base.group_portal", tz="Asia/Shanghai"
        )
        cls.portal.name = "何帮"
        cls.mine = cls.make_volunteer(partner_id=cls.portal.partner_id.id)

    def open_call(self, **values):
        call = self.make_call(household_id=self.household.id, briefing="3号楼张小明家", **values)
        call.action_open()
        return call


@tagged("post_install", "-at_install", "community", "community_rights")
class TestVolunteerPortalRights(PortalVolunteerCase):
    def test_sees_oneself_and_what_is_open_and_nothing_else(self):
        """A portal volunteer reads the own record, hours, certificates and sign-ups and open calls,
        no other model, and writes none.
        """
        self.serve(2)
        own = self.serve(2, volunteer=self.mine)
        call, draft = self.open_call(), self.make_call()
        elsewhere = self.open_call(name="别人的")
        elsewhere.asked_ids = self.anna
        other = self.sign_up(elsewhere, self.anna)
        env = self.env(user=self.portal)
        self.assertEqual(env["community.volunteer"].search([]), self.mine)
        self.assertEqual(env["community.volunteer.service"].search([]), own)
        found = env["community.volunteer.call"].search([])
        self.assertIn(call, found)
        self.assertFalse(found & (draft | elsewhere))
        self.assertFalse(env["community.volunteer.signup"].search([("id", "=", other.id)]))
        for name in sorted(self.env.registry):
            model = env[name]
            if not name.startswith("community.") or model._abstract:
                continue
            readable = name in (
                "community.volunteer",
                "community.volunteer.call",
                "community.volunteer.certificate",
                "community.volunteer.service",
                "community.volunteer.signup",
            )
            with self.subTest(model=name):
                self.assertEqual(model.has_access("read"), readable)
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(model.has_access(operation))

    def test_a_call_does_not_say_for_whom_it_is(self):
        call = self.open_call().with_user(self.portal)
        for name in ("briefing", "household_id", "grid_id", "origin_id", "asked_ids", "signup_ids"):
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    call.read([name])
                with self.assertRaises(AccessError):
                    call.search([(name, "!=", False)])
        for path in (
            "household_id.head_id.name",
            "household_id.address",
            "signup_ids.volunteer_id.name",
            "asked_ids.name",
        ):
            with self.subTest(path=path), self.assertRaises(AccessError):
                call.search([(path, "ilike", "张")])
        # Whatever is open by itself; what is worked out from activities is refused as a whole.
        readable = [
            name
            for name, field in call._fields.items()
            if call._has_field_access(field, "read") and "activity" not in name
        ]
        self.assertIn("place", readable)
        shown = str(call.read(readable))
        for secret in ("张小明", "3号楼", self.household.display_name):
            self.assertNotIn(secret, shown)

    def test_the_briefing_comes_with_acceptance(self):
        call = self.open_call()
        self.mine.with_user(self.portal)._portal_sign_up(call.id)
        signup = self.env["community.volunteer.signup"].search([("call_id", "=", call.id)])
        mine = signup.with_user(self.portal)
        self.assertFalse(mine.read(["briefing"])[0]["briefing"])
        signup.with_user(self.officer).action_accept()
        self.env.invalidate_all()
        self.assertEqual(mine.read(["briefing"])[0]["briefing"], "3号楼张小明家")
        mine.sudo().action_withdraw()
        self.env.invalidate_all()
        self.assertFalse(mine.read(["briefing"])[0]["briefing"])

    def test_a_portal_user_who_is_no_volunteer_sees_nothing(self):
        self.open_call()
        stranger = new_test_user(self.env, login="stranger", groups="base.group_portal")
        for name in ("", ".call", ".service", ".signup"):
            self.assertFalse(
                self.env[f"community.volunteer{name}"].with_user(stranger).search_count([])
            )


@tagged("post_install", "-at_install", "community")
class TestVolunteerPortalPage(PortalVolunteerCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("helper", "helper")

    def post(self, path, **data):
        data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(f"/my/volunteer/{path}", data=data)

    def test_sign_up_and_withdraw(self):
        call = self.open_call()
        page = self.url_open("/my/volunteer").text
        self.assertIn(call.name, page)
        self.assertNotIn("张小明", page)
        self.assertIn("o_volunteer_task", self.post("signup", call_id=call.id).text)
        signup = call.signup_ids
        self.assertRecordValues(signup, [{"volunteer_id": self.mine.id, "state": "applied"}])
        self.assertIn("already", self.post("signup", call_id=call.id).text)
        self.post("withdraw", signup_id=signup.id)
        self.assertEqual(signup.state, "withdrawn")

    def test_what_is_not_open_to_oneself_is_refused(self):
        call = self.open_call()
        call.asked_ids = self.anna
        other = self.sign_up(call, self.anna)
        for path, data in (
            ("signup", {"call_id": call.id}),
            ("signup", {"call_id": "nonsense"}),
            ("withdraw", {"signup_id": other.id}),
            ("report", {"signup_id": other.id, "hours": "1"}),
        ):
            with self.subTest(path=path, data=data):
                self.assertIn("no longer open to you", self.post(path, **data).text)
        self.assertEqual(other.state, "applied")
        self.assertFalse(self.mine.service_ids)

    def test_report_hours(self):
        day = self.today - timedelta(days=1)
        values = {"name": "扫楼道", "kind": "environment", "date": str(day), "time": "09:00"}
        self.post("report", hours="1.5", **values)
        self.assertRecordValues(
            self.mine.service_ids,
            [
                {
                    "name": "扫楼道",
                    "hours": 1.5,
                    "state": "reported",
                    "date": day,
                    "date_start": fields.Datetime.to_datetime(day) + timedelta(hours=1),
                }
            ],
        )
        for sentence, wrong in (
            ("hours are not possible", {"hours": "25"}),
            ("hours are not possible", {"hours": "many"}),
            ("whole number of steps", {"hours": "1.2", "time": "20:00"}),
            ("nobody is in two places", {"hours": "1"}),
            ("Give the day and the hour", {"hours": "1", "date": "yesterday"}),
            ("Say in a few words", {"hours": "1", "name": " "}),
            ("ends in the future", {"hours": "1", "date": str(self.today + timedelta(days=2))}),
            ("within 10 working days", {"hours": "1", "date": str(day - timedelta(days=60))}),
        ):
            with self.subTest(sentence=sentence):
                self.assertIn(sentence, self.post("report", **{**values, **wrong}).text)
        self.assertEqual(len(self.mine.service_ids), 1)

    def test_hours_of_an_accepted_task(self):
        start = self.now - timedelta(hours=6)
        call = self.open_call()
        signup = self.sign_up(call, self.mine)
        signup.with_user(self.officer).action_accept()
        call.write({"date_start": start, "date_stop": start + timedelta(hours=2)})
        self.assertIn("Report your hours", self.url_open("/my/volunteer").text)
        self.post("report", signup_id=signup.id, hours="1.5")
        self.assertRecordValues(
            self.mine.service_ids,
            [{"call_id": call.id, "hours": 1.5, "kind": call.kind, "grid_id": self.grid.id}],
        )

    def test_without_a_token_nothing_happens(self):
        call = self.open_call()
        with mute_logger("odoo.http"):  # the refusal is logged with advice
            answer = self.url_open("/my/volunteer/signup", data={"call_id": call.id})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(call.signup_ids)

    def certify(self, volunteer, **values):
        self.serve(2, volunteer=volunteer).with_user(self.officer).action_confirm()
        return (
            self.env["community.volunteer.certificate"]
            .with_user(self.officer)
            .create({"volunteer_id": volunteer.id, **values})
        )

    def test_own_certificate_as_pdf(self):
        """A volunteer finds the own certificate on the page and fetches it as a PDF that bears its
        number and their name; the access log names who fetched it.
        """
        self.assertNotIn("o_volunteer_certificate", self.url_open("/my/volunteer").text)
        mine = self.certify(self.mine)
        page = self.url_open("/my/volunteer").text
        self.assertIn(mine.number, page)
        path = f"/my/volunteer/certificates/{mine.id}"
        self.assertIn(path, page)
        answer = self.url_open(path)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn(mine.number, answer.text)
        self.assertIn("何帮", answer.text)
        log = self.env["community.access.log"].search(
            [("kind", "=", "print"), ("user_id", "=", self.portal.id)]
        )
        self.assertEqual((log.model, log.res_id), (mine._name, mine.id))

    def test_certificates_of_others_are_not_there(self):
        """The page lists and gives the own valid certificate alone: others', revoked ones and those
        asked for by an officer are not there.
        """
        mine, other = self.certify(self.mine), self.certify(self.anna)
        self.assertEqual(self.env(user=self.portal)[mine._name].search([]), mine)
        self.assertNotIn(other.number, self.url_open("/my/volunteer").text)
        path = "/my/volunteer/certificates"
        for number in (other.id, other.id + 1000):
            with self.subTest(number=number):
                self.assertEqual(self.url_open(f"{path}/{number}").status_code, 404)
        mine.with_user(self.manager).action_revoke()
        self.assertIn("Revoked", self.url_open("/my/volunteer").text)
        self.assertEqual(self.url_open(f"{path}/{mine.id}").status_code, 404)
        # An officer may read every certificate, but is no volunteer who has one.
        self.authenticate("officer", "officer")
        self.assertEqual(self.url_open(f"{path}/{other.id}").status_code, 404)

    def test_others_do_not_find_the_page(self):
        new_test_user(self.env, login="stranger", groups="base.group_portal")
        for login in ("stranger", "plain"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open("/my/volunteer").status_code, 404)
            self.assertEqual(self.url_open("/my").status_code, 200)

    def test_page_does_not_query_per_call(self):
        self.mine.skill_ids = [Command.set([])]
        volunteer = self.mine.with_user(self.portal)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            values = volunteer._portal_values()
            self.assertTrue([(c.name, c.place, values["skills"][c]) for c in values["calls"]])
            return self.env.cr.sql_log_count - before

        self.open_call()
        count()
        one = count()
        for number in range(6):
            self.open_call(name=f"任务{number}")
        self.assertEqual(count(), one)
