from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestConsent(CommunityCase):
    """Who agrees to what, who speaks for a child or somebody dead, and what a withdrawal stops."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.make_household(
            members=(
                {"name": "王芳", "role": "head", "birth_date": "1985-03-04", "sex": "female"},
                {
                    "name": "王小乐",
                    "role": "child",
                    "birth_date": cls.today - relativedelta(years=9),
                },
            )
        )
        people = cls.home.residency_ids.resident_id
        cls.mother = people.filtered(lambda person: person.name == "王芳")
        cls.child = people - cls.mother
        cls.Consent = cls.env["community.consent"].with_user(cls.worker)

    def consent(self, **values):
        return self.Consent.create(
            {"resident_id": self.mother.id, "scope": "健康备注，供上门医生使用", **values}
        )

    def test_the_person_gives_it_and_takes_it_back(self):
        """Withdrawn late, with its day; a withdrawn one stays as it is, and is not deleted."""
        day = self.today - timedelta(days=5)
        consent = self.consent(date=day)
        self.assertEqual(self.mother.with_user(self.worker).consent_count, 1)
        for wrong in (day - timedelta(days=1), self.today + timedelta(days=1)):
            consent.date_withdrawn = wrong
            with self.assertRaisesRegex(UserError, "before the consent of .* or in the future"):
                consent.action_withdraw()
        consent.date_withdrawn = self.today - timedelta(days=2)
        consent.action_withdraw()
        self.assertRecordValues(
            consent, [{"state": "withdrawn", "withdrawn_note": "王芳", "date": day}]
        )
        held = [
            self.Consent._valid_on(self.mother, ["sensitive"], self.today - timedelta(days=days))
            for days in (6, 5, 3, 2, 0)
        ]
        self.assertEqual([bool(found) for found in held], [False, True, True, False, False])
        with self.assertRaisesRegex(UserError, "this is done while it is"):
            consent.action_withdraw()
        with self.assertRaisesRegex(UserError, "stays as it was given"):
            consent.scope = "别的"
        with self.assertRaisesRegex(UserError, "stays as it was given"):
            consent.resident_id = self.child
        with self.assertRaisesRegex(UserError, "proof that it was given"):
            consent.sudo().unlink()
        self.mother.invalidate_recordset(["consent_count"])
        self.assertEqual(self.mother.with_user(self.worker).consent_count, 0)

    def test_a_day_to_come_and_a_word_without_witness(self):
        with self.assertRaisesRegex(ValidationError, "lies in the future"):
            self.consent(date=self.today + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "has a witness"):
            self.consent(way="oral", witness=" ")
        self.assertTrue(self.consent(way="oral", witness="李楼长"))

    def test_of_a_child_a_guardian_alone(self):
        """PIPL art. 31: known from the register, or written; of age, and somebody else."""
        with self.assertRaisesRegex(UserError, "under fourteen .* guardian speaks"):
            self.consent(resident_id=self.child.id)
        guardian = {"resident_id": self.child.id, "actor": "guardian"}
        with self.assertRaisesRegex(UserError, "say who spoke"):
            self.consent(**guardian)
        with self.assertRaisesRegex(UserError, "does not speak for themselves"):
            self.consent(**guardian, actor_id=self.child.id, relation="本人")
        with self.assertRaisesRegex(UserError, "how the speaker is related"):
            self.consent(**guardian, actor_id=self.mother.id)
        self.assertTrue(self.consent(**guardian, actor_name="王大明", relation="祖父"))
        self.env["community.kinship"].create(
            {"resident_id": self.child.id, "relative_id": self.mother.id, "kind": "parent"}
        )
        self.assertIn("guardian", self.consent(**guardian, actor_id=self.mother.id).age_note)
        self.mother.birth_date = self.today - relativedelta(years=17)
        with self.assertRaisesRegex(UserError, "under eighteen"):
            self.consent(**guardian, actor_id=self.mother.id, relation="母亲")

    def test_fourteen_today_speaks_for_oneself(self):
        """On the birthday itself, and not for a day before it."""
        self.child.birth_date = self.today - relativedelta(years=14)
        self.assertFalse(self.consent(resident_id=self.child.id).age_note)
        with self.assertRaisesRegex(UserError, "under fourteen"):
            self.consent(resident_id=self.child.id, date=self.today - timedelta(days=1))
        self.child.birth_date = False
        self.assertIn("not known", self.consent(resident_id=self.child.id).age_note)

    def test_of_somebody_who_died_a_relative(self):
        """PIPL art. 49: after the day of death a relative; before it, entered late, the person."""
        alone = self.make_household(members=({"name": "赵老", "role": "head"},)).head_id
        with self.assertRaisesRegex(UserError, "was alive"):
            self.consent(resident_id=alone.id, actor="relative", actor_name="赵明", relation="儿子")
        died = self.today - timedelta(days=3)
        alone.residency_ids.date_to = died
        alone.sudo().date_death = died
        with self.assertRaisesRegex(UserError, "a close relative speaks"):
            self.consent(resident_id=alone.id)
        by_son = self.consent(
            resident_id=alone.id, actor="relative", actor_name="赵明", relation="儿子"
        )
        self.assertEqual(by_son._speaker(), "赵明 (儿子)")
        self.assertTrue(self.consent(resident_id=alone.id, date=died))

    def test_a_withdrawal_takes_the_example_back(self):
        """What was only noted becomes a consent when it is published, and ends with it."""
        request = self.env["community.request"].create(
            {
                "description": "修灯",
                "household_id": self.home.id,
                "resident_id": self.mother.id,
                "is_exemplary": True,
                "example_text": "一盏灯的故事",
                "date_consent": self.today - timedelta(days=1),
                "consent_note": "本人签字",
            }
        )
        request = request.with_user(self.worker)
        request.action_publish()
        consent = request.consent_id
        self.assertRecordValues(
            consent,
            [
                {
                    "resident_id": self.mother.id,
                    "way": "noted",
                    "purpose": "example",
                    "state": "given",
                }
            ],
        )
        self.assertEqual(request.date_consent, consent.date)
        with self.assertRaisesRegex(UserError, "stays as it was given"):
            consent.purpose = "sharing"
        consent.with_user(self.worker).action_withdraw()
        self.assertFalse(request.is_published)
        with self.assertRaisesRegex(UserError, "the consent was withdrawn on"):
            request.action_publish()
        request.consent_id = self.consent(purpose="publication")
        self.assertEqual(request.date_consent, self.today)
        request.action_publish()
        request.consent_id = self.consent(purpose="picture")
        with self.assertRaisesRegex(UserError, "of somebody else or for something else"):
            request.action_publish()
        with self.assertRaisesRegex(UserError, "of somebody else or for something else"):
            request.resident_id = self.child

    def test_the_story_of_a_child_needs_its_guardian(self):
        """A note in the matter is no way round: the guardian's consent is recorded first."""
        request = self.env["community.request"].create(
            {
                "description": "x",
                "household_id": self.home.id,
                "resident_id": self.child.id,
                "is_exemplary": True,
                "example_text": "小朋友的故事",
                "date_consent": self.today,
                "consent_note": "孩子同意",
            }
        )
        with self.assertRaisesRegex(UserError, "under fourteen"):
            request.with_user(self.worker).action_publish()

    def test_least_role_of_another_grid_and_archive(self):
        """The worker of the grid records and ends it; that of another grid sees nothing."""
        consent = self.consent()
        with self.assertRaises(AccessError):
            consent.with_user(self.worker2).action_withdraw()
        with self.assertRaises(AccessError):
            consent.with_user(self.auditor).action_withdraw()
        self.home.residency_ids.write({"date_to": self.today})
        self.mother.active = False
        consent.action_withdraw()
        self.assertEqual(consent.state, "withdrawn")
