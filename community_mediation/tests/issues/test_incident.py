from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import MediationCase


@tagged("post_install", "-at_install", "community")
class TestIncident(MediationCase):
    def make(self, **values):
        kind = self.env.ref("community_mediation.incident_kind_gathering")
        return (
            self.env["community.incident"]
            .with_user(self.mediator_user)
            .create(
                {
                    "name": "工地门口居民聚集",
                    "kind_id": kind.id,
                    "description": "因夜间施工噪声",
                    "date_start": "2026-03-04 22:30:00",
                    **values,
                }
            )
        )

    def test_measures_and_lessons_before_it_is_closed(self):
        """An incident is closed with a measure and lessons; claims on it are fulfilled, and its day
        is that of the place.
        """
        incident = self.make()
        self.assertTrue(incident.number)
        # The day of the place: half past six on the next morning.
        self.assertEqual(incident.date, fields.Date.to_date("2026-03-05"))
        incident.action_calm()
        with self.assertRaisesRegex(UserError, "at least one measure"):
            incident.action_close()
        incident.write(
            {
                "measure_ids": [Command.create({"name": "到场劝说，约定施工时间"})],
                "lessons": "开工前先告知",
            }
        )
        partner = self.env["res.partner"].create({"name": "老党员"})
        claim = self.env["community.contribution"].create(
            {"res_model": incident._name, "res_id": incident.id, "partner_id": partner.id}
        )
        self.assertEqual(incident.contribution_count, 1)
        incident.action_close()
        self.assertEqual(claim.state, "fulfilled")
        self.assertEqual(incident.date_closed, fields.Date.context_today(incident))
        self.assertEqual(incident.measure_ids.partner_id, self.mediator_user.partner_id)
        incident.action_reopen()
        self.assertFalse(incident.date_closed)

    def test_state_and_day_follow_the_buttons(self):
        incident = self.make()
        for values in ({"state": "closed"}, {"date_closed": "2026-03-05"}):
            with self.assertRaisesRegex(UserError, "follows from its steps"):
                incident.write(values)
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            self.make(state="closed")
        incident.action_calm()
        with self.assertRaisesRegex(UserError, "while it is “Being handled”"):
            incident.action_calm()
        incident.action_reopen()
        self.assertEqual(incident.state, "open")
        with self.assertRaisesRegex(UserError, "while it is “Calm again / Closed”"):
            incident.action_reopen()

    def test_bad_input_gets_a_sentence(self):
        for values, sentence in (
            ({"date_start": "2099-01-01 00:00:00"}, "lies in the future"),
            ({"date_end": "2026-03-04 10:00:00"}, "before it began"),
            ({"people_count": -3}, "-3 people cannot be"),
        ):
            with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
                self.make(**values)

    def test_who_handles_it_sees_it(self):
        incident = self.make()
        with self.assertRaises(AccessError):
            incident.with_user(self.mediator_user2).read(["name"])
        self.assertEqual(incident.with_user(self.coordinator).name, incident.name)
        for user in (self.petition_officer, self.manager, self.worker):
            with self.assertRaises(AccessError):
                incident.with_user(user).read(["name"])

    def test_kinds_are_neutral_data_that_the_coordinator_edits(self):
        kind = self.env.ref("community_mediation.incident_kind_quarrel")
        kind = self.own_copy(kind, self.coordinator)
        kind.name = "公共场所争执"
        with self.assertRaises(AccessError):
            kind.with_user(self.mediator_user).name = "x"
