from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .test_privacy_request import PrivacyCase


@tagged("post_install", "-at_install", "community")
class TestPrivacyIncident(PrivacyCase):
    """A leak: what was done, who was told when (PIPL art. 57)."""

    def incident(self, **values):
        return (
            self.env["community.privacy.incident"]
            .with_user(self.officer)
            .create({"name": "名册外传", "description": "微信群误发", **values})
        )

    def due(self, record):
        return (
            self.env["community.due"]
            .with_user(self.officer)
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        )

    def test_it_ends_when_department_and_people_know(self):
        day = self.today - timedelta(days=2)
        incident = self.incident(date=day, resident_ids=[Command.set(self.person.ids)])
        self.assertTrue(incident.number)
        self.assertEqual(
            (self.due(incident).kind, self.due(incident).date_due), ("data_incident", day)
        )
        for values, word in (
            ({}, "What was done against it"),
            ({"measures": "撤回并要求删除"}, "Department told"),
            ({"authority": "区网信办"}, "Department told on"),
            ({"date_authority": day}, "People told on"),
            ({"date_people": self.today}, "People told by way of"),
        ):
            incident.write(values)
            with self.assertRaisesRegex(UserError, f"“{word}” is missing"):
                incident.action_close()
        incident.people_way = "电话"
        incident.action_close()
        self.assertEqual((incident.state, incident.date_closed), ("closed", self.today))
        self.assertFalse(self.due(incident))
        with self.assertRaisesRegex(UserError, "reopen it"):
            incident.measures = "别的"
        incident.action_reopen()
        incident.write({"date_people": False, "people_way": False, "quiet_reason": "已全部追回"})
        incident.action_close()
        with self.assertRaisesRegex(UserError, "is kept"):
            incident.sudo().unlink()

    def test_days_that_cannot_be(self):
        day = self.today - timedelta(days=2)
        with self.assertRaisesRegex(UserError, "after it was found"):
            self.incident(date=day, date_happened=self.today)
        with self.assertRaisesRegex(UserError, "cannot lie before"):
            self.incident(date=self.today, date_authority=day)
        with self.assertRaisesRegex(ValidationError, "lies in the future"):
            self.incident(date=self.today + timedelta(days=1))

    def test_who_works_on_it(self):
        incident = self.incident()
        self.assertEqual(incident.with_user(self.auditor).name, "名册外传")
        with self.assertRaises(AccessError):
            incident.with_user(self.worker).read(["name"])
        with self.assertRaises(AccessError):
            incident.with_user(self.auditor).action_close()


@tagged("post_install", "-at_install", "community")
class TestPrivacyAssessment(PrivacyCase):
    """What is weighed up before a use that may harm, and kept three years (PIPL art. 55, 56)."""

    def assessment(self, **values):
        return (
            self.env["community.privacy.assessment"]
            .with_user(self.officer)
            .create({"name": "残疾人名册上报", "occasion": "sharing", **values})
        )

    def test_three_answers_and_a_finding(self):
        one = self.assessment()
        for values, word in (
            ({}, "Lawful, fair and needed"),
            ({"lawful": "依法"}, "Effect on people"),
            ({"risks": "泄露"}, "Do the safeguards fit"),
            ({"safeguards": "加密"}, "Result of the assessment"),
        ):
            one.write(values)
            with self.assertRaisesRegex(UserError, word):
                one.action_finish()
        one.result = "with"
        one.action_finish()
        with self.assertRaisesRegex(UserError, "stays as it was assessed"):
            one.risks = "无"
        with self.assertRaisesRegex(UserError, "this is done while it is"):
            one.action_finish()

    def finished(self, **values):
        words = {"lawful": "a", "risks": "b", "safeguards": "c", "result": "yes"}
        one = self.assessment(**words, **values)
        one.action_finish()
        return one

    def test_kept_three_years_and_made_anew(self):
        """Due again on its day, until the one that follows is finished."""
        day = self.today - timedelta(days=9)
        one = self.finished(date=day, date_next=self.today - timedelta(days=1))
        self.assertEqual(one.date_kept, day + relativedelta(years=3))
        with self.assertRaisesRegex(UserError, "kept for three years"):
            one.with_user(self.manager).unlink()
        domain = [("res_model", "=", one._name), ("res_id", "=", one.id)]
        due = self.env["community.due"].with_user(self.officer)
        self.assertEqual(due.search(domain).kind, "assessment")
        new = one.browse(one.action_renew()["res_id"])
        self.assertEqual(one.action_renew()["res_id"], new.id)
        self.assertEqual((new.state, new.lawful, new.result), ("draft", "a", False))
        self.assertTrue(due.search(domain))
        new.result = "yes"
        new.action_finish()
        self.assertTrue(one.is_renewed)
        self.assertFalse(due.search(domain))
        old = self.finished(date=self.today - relativedelta(years=3, days=1))
        old.with_user(self.manager).unlink()

    def test_days_and_rights(self):
        with self.assertRaisesRegex(UserError, "is not after"):
            self.assessment(date_next=self.today)
        with self.assertRaisesRegex(ValidationError, "lies in the future"):
            self.assessment(date=self.today + timedelta(days=1))
        one = self.assessment()
        with self.assertRaises(AccessError):
            one.with_user(self.worker).read(["name"])
        with self.assertRaises(AccessError):
            one.with_user(self.auditor).action_finish()
