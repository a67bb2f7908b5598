from datetime import date

from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.community_mediation.tests.petition_case import PetitionCase
from odoo.addons.community_mediation.tests.relocation_case import RelocationCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA5(PetitionCase, RelocationCase):
    def test_a_household_that_refuses_to_move_petitions_and_signs_in_the_end(self):
        """A5: a household of a renovation refuses; it ends with an agreement.

        The team visits and explains a policy. The household petitions about its compensation; the
        petition officer hands it to the deciding body, which accepts it within its 15 days and
        answers within 60. The team coordinates with what the answer says, and the state of the
        agreement in the household's file follows. The team sees that there is a petition, and
        not what it says; the year's report counts it.
        """
        team = self.file.with_user(self.mediator_user)
        household = self.file.household_id
        with freeze_time("2026-03-10 02:00:00"):

            def demand():
                self.env["community.relocation.demand"].with_user(self.mediator_user).create(
                    {"file_id": self.file.id, "name": "按市价补偿", "date": "2026-03-05"}
                )

            def explain():
                self.env["community.relocation.explanation"].with_user(self.mediator_user).create(
                    {"file_id": self.file.id, "date": "2026-03-05"}
                )

            def complain():
                return self.make_petition(
                    description="补偿标准太低",
                    topic="relocation",
                    date_received="2026-03-10",
                    household_id=household.id,
                    resident_id=household.head_id.id,
                    person_ids=[],
                    file_id=self.file.id,
                )

            # What the team heard and said may be written down after the petition has come.
            told = [fact() for fact in self.told([demand, explain, complain])]
            petition = next(filter(None, told))
            self.assertEqual(petition.person_ids.name, household.head_id.name)
            self.assertEqual(petition.date_next, date(2026, 3, 25))
        with freeze_time("2026-03-12 02:00:00"):
            self.step(petition, "hand", body_id=self.body.id)
            self.assertEqual(petition.date_next, date(2026, 3, 27))
        with freeze_time("2026-03-20 02:00:00"):
            self.step(petition, "accept", is_told=True)
            self.assertEqual(petition.date_due, date(2026, 5, 19))
        self.assertEqual(team.petition_count, 1)
        self.assertFalse(petition.with_user(self.mediator_user).has_access("read"))
        with freeze_time("2026-05-10 02:00:00"):
            self.answer(petition, "2026-05-10", outcome="explain", answer_opinion="增加搬迁奖励")
            self.step(petition, "deliver")
            self.assertTrue(petition.is_on_time)
        with freeze_time("2026-05-12 02:00:00"):

            def settle_demand():
                team.demand_ids.write({"result": "partly", "answer": "标准不变，增加搬迁奖励"})

            def sign():
                team.agreement_state = "signed"

            def close():
                self.step(petition, "close", reason="已签约")

            for fact in self.told([settle_demand, sign, close]):
                fact()
        self.assertEqual(team.open_demand_count, 0)
        self.assertEqual(team.date_signed, date(2026, 5, 12))
        self.assertEqual((petition.state, petition.file_id), ("closed", self.file))
        indicators = self.env["community.indicator"].search(
            [("code", "in", ("petition_received", "petition_on_time_rate"))]
        )
        year = indicators.with_user(self.manager)._values(
            date(2026, 1, 1), date(2026, 12, 31), Domain.TRUE
        )
        found = {indicator.code: value for indicator, value in year.items()}
        self.assertGreaterEqual(found["petition_received"], 1)
