import inspect
import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from ..common import CommunityCase

GROUP = "community_service.group_community"


@tagged("post_install", "-at_install", "community")
class TestStaffChange(CommunityCase):
    """Who is told of what works here; whoever is handed something is told once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.make_household(
            [{"name": "周强", "role": "head", "birth_date": "1940-01-02"}]
        )
        cls.substitute = new_test_user(
            cls.env, login="substitute", groups=f"{GROUP}_grid_worker", tz="Asia/Shanghai"
        )
        cls.grid.officer_line_ids = [
            Command.create(
                {
                    "user_id": cls.substitute.id,
                    "date_from": "2020-01-01",
                    "is_substitute": True,
                }
            )
        ]

    def request(self, **values):
        return self.env["community.request"].create(
            {
                "description": "路灯不亮",
                "household_id": self.home.id,
                "officer_id": self.worker.id,
                **values,
            }
        )

    def told(self, record, **values):
        found = self.env["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )
        return found.filtered(lambda line: all(line[name] == val for name, val in values.items()))

    # who works here

    def test_communities_of_the_caller_are_not_those_of_whoever_is_told(self):
        """Whoever has two communities switched on tells somebody of one of them."""
        there = self.env["res.company"].create({"name": "西河社区"})
        request = self.request(officer_id=False)
        self.grid.officer_line_ids.unlink()
        both = (request.company_id | there).ids
        found = request.with_context(allowed_company_ids=both)._person_in_charge()
        self.assertTrue(found)
        self.assertTrue(found._may_open(request))

    def test_the_nearest_who_works_here(self):
        """The named one, then the grid's own, then the substitute, then a manager."""
        request = self.request(officer_id=self.officer.id)
        self.assertEqual(request._person_in_charge(), self.officer)
        self.officer.active = False
        self.assertEqual(request._person_in_charge(), self.worker)
        self.worker.active = False
        self.assertEqual(request._person_in_charge(), self.substitute)
        self.substitute.group_ids = [Command.set([self.env.ref("base.group_user").id])]
        self.assertEqual(request._person_in_charge(), self.manager)

    def absent(self, user, successor, start=0, stop=5):
        """Let ``successor`` stand in for ``user`` for some days from today."""
        handover = self.env["community.handover"].create(
            {
                "kind": "absence",
                "user_id": user.id,
                "successor_id": successor.id,
                "date_from": self.today + timedelta(days=start),
                "date_to": self.today + timedelta(days=stop),
            }
        )
        handover.with_user(successor).action_accept()
        return handover

    def test_whoever_stands_in_is_told_while_somebody_is_away(self):
        """A substitute, and the substitute of a substitute; before and after it is the holder."""
        request = self.request()
        self.absent(self.worker, self.worker2, start=2)
        self.assertEqual(request._person_in_charge(), self.worker, "not away yet")
        self.absent(self.worker, self.worker2)
        self.assertEqual(request._person_in_charge(), self.worker2)
        request.action_accept()
        self.assertEqual(request._escalation_users("officer")[request], self.worker2)
        self.assertEqual(self.home._person_in_charge(), self.worker2)
        self.absent(self.worker2, self.officer)
        self.assertEqual(request._person_in_charge(), self.officer, "a chain")
        self.officer.active = False
        self.assertEqual(request._person_in_charge(), self.substitute, "of the grid")
        with freeze_time(self.today + timedelta(days=9)):
            self.assertEqual(request._person_in_charge(), self.worker, "back again")

    def test_two_who_stand_in_for_one_another(self):
        """Both away: somebody else is told, and one of the two where there is nobody else."""
        request = self.request()
        self.absent(self.worker, self.substitute)
        self.absent(self.substitute, self.worker)
        self.assertEqual(request._person_in_charge(), self.manager)
        managers = self.env.ref(f"{GROUP}_manager").all_user_ids
        officers = self.env.ref(f"{GROUP}_officer").all_user_ids
        (managers | officers).filtered("active").active = False
        self.assertIn(request._person_in_charge(), self.worker | self.substitute)

    def test_nobody_is_told_of_what_they_cannot_open(self):
        """Without anybody in charge, a worker of another grid is not told of this home."""
        others = self.env.ref(f"{GROUP}_officer").all_user_ids
        (self.worker | self.substitute | others).filtered("active").active = False
        self.assertTrue(self.worker2.active)
        self.assertFalse(self.request()._person_in_charge())

    def test_the_manager_who_is_away_is_not_asked_first(self):
        company = self.env.company
        company.community_manager_id = self.manager
        request = self.request()
        second = new_test_user(self.env, login="second", groups=f"{GROUP}_manager")
        self.absent(self.manager, second)
        self.assertEqual(request._escalation_users("manager")[request], second)
        company.community_manager_id = False
        self.assertEqual(request._escalation_users("manager")[request], second)

    def test_warnings_go_to_people_who_work_here(self):
        """An officer, a manager and a secretary who left: each warning finds somebody."""
        company = self.env.company
        leaver = new_test_user(self.env, login="leaver", groups=f"{GROUP}_manager")
        company.community_manager_id = company.community_secretary_id = leaver
        request = self.request(officer_id=leaver.id)
        request.action_accept()
        leaver.active = False
        for level, user in (
            ("officer", self.worker),
            ("manager", self.manager),
            ("secretary", self.manager),
        ):
            self.assertEqual(request._escalation_users(level)[request], user, level)

    def leavers(self):
        return self.worker | self.substitute | self.officer | self.manager

    def run_jobs(self):
        """Run all our daily jobs, but those that commit between their parts; return how many."""
        count = 0
        for cron in self.env["ir.cron"].search([]):
            found = re.search(r"\.(_cron_\w+)\(", cron.code or "")
            if not found or not cron.model_id.model.startswith("community."):
                continue
            model = self.env[cron.model_id.model].with_context(tz="Asia/Shanghai")
            job = getattr(model, found[1])
            if "_commit_progress" not in inspect.getsource(job.__func__):
                job()
                count += 1
        return count

    def test_no_job_tells_somebody_who_left(self):
        """After each user in turn has left, all jobs run: nobody who left is told of anything."""
        helper = new_test_user(self.env, login="stays", groups=f"{GROUP}_manager")
        for leaver in self.leavers():
            for how in ("archived", "without group"):
                with self.subTest(user=leaver.login, how=how), self.env.cr.savepoint() as point:
                    company = self.env.company
                    company.community_manager_id = company.community_secretary_id = leaver
                    long_ago = self.today - timedelta(days=90)
                    request = self.request(officer_id=leaver.id, date_received=long_ago)
                    request.action_accept()
                    request._set_closed(date_accepted=long_ago)
                    self.env["community.placement"].create(
                        {
                            "resident_id": self.home.head_id.id,
                            "job": "超市",
                            "date_from": self.today - timedelta(days=30),
                            "user_id": leaver.id,
                        }
                    )
                    if how == "archived":
                        leaver.active = False
                    else:
                        leaver.group_ids = [Command.set([self.env.ref("base.group_user").id])]
                    old = self.env["mail.activity"].search([])
                    self.home._visit_elderly_alone(self.today)
                    self.assertGreater(self.run_jobs(), 10)
                    new = self.env["mail.activity"].search([]) - old
                    self.assertGreaterEqual(len(new), 2)
                    self.assertNotIn(leaver, new.user_id)
                    self.assertTrue(all(new.user_id.mapped("active")))
                    point.rollback()
                self.env.invalidate_all()
        self.assertTrue(helper.active)

    # handing over

    def test_whoever_is_handed_a_request_is_told_once(self):
        """Told of it, not twice, not of what one takes oneself; handed on, the word goes away."""
        mine = self.request().with_user(self.officer)
        mine.officer_id = self.worker2
        told = self.told(mine, user_id=self.worker2)
        self.assertEqual(len(told), 1)
        self.assertNotIn("周强", told.summary)
        mine.officer_id = self.worker2
        self.assertEqual(len(self.told(mine, user_id=self.worker2)), 1)
        mine.officer_id = self.manager
        self.assertFalse(self.told(mine, user_id=self.worker2))
        mine.with_user(self.manager).officer_id = self.officer
        mine.officer_id = self.officer
        mail = self.env["mail.mail"].search([("model", "=", mine._name), ("res_id", "=", mine.id)])
        self.assertFalse(mail)

    def test_a_need_is_told_at_the_household(self):
        Need = self.env["community.visit.need"].with_user(self.worker)
        need = Need.create(
            {"name": "轮椅", "household_id": self.home.id, "user_id": self.officer.id}
        )
        self.assertEqual(self.told(self.home).user_id, self.officer)
        self.assertNotIn(need.name, self.told(self.home).summary)

    def test_nobody_is_told_of_what_they_take_themselves(self):
        own = self.env["community.request"].with_user(self.worker)
        request = own.create({"description": "x", "household_id": self.home.id})
        self.assertFalse(self.told(request))

    # volunteers

    def call(self):
        start = fields.Datetime.now() + timedelta(days=2)
        call = self.env["community.volunteer.call"].with_user(self.officer)
        return call.create(
            {
                "name": "送餐",
                "date_start": start,
                "date_stop": start + timedelta(hours=2),
                "briefing": "周强家，1号楼",
            }
        )

    def helper(self, name, email=False):
        partner = self.env["res.partner"].create({"name": name, "email": email})
        return self.env["community.volunteer"].create({"partner_id": partner.id})

    def words_to(self, volunteer):
        found = self.env["mail.message"].search(
            [("notified_partner_ids", "in", volunteer.partner_id.ids)], order="id"
        )
        return [str(message.body) for message in found]

    def test_volunteers_hear_of_being_asked_accepted_and_cancelled(self):
        """By mail, where there is an address; the briefing stays with those who were accepted."""
        anna, ben = self.helper("安娜", "anna@example.com"), self.helper("本")
        call = self.call()
        call.action_open()
        self.assertIn("asked to help", self.words_to(anna)[-1])
        self.assertFalse(self.words_to(ben), "no address: the portal alone")
        call.action_ask()
        self.assertEqual(len(self.words_to(anna)), 1, "asked once")
        signup = self.env["community.volunteer.signup"].create(
            {"call_id": call.id, "volunteer_id": anna.id}
        )
        signup.with_user(self.officer).action_accept()
        self.assertIn("welcome", self.words_to(anna)[-1])
        call.action_cancel()
        self.assertIn("does not take place", self.words_to(anna)[-1])
        self.assertNotIn("1号楼", "".join(self.words_to(anna)))
