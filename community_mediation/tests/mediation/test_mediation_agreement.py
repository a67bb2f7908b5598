from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from ..dispute_case import DisputeCase

TEXT = {"facts": "楼上水管老化", "disputed": "修理费", "responsibility": "楼上七成，楼下三成"}


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

    def test_each_part_is_asked_for(self):
        case = self.accepted()
        agreement = self.agree(case)
        for name, label in (
            ("facts", "Main facts"),
            ("disputed", "Points of dispute"),
            ("responsibility", "Responsibility of each side"),
        ):
            agreement[name] = " "
            with self.assertRaisesRegex(UserError, f"“{label}” is empty"):
                agreement.action_seal()
            agreement[name] = TEXT[name]
        agreement.term_ids.unlink()
        with self.assertRaisesRegex(UserError, "what is to be done, by whom"):
            agreement.action_seal()

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

    def test_family_matters_are_not_confirmed(self):
        family = self.env.ref("community_mediation.dispute_kind_family")
        _case, agreement = self.make_sealed(kind_id=family.id)
        self.assertFalse(agreement.confirmation_due)
        with self.assertRaisesRegex(UserError, "is not confirmed by the court"):
            agreement.action_apply_confirmation()

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
