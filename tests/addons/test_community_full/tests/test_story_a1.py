from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from odoo.addons.community_service.tests.common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA1(CommunityCase):
    """A1: an old man who is left alone is found, visited every month, comforted and counted."""

    def save(self, client_key, **values):
        Visit = self.env["community.visit"].with_user(self.worker)
        return Visit.save_at_the_door(
            self.household.id, {"client_key": client_key, "state": "done", **values}
        )

    def test_an_old_man_left_alone(self):
        """Old Zhou lives with his wife. At a visit the grid worker learns that she has moved to
        their daughter's and enters it. Nobody types "lives alone": the register says it, asks for
        a visit every month and proposes to the caring station to comfort him. The worker accepts;
        the comfort team hands out rice and he is visited; when the month is over, the plan of the
        week visits him again. The report of the period counts one person visited, one event.
        """
        birth = fields.Date.context_today(self.env.user) - relativedelta(years=78)
        self.household = self.make_household(
            [
                {"name": "周德福", "role": "head", "birth_date": birth},
                {"name": "吴桂兰", "role": "spouse", "birth_date": birth},
            ]
        )
        old_man, wife = self.household.residency_ids.sorted("id").resident_id
        station = self.env["community.caring.station"].create({"name": "爱心驿站"})
        team = self.env["community.caring.team"].create(
            {"name": "慰问小组", "kind": "comfort", "station_id": station.id}
        )
        rice = self.env["community.caring.item"].create(
            {"name": "大米", "unit": "袋", "station_id": station.id}
        )
        Move = self.env["community.caring.stock.move"]
        Move.create({"item_id": rice.id, "quantity": 3})
        Event = self.env["community.life.event"].with_user(self.worker)
        alone = self.env.ref("community_service.community_category_elderly_alone")
        found_on = fields.Date.context_today(self.env.user) + timedelta(days=10)
        home = self.household.with_user(self.worker)

        def visit_him():
            situation = "老伴搬去女儿家，老人一个人住。"
            self.save("a1-1", date=str(found_on), situation=situation)

        def move_her():
            home._move_out(found_on, wife)

        # the visit, and what it found: entered on its day, or the one days after the other
        facts, late = self.told([visit_him, move_her]), self.told([0, 3])[0]
        with freeze_time(found_on):
            facts[0]()
        with freeze_time(found_on + timedelta(days=late)):
            facts[1]()
            self.assertIn(alone, old_man.category_ids)
            self.assertEqual(home.next_visit_date, found_on + relativedelta(months=1))
            event = Event.search([("resident_id", "=", old_man.id)])
            self.assertRecordValues(
                event, [{"state": "proposed", "reason": "living_alone", "team_id": team.id}]
            )
            # a person decides; a visit of comfort is planned
            event.action_accept()
            visit = event.env["community.visit"].browse(event.action_plan_visit()["res_id"])
            self.assertEqual((visit.kind, visit.user_id), ("comfort", self.worker))

        comforted_on = visit.date
        with freeze_time(comforted_on):

            def comfort():
                self.save("a1-2", visit_id=visit.id, situation="送去大米，邻居答应每天看望。")

            def give():
                gift = Move.with_user(self.worker).create(
                    {"item_id": rice.id, "kind": "out", "event_id": event.id}
                )
                self.assertEqual(gift.household_id, self.household)

            def finish():
                event.task_ids.is_done = True
                event.satisfaction = "3"
                event.action_done()

            for fact in self.told([comfort, give, finish]):
                fact()
            self.assertEqual(visit.state, "done")
            self.assertEqual(rice.on_hand, 2)

        # a month after the last visit the plan of the week brings the worker back
        due = home.next_visit_date
        self.assertEqual(due, comforted_on + relativedelta(months=1))
        with freeze_time(due - timedelta(days=3)):
            plan = self.env["community.visit.plan"].with_user(self.worker)
            plan.create({"grid_ids": self.grid.ids}).action_plan()
            again = self.env["community.visit"].search(
                [("household_id", "=", self.household.id), ("state", "=", "planned")]
            )
            self.assertEqual(again.user_id, self.worker)

            report = (
                self.env["community.report"]
                .with_user(self.officer)
                .create({"name": "A1", "date_from": found_on, "date_to": comforted_on})
            )
            report.action_refresh()
            figures = {line.code: line.value for line in report.line_ids}
            self.assertEqual(
                [
                    figures[code]
                    for code in (
                        "visits",
                        "visits_comfort",
                        "events_comfort",
                        "comforted_people",
                        "event_satisfaction",
                    )
                ],
                [2, 1, 1, 1, 100],
            )
            line = report.line_ids.filtered(lambda line: line.code == "comforted_people")
            action = line.action_open()
            opened = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(opened, old_man)
