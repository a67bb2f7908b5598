import importlib.util
from pathlib import Path

from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from ..dispute_case import DisputeCase

TEXT = {"facts": "楼上水管老化", "disputed": "修理费", "responsibility": "楼上七成，楼下三成"}


def migration(version, name):
    """Return a migration script of the addon as a module."""
    path = Path(__file__).parents[2] / "migrations" / version / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"migration_{version}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class AgreementCase(DisputeCase):
    """An accepted case with ways to agree in one line."""

    def agree(self, case, **values):
        """Create a complete agreement with two terms; nobody has signed yet."""
        payer, other = case.participant_ids[1], case.participant_ids[0]
        return case.env["community.mediation.agreement"].create(
            {
                "case_id": case.id,
                "date_reached": "2024-04-30",
                **TEXT,
                "term_ids": [
                    Command.create(
                        {
                            "name": "赔偿粉刷费",
                            "participant_id": payer.id,
                            "manner": "现金，在居委会",
                            "date_due": "2024-05-20",
                            "amount": 3000,
                        }
                    ),
                    Command.create(
                        {
                            "name": "撤回投诉",
                            "participant_id": other.id,
                            "manner": "书面",
                            "date_due": "2024-05-25",
                        }
                    ),
                ],
                **values,
            }
        )

    def seal(self, case, agreement):
        """Sign by all and seal; in effect from the last day, 2024-05-01."""
        case.participant_ids.write({"signed_on": "2024-04-30"})
        agreement.mediator_signed_on = "2024-04-30"
        agreement.action_seal()

    def make_sealed(self, **values):
        """Create a case whose agreement took effect on 2024-05-01."""
        with freeze_time("2024-05-01 02:00:00"):
            case = self.make_accepted("2024-04-10", date_received="2024-04-09", **values)
            agreement = self.agree(case)
            self.seal(case, agreement)
        return case, agreement


@tagged("post_install", "-at_install", "community")
@freeze_time("2024-05-01 02:00:00")
class TestMediationAgreement(AgreementCase):
    def accepted(self, **values):
        return self.make_accepted("2024-04-10", date_received="2024-04-09", **values)

    def test_what_is_not_stated_is_shown_and_hinders_nothing(self):
        """Art. 29 lets an agreement state its parts; for effect it needs signatures and seal."""
        case = self.accepted()
        agreement = self.agree(case)
        for name, label in (
            ("facts", "Main facts"),
            ("disputed", "Points of dispute"),
            ("responsibility", "Responsibility of each side"),
        ):
            agreement[name] = " "
            self.assertIn(label, agreement.missing_parts)
        agreement.term_ids.unlink()
        self.assertIn("Terms", agreement.missing_parts)
        agreement.action_all_signed()
        agreement.action_seal()
        self.assertEqual((case.state, str(agreement.date_effective)), ("agreed", "2024-05-01"))

    def test_each_party_is_named_with_what_is_known_and_asked_for_the_rest(self):
        """Sex, birth, ethnicity and address come from the register; what nobody knows of a party is
        asked for by name, of a person other things than of an organisation.
        """
        self.below.head_id.write({"ethnicity": "汉族"})
        case = self.accepted()
        first, second = case.participant_ids
        resident = self.below.head_id
        self.assertEqual(
            (first.sex, first.birth_date, first.ethnicity, first.address),
            (resident.sex, resident.birth_date, "汉族", self.below.address),
        )
        agreement = self.agree(case)
        self.assertIn("陈秀兰 (", agreement.missing_parts)
        self.assertIn("Occupation or post", first.missing_parts)
        for party in (first, second):
            party.write(
                {
                    "sex": "female",
                    "birth_date": "1960-05-01",
                    "ethnicity": "汉族",
                    "occupation": "退休",
                    "phone_input": "13800000000",
                }
            )
        self.assertFalse(agreement.missing_parts)
        self.assertEqual(first._age(), 63)
        second.birth_date = False
        self.assertEqual((second._age(), second.missing_parts), ("", "Date of birth"))
        second.sudo().write({"resident_id": False, "kind": "property", "name": "望河物业公司"})
        self.assertEqual(second.missing_parts, "Agent")
        self.assertIn("望河物业公司 (Agent)", agreement.missing_parts)

    def test_it_holds_from_the_last_signature_or_seal(self):
        case = self.accepted()
        agreement = self.agree(case)
        with self.assertRaisesRegex(UserError, "陈秀兰 has not signed"):
            agreement.action_seal()
        case.participant_ids.write({"signed_on": "2024-04-30"})
        with self.assertRaisesRegex(UserError, "the mediator has not signed"):
            agreement.action_seal()
        agreement.mediator_signed_on = "2024-04-30"
        agreement.action_seal()
        self.assertEqual(agreement.date_effective, Date.to_date("2024-05-01"))
        self.assertEqual(agreement.confirmation_due, Date.to_date("2024-05-31"))
        self.assertEqual((case.state, case.date_settled), ("agreed", agreement.date_effective))
        self.assertEqual(case.date_return_visit, Date.to_date("2024-05-31"))
        with self.assertRaisesRegex(UserError, "words stay as they are"):
            agreement.facts = "x"
        with self.assertRaisesRegex(UserError, "words stay as they are"):
            agreement.term_ids[0].amount = 1

    def test_one_button_notes_that_all_signed(self):
        case = self.accepted()
        agreement = self.agree(case)
        case.participant_ids[0].signed_on = "2024-04-30"
        agreement.action_all_signed()
        days = [str(day) for day in case.participant_ids.mapped("signed_on")]
        self.assertEqual(days, ["2024-04-30", "2024-05-01"])
        self.assertEqual(str(agreement.mediator_signed_on), "2024-05-01")
        agreement.action_seal()
        with self.assertRaisesRegex(UserError, "words stay as they are"):
            agreement.action_all_signed()

    def test_the_case_opens_its_sessions_and_its_agreement(self):
        case = self.make_case(date_received="2024-04-09")
        for method in (case.action_new_session, case.action_open_agreement):
            with self.assertRaisesRegex(UserError, "while it is “Accepted / Mediating”"):
                method()
        self.move(case, "accept", date="2024-04-10", is_rights_told=True)
        self.assertFalse(case.action_open_agreement()["res_id"])
        self.assertEqual(case.action_new_session()["context"], {"default_case_id": case.id})
        agreement = self.agree(case)
        self.assertEqual(case.action_open_agreement()["res_id"], agreement.id)

    def test_only_the_committee_seals(self):
        """Neither the coordinator nor a committee whose term has ended seals, and no date is typed
        in.
        """
        case = self.accepted(mediator_ids=[Command.set((self.mediator + self.mediator2).ids)])
        agreement = self.agree(case)
        with self.assertRaisesRegex(UserError, "only a member of “东河社区人民调解委员会” seals"):
            agreement.with_user(self.coordinator).action_seal()
        self.committee.date_to = "2024-04-01"
        with self.assertRaisesRegex(UserError, "the term of “东河社区人民调解委员会” has ended"):
            agreement.action_seal()
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            agreement.date_effective = "2024-05-01"

    def test_an_oral_one_holds_from_the_day_it_was_reached(self):
        """An oral agreement is recorded without a seal and holds from its day; one with civil
        content cannot be oral.
        """
        case = self.accepted()
        agreement = self.agree(case, form="oral")
        with self.assertRaisesRegex(UserError, "has no seal"):
            agreement.action_seal()
        with self.assertRaisesRegex(UserError, "cannot be oral"):
            agreement.has_civil_content = True
        agreement.action_record_oral()
        self.assertEqual(agreement.date_effective, Date.to_date("2024-04-30"))
        self.assertNotIn("Agreement", case.missing_papers)

    def test_terms_are_ticked_and_the_case_follows(self):
        case, agreement = self.make_sealed()
        first, second = case.term_ids
        with freeze_time("2024-05-21 02:00:00"):
            case.invalidate_recordset()
            self.assertTrue(first.is_overdue)
            self.assertIn(first, first.search([("is_overdue", "=", True)]))
            first.is_done = True
            self.assertEqual(case.state, "performing")
            with self.assertRaisesRegex(UserError, "not on 2024-04-30"):
                second.date_done = "2024-04-30"
            second.date_done = "2024-05-20"
        self.assertEqual(case.state, "performed")
        self.assertEqual(case.date_performed, Date.to_date("2024-05-21"))
        self.assertEqual(agreement.amount, 3000)
        first.is_done = False
        self.assertEqual((case.state, case.date_performed), ("performing", False))

    def test_what_is_not_performed_is_broken_with_a_reason(self):
        case, _agreement = self.make_sealed()
        with self.assertRaisesRegex(UserError, "give the reason"):
            self.move(case, "break")
        self.move(case, "break", reason="拒不付款，已告知可起诉")
        self.assertEqual(case.state, "broken")

    def test_confirmation_is_asked_for_together_and_in_time(self):
        _case, agreement = self.make_sealed()
        agreement.write({"confirmation_court": "区人民法院", "date_applied": "2024-06-01"})
        agreement.content_barred = "no"
        with self.assertRaisesRegex(UserError, "both sides apply together"):
            agreement.action_apply_confirmation()
        agreement.is_confirmation_joint = True
        with self.assertRaisesRegex(UserError, "2024-06-01 is still to come"):
            agreement.action_apply_confirmation()
        with (
            freeze_time("2024-06-02 02:00:00"),
            self.assertRaisesRegex(UserError, "from 2024-05-01 to 2024-05-31, not on 2024-06-01"),
        ):
            agreement.action_apply_confirmation()
        with self.assertRaisesRegex(UserError, "after the sides have applied"):
            agreement.action_confirmed()
        agreement.date_applied = "2024-05-31"
        with freeze_time("2024-06-02 02:00:00"):
            agreement.action_apply_confirmation()
        with freeze_time("2024-06-20 02:00:00"):
            agreement.date_confirmed = "2024-06-18"
            agreement.action_confirmed()
        self.assertEqual(agreement.confirmation_state, "confirmed")

    def test_the_court_confirms_by_what_is_decided_not_by_the_kind(self):
        """Support and money of a family can be confirmed; status and title of any kind cannot."""
        family = self.env.ref("community_mediation.dispute_kind_family")
        _case, agreement = self.make_sealed(kind_id=family.id)
        self.assertTrue(agreement.is_often_barred)
        self.assertEqual(agreement.confirmation_due, Date.to_date("2024-05-31"), "the 30 days run")
        agreement.write(
            {
                "confirmation_court": "区人民法院",
                "date_applied": "2024-05-01",
                "is_confirmation_joint": True,
            }
        )
        with self.assertRaisesRegex(UserError, "say first whether it decides status or title"):
            agreement.action_apply_confirmation()
        for answer in ("status", "title"):
            agreement.content_barred = answer
            self.assertFalse(agreement.confirmation_due)
            with self.assertRaisesRegex(UserError, "is not confirmed by the court"):
                agreement.action_apply_confirmation()
        agreement.content_barred = "no"
        agreement.action_apply_confirmation()
        self.assertEqual(agreement.confirmation_state, "applied")
        with self.assertRaisesRegex(UserError, "words stay as they are"):
            agreement.content_barred = "status"

    def test_no_agreement_before_acceptance_and_one_only(self):
        case = self.make_case(date_received="2024-04-09")
        with self.assertRaisesRegex(UserError, "while it is “Accepted / Mediating”"):
            self.agree(case, date_reached="2024-05-01")

    def test_return_visit(self):
        case, _agreement = self.make_sealed()
        visit = {"case_id": case.id, "performance": "part", "satisfaction": "2"}
        Visit = case.env["community.mediation.followup"]
        with self.assertRaisesRegex(UserError, "after the agreement took effect"):
            Visit.create({**visit, "date": "2024-04-20"})
        with freeze_time("2024-05-28 02:00:00"):
            Visit.create({**visit, "date": "2024-05-28"})
        self.assertFalse(case.date_return_visit)
        papers = {paper.kind: paper.is_there for paper in case.paper_ids}
        self.assertTrue(papers["return_visit"] and papers["agreement"])


@tagged("post_install", "-at_install", "community")
@freeze_time("2024-05-01 02:00:00")
class TestConfirmationOfBefore(AgreementCase):
    """Databases of before: agreements keep their answer, and numbers say where they were read."""

    def test_agreements_in_effect_keep_what_their_kind_said(self):
        family = self.env.ref("community_mediation.dispute_kind_family")
        _case, barred = self.make_sealed(kind_id=family.id)
        _case, free = self.make_sealed()
        script = migration("19.0.1.2.0", "post-checked")
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual((barred.content_barred, barred.confirmation_due), ("status", False))
        self.assertEqual((free.content_barred, bool(free.confirmation_due)), ("no", True))

    def test_numbers_are_checked_with_their_source_or_by_nobody(self):
        names = self.env["ir.model.data"].search(
            [("module", "=", "community_mediation"), ("model", "=", "community.parameter")]
        )
        numbers = self.env["community.parameter"].browse(names.mapped("res_id"))
        numbers.write({"date_as_of": "2026-11-23", "source": False})
        script = migration("19.0.1.2.0", "post-checked")
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        for number in numbers:
            with self.subTest(number=number.code):
                self.assertEqual(bool(number.date_as_of), bool(number.source))
                self.assertIn(str(number.date_as_of), ("False", "2026-11-28"))
        unread = numbers.filtered(lambda number: not number.date_as_of).mapped("code")
        self.assertEqual(
            set(unread),
            {"mediation_days", "mediation_extension_days", "mediation_return_visit_days"},
        )
