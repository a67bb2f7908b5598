from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..mediation.test_mediation_agreement import AgreementCase
from ..relocation_case import RelocationCase

TODAY = "2024-05-01"


@tagged("post_install", "-at_install", "community")
@freeze_time(f"{TODAY} 02:00:00")
class TestMediationMyDay(AgreementCase):
    """My Day tells the mediator what runs out, and nobody else."""

    def clocks(self, user):
        return self.env["community.visit"].with_user(user).my_day()["cases"]

    def names(self, user):
        return [clock["name"] for clock in self.clocks(user)]

    def test_the_days_of_a_case_run_for_its_mediator_only(self):
        case = self.make_accepted("2024-04-10", date_received="2024-04-09")
        with freeze_time("2024-05-02 02:00:00"):
            self.assertFalse(self.clocks(self.mediator_user))
        with freeze_time("2024-05-03 02:00:00"):
            (clock,) = self.clocks(self.mediator_user)
        self.assertEqual(
            clock,
            {
                "model": case._name,
                "id": case.id,
                "name": "Mediation to be ended",
                "number": case.number,
                "address": "",
                "date_due": "2024-05-10",
                "is_overdue": False,
            },
        )
        with freeze_time("2024-05-11 02:00:00"):
            self.assertTrue(self.clocks(self.mediator_user)[0]["is_overdue"])
            for user in (self.mediator_user2, self.coordinator, self.worker, self.manager):
                self.assertFalse(self.clocks(user))

    def test_performance_confirmation_and_return_visit(self):
        """Performance, last day of confirmation and return visit stand in the mediator's day until
        they are done or past.
        """
        case, agreement = self.make_sealed()
        with freeze_time("2024-05-25 02:00:00"):
            self.assertEqual(
                self.names(self.mediator_user),
                [
                    "Performance due",
                    "Last day of judicial confirmation",
                    "Return visit",
                ],
            )
            for term in case.term_ids:
                term.is_done = True
            case.env["community.mediation.followup"].create(
                {"case_id": case.id, "performance": "full", "satisfaction": "3"}
            )
            (clock,) = self.clocks(self.mediator_user)
            self.assertEqual((clock["date_due"], clock["id"]), ("2024-05-31", case.id))
        # A day that has passed cannot be kept any more: nobody is reminded of it.
        with freeze_time("2024-06-01 02:00:00"):
            self.assertFalse(self.clocks(self.mediator_user))
        self.assertTrue(agreement.confirmation_due)

    def test_no_name_stands_in_it(self):
        self.make_sealed()
        with freeze_time("2024-05-25 02:00:00"):
            text = str(self.clocks(self.mediator_user))
        for name in ("王建国", "陈秀兰", "漏水", "粉刷"):
            self.assertNotIn(name, text)

    def test_my_day_asks_no_more_for_more_cases(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            self.clocks(self.mediator_user)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.clocks(self.mediator_user)
            return self.cr.sql_log_count - before

        for _number in range(2):
            self.make_accepted("2024-04-02", date_received="2024-04-01")
        few = queries()
        for _number in range(3):
            self.make_accepted("2024-04-02", date_received="2024-04-01")
        self.assertEqual(queries(), few)


@tagged("post_install", "-at_install", "community")
class TestRelocationMyDay(RelocationCase):
    def test_next_steps_and_measures_run_for_those_in_charge(self):
        today = fields.Date.context_today(self.env.user)
        mine = self.env(user=self.mediator_user)
        talk = mine["community.relocation.talk"].create(
            {
                "project_id": self.project.id,
                "file_id": self.file.id,
                "partner_id": self.body.id,
                "subject": "过渡费",
                "next_step": "催要书面答复",
                "date_next": today + timedelta(2),
            }
        )
        issue = mine["community.legacy.issue"].create(
            {
                "name": "老房证",
                "since": "2010-01-01",
                "next_step": "核对票据",
                "date_next": today - timedelta(1),
            }
        )
        incident = mine["community.incident"].create(
            {
                "name": "堵门",
                "description": "居民堵门",
                "kind_id": self.env.ref("community_mediation.incident_kind_blockade").id,
                "measure_ids": [
                    Command.create({"name": "公布规则", "date": False, "date_due": today})
                ],
            }
        )
        rows = [
            (clock["model"], clock["id"], clock["name"], clock["number"])
            for clock in mine["community.visit"].my_day()["cases"]
        ]
        self.assertEqual(
            rows,
            [
                (issue._name, issue.id, "核对票据", issue.number),
                (incident._name, incident.id, "Measure in an incident", incident.number),
                (talk._name, talk.id, "催要书面答复", self.file.number),
            ],
        )
        for user in (self.mediator_user2, self.coordinator, self.worker):
            self.assertFalse(self.env["community.visit"].with_user(user).my_day()["cases"])
        talk.is_done = True
        with self.assertRaisesRegex(UserError, "“公布规则” has not been done yet"):
            incident.write({"lessons": "规则先公示"})
            incident.action_close()
        incident.measure_ids.date = fields.Datetime.now()
        incident.action_close()
        issue.write({"result": "已办证"})
        issue.action_solve()
        self.assertFalse(mine["community.visit"].my_day()["cases"])

    @mute_logger("odoo.sql_db")
    def test_a_measure_has_a_time_or_a_day(self):
        incident = self.env["community.incident"].create(
            {
                "name": "堵门",
                "description": "居民堵门",
                "kind_id": self.env.ref("community_mediation.incident_kind_blockade").id,
            }
        )
        with self.assertRaisesRegex(Exception, "community_incident_measure_check_when"):
            incident.measure_ids = [Command.create({"name": "劝说", "date": False})]
