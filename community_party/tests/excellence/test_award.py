import io
import itertools

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..excellence_case import ExcellenceCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestAward(ExcellenceCase):
    """Awards from proposal over notice to decision, what speaks against them, and their money."""

    def test_proposal_notice_decision(self):
        """An award is proposed by criteria, made public for five working days, then granted by a
        vote.
        """
        award = self.propose()
        self.assertEqual(award.criteria, award.kind_id.criteria)
        award.kind_id.sudo().criteria = "x"
        self.assertNotEqual(award.criteria, "x", "criteria are those of the day of the proposal")
        self.publish(award)
        # Monday 2 November: Tuesday to Monday are five working days.
        self.assertEqual(str(award.date_notice_end), "2026-11-09")
        self.grant(award)
        self.assertEqual((award.state, award.user_id), ("granted", self.branch_user))
        self.assertEqual(award.decided_by, self.branch.name)
        self.assertRegex(award.number, r"^BZ2026-\d{4}$")
        self.refused(("is decided and not rewritten",), award.write, {"honour": "x"})
        self.refused(("made public and is kept",), award.with_user(self.party_manager).unlink)

    def test_an_award_without_notice(self):
        """Without a public notice that has ended nothing is granted, in one sentence."""
        award = self.propose()
        award.resolution_id = self.passed()
        self.refused(("has had no public notice", "Make the proposal public"), award.action_grant)
        self.refused(("Notice shown at", "is missing"), award.action_notice)
        self.publish(award, "2026-11-17")
        self.refused(("2026-11-24", "Decide after the notice"), award.action_grant)
        self.assertEqual(award.state, "noticed")

    def test_the_notice_is_not_changed_under_the_eyes_of_its_readers(self):
        award = self.publish(self.propose())
        self.refused(("in public notice", "publish it anew"), award.write, {"reason": "x"})
        award.action_redraft()
        award.reason = "改正后的事迹"
        self.assertFalse(award.date_notice_end)
        self.publish(award, "2026-11-10")
        self.assertEqual(str(award.date_notice_end), "2026-11-17")

    def test_organisations_members_and_mass_organisations(self):
        """Each kind of award goes to those it is for: organisations, members, Party workers, mass
        organisations.
        """
        mass = self.env["community.party.organization"].create(
            {"name": "东河工会", "kind": "mass_organization", "parent_id": self.branch.id}
        )
        nobody = {"member_id": False}
        for kind, wrong, right in (
            ("worker", {"recipient_id": self.branch.id}, {}),
            ("member", nobody, {}),
            ("organization", {}, {**nobody, "recipient_id": self.branch.id}),
            (
                "mass",
                {**nobody, "recipient_id": self.branch.id},
                {**nobody, "recipient_id": mass.id},
            ),
        ):
            with self.subTest(kind=kind):
                self.refused(("is given to", "Choose one"), self.propose, kind, **wrong)
                award = self.propose(kind, **right)
                self.assertEqual(award.recipient_name, (award.member_id or award.recipient_id).name)

    def test_an_award_of_excellence_follows_the_four_steps(self):
        """Pledge, comment and public appraisal come before the award, by an assessment of the same
        recipient.
        """
        award = self.propose("member")
        self.refused(("follows an assessment", "decided"), self.publish, award)
        own = self.assess(self.five_leads, member_id=self.member.id)
        other = self.assess(self.five_leads, member_id=self.members[1].id)
        self.refused(("of somebody else",), award.write, {"assessment_id": other.id})
        award.assessment_id = own
        self.refused(("follows an assessment",), self.publish, award)
        self.walk_assessment(own, vote=self.passed("2026-10-20"))
        self.grant(self.publish(award))
        self.assertEqual(own.award_ids, award)

    def test_objections_during_the_notice(self):
        """An objection is answered before the decision; if it is upheld, the proposal is corrected
        and made public anew, or not granted.
        """
        award = self.propose()
        Objection = self.env["community.party.objection"].with_user(self.branch_user)
        values = {"award_id": award.id, "content": "事迹不实", "date": "2026-11-04"}
        self.refused(("was not public",), Objection.create, values)
        self.publish(award)
        self.refused(("was not public",), Objection.create, {**values, "date": "2026-11-01"})
        objection = Objection.create(values)
        award.resolution_id = self.passed()
        self.refused(("2026-11-04 is not answered",), award.action_grant)
        objection.answer = "属实"
        objection.action_uphold()
        self.refused(("was upheld", "take the notice back"), award.action_grant)
        award.action_redraft()
        award.reason = "改正后的事迹"
        self.publish(award, "2026-11-10")
        self.grant(award)
        self.assertEqual(award.state, "granted")

    def test_a_late_objection_is_shown_and_a_manager_revokes(self):
        """An objection entered after the decision changes nothing by itself: it is shown, and a
        manager revokes the award with a reason.
        """
        award = self.grant(self.publish(self.propose(amount=500)))
        objection = self.env["community.party.objection"].create(
            {"award_id": award.id, "content": "事迹不实", "date": "2026-11-05"}
        )
        self.assertIn("is not answered", award.doubt)
        objection.answer = "属实"
        objection.action_uphold()
        self.assertIn("was upheld", award.doubt)
        with self.assertRaises(AccessError):
            award.action_revoke()
        manager = award.with_user(self.party_manager)
        self.refused(("Why it was taken back", "is missing"), manager.action_revoke)
        award.end_reason = "事迹不实"
        award._award_paid("2026-11-21", "JF2026-0001")
        self.refused(("JF2026-0001", "Reverse that entry"), manager.action_revoke)
        award._award_paid(False, False)
        manager.action_revoke()
        self.assertEqual(award.state, "revoked")
        self.propose()

    def test_right_whenever_entered(self):
        """A penalty, a move to another branch, an objection and the decision, in every order: an
        award is either not granted or shows what speaks against it, and stays where it was
        proposed.
        """
        vote = self.passed()

        def move(award):
            award.member_id.sudo().organization_id = self.branch2

        def penalty(award):
            self.env["community.party.discipline"].create(
                {
                    "member_id": award.member_id.id,
                    "kind": "warning",
                    "date_from": "2026-11-15",
                    "date_to": "2027-11-15",
                    "decided_by": "街道纪工委",
                    "basis": "东纪〔2026〕3号",
                }
            )

        def objection(award):
            self.env["community.party.objection"].create(
                {"award_id": award.id, "content": "有意见", "date": "2026-11-05", "answer": "不实"}
            ).action_dismiss()

        def decision(award):
            try:
                with self.cr.savepoint():
                    self.grant(award, vote)
            except UserError as refusal:
                self.assertIn("speaks against it", str(refusal))

        steps = (move, penalty, objection, decision)
        states = set()
        for number, order in enumerate(itertools.permutations(steps)):
            names = [step.__name__ for step in order]
            with self.subTest(order=names):
                award = self.publish(self.propose(member_id=self.make_member(f"钱{number}").id))
                for step in order:
                    step(award)
                self.env.flush_all()
                self.env.invalidate_all()
                known = names.index("penalty") < names.index("decision")
                self.assertEqual(award.state, "noticed" if known else "granted")
                self.assertIn("speaks against it", award.doubt)
                self.assertEqual(award.organization_id, self.branch)
                mine = award.with_user(self.branch_user)
                self.assertIn(f"钱{number}", mine.display_name)
                self.assertTrue(mine.web_read({"doubt": {}, "member_id": {"fields": {}}}))
                states.add(award.state)
        self.assertEqual(states, {"noticed", "granted"})

    def test_an_award_to_somebody_removed(self):
        award = self.publish(self.propose())
        award.resolution_id = self.passed()
        self.member.sudo().write({"status": "removed"})
        self.refused(("speaks against it",), award.action_grant)

    def test_once_a_year_and_anew_after_a_refusal(self):
        award = self.propose()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(Exception) as caught,
            self.cr.savepoint(),
        ):
            self.propose()
        self.assertIn("recipient_uniq", str(caught.exception))
        award.end_reason = "未通过"
        award.action_reject()
        self.assertNotEqual(self.propose(), award)
        # Nor by the branch to which the member moves in the year.
        self.member.organization_id = self.branch2
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(Exception) as caught,
            self.cr.savepoint(),
        ):
            self.propose(user=self.branch_user2, organization_id=self.branch2.id)
        self.assertIn("recipient_uniq", str(caught.exception))

    def test_a_vote_under_an_award_is_not_counted_again(self):
        award = self.grant(self.publish(self.propose()))
        self.refused(("cannot be counted again",), award.resolution_id.action_recount)

    def test_the_material_part_is_paid_on_a_granted_award_only(self):
        """The fund notes payment and reversal on an award that is granted and has an amount."""
        award = self.propose(amount=500)
        self.refused(("no granted amount",), award._award_paid, "2026-11-21", "JF1")
        self.grant(self.publish(award))
        award.with_user(self.treasurer)._award_paid("2026-11-21", "JF1")
        self.assertEqual((str(award.date_paid), award.paid_reference), ("2026-11-21", "JF1"))
        with self.assertRaises(AccessError):
            award.paid_reference = "JF2"

    def test_the_file_of_the_member_lists_it(self):
        award = self.grant(self.publish(self.propose()))
        self.propose(year=2025)
        parts = dict(self.member.with_user(self.branch_user)._file_lines())
        self.assertEqual(parts["Awards"], [(award.date_decided, award.honour, award.number)])

    def test_it_is_due_when_the_notice_has_ended(self):
        award = self.publish(self.propose())
        due = (
            self.env["community.due"]
            .with_user(self.branch_user)
            .search([("kind", "=", "party_award")])
        )
        self.assertEqual(len(due), 1)
        self.assertEqual(due.date_due, award.date_notice_end)

    def test_figures_and_ledger(self):
        """Awards are counted by the day of the decision, a revoked one is not; the ledger lists
        them.
        """
        award = self.grant(self.publish(self.propose()))
        gone = self.grant(self.publish(self.propose(member_id=self.members[1].id)))
        gone.end_reason = "错"
        gone.with_user(self.party_manager).action_revoke()
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "2026", "date_from": "2026-01-01", "date_to": "2026-12-31"})
        )
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        self.assertEqual((values["party_awards"], values["party_awards_members"]), (1, 1))
        ledger = self.env["community.ledger"].search([("code", "=", "party_awards")])
        batches = ledger.with_user(self.branch_user)._rows()
        rows = [row for batch in batches for row in batch]
        self.assertEqual(len(rows), 1)
        self.assertIn(award.number, rows[0])


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestAwardPaper(HttpCase, ExcellenceCase):
    def test_certificate_of_a_granted_award(self):
        """The certificate names title, recipient and number, and is printed of granted awards."""
        award = self.publish(self.propose())
        reports = self.env["ir.actions.report"].with_user(self.branch_user)
        name = "community_party.report_award"
        self.refused(("once it is granted",), reports._render_qweb_html, name, award.ids)
        self.grant(award)
        page = reports._render_qweb_html(name, award.ids)[0].decode()
        for word in (award.honour, award.number, self.member.name, self.branch.name):
            self.assertIn(word, page)
        self.env.flush_all()
        content, kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            name, award.ids
        )
        self.assertEqual(kind, "pdf")
        self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), 1)
