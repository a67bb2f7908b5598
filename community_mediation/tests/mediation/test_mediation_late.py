from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2025-03-15 02:00:00")
class TestMediationLate(DisputeCase):
    """More time, sessions and ties, entered late or in another order."""

    def extend(self, case, day, days=10):
        consent = {"is_consent_one": True, "is_consent_two": True}
        self.move(case, "extend", date=day, days=days, **consent)

    def test_an_extension_is_of_one_committee(self):
        """Both sides consented before this committee: with another one the days end, with the same
        one elected anew they go on.
        """
        anew = self.committee.copy({"date_from": "2025-03-10", "date_to": "2028-03-09"})
        other = self.committee.copy({"name": "西河社区人民调解委员会"})
        case = self.make_accepted()
        self.extend(case, "2025-03-14")
        case.committee_id = anew
        self.assertEqual((case.extension_days, str(case.date_limit)), (10, "2025-04-12"))
        case.committee_id = other
        self.assertEqual((case.extension_days, str(case.date_limit)), (0, "2025-04-02"))
        self.assertIn("10 days, given on 2025-03-14", case.message_ids[0].body)
        self.extend(case, "2025-03-15", 30)
        self.assertEqual(case.extension_days, 30, "the other one asks anew")

    def test_an_extension_after_the_last_day_stays_late(self):
        """What was prolonged after its day is late for good; entered late, but given in time, it
        is not.
        """
        late, on_time = self.make_accepted(), self.make_accepted()
        with freeze_time("2025-04-10 02:00:00"):
            self.extend(late, "2025-04-03")
            self.extend(on_time, "2025-04-02")
            for case in (late, on_time):
                case.invalidate_recordset()
                self.assertFalse(case.is_overdue)
            self.assertEqual((late.is_extended_late, on_time.is_extended_late), (True, False))
            self.assertEqual(str(on_time.date_extended), "2025-04-02")
            with self.assertRaisesRegex(UserError, "2025-03-01 does not fit"):
                self.extend(late, "2025-03-01", 1)
            with self.assertRaisesRegex(UserError, "2025-04-11 does not fit"):
                self.extend(late, "2025-04-11", 1)

    def test_a_session_of_now_can_be_signed_now(self):
        """A new session begins now; one that was planned for this hour is signed when it was held
        earlier, and one of the afternoon is still to come.
        """
        case = self.make_accepted()
        words = {"minutes": "双方陈述。", "signed_by": "双方、调解员"}
        with freeze_time("2025-03-15 02:20:40"):
            Session = case.env["community.mediation.session"]
            form = Form(Session.with_context(**case.action_new_session()["context"]))
            form.minutes, form.signed_by = words.values()
            session = form.save()
            session.action_sign()
            self.assertEqual((session.state, case.state), ("signed", "mediating"))
            self.assertEqual(str(session.date_start), "2025-03-15 02:20:00")
            soon = Session.create({"case_id": case.id, "date_start": "2025-03-15 03:00", **words})
            soon.action_sign()
            self.assertEqual(str(soon.date_start), "2025-03-15 02:20:00", "the hour it was held")
            later = Session.create({"case_id": case.id, "date_start": "2025-03-15 06:00", **words})
            with self.assertRaisesRegex(UserError, "is still to come"):
                later.action_sign()

    def test_ties_of_helpers_are_checked(self):
        """Whoever helps, invited by a side or to a session, is asked for ties to the parties as a
        mediator is, before and after acceptance.
        """
        helper = self.env["community.mediation.mediator"].create(
            {"partner_id": self.env["res.partner"].create({"name": "王建军"}).id, "kind": "helper"}
        )
        home = self.make_household([{"name": "王建军", "role": "head"}])
        helper.resident_id = home.head_id
        self.env["community.kinship"].create(
            {
                "resident_id": self.above.head_id.id,
                "relative_id": home.head_id.id,
                "kind": "sibling",
            }
        )
        case = self.make_case(side_one_ids=[Command.set(helper.ids)])
        with self.assertRaisesRegex(UserError, "王建军 is a relative of 王建国"):
            self.move(case, "accept", date="2025-03-03", is_rights_told=True)
        case.conflict_waiver = "双方知情并同意，3月3日"
        self.move(case, "accept", date="2025-03-03", is_rights_told=True)
        taken_back = self.assertRaisesRegex(UserError, "is a relative of")
        with taken_back, self.env.cr.savepoint():
            case.conflict_waiver = False
        case.invalidate_recordset()
        for name in ("mediator_ids", "side_two_ids"):
            other = self.make_accepted()
            tied = self.assertRaisesRegex(UserError, "王建军 is a relative of 王建国")
            with tied, self.env.cr.savepoint():
                other[name] = [Command.link(helper.id)]
        other.invalidate_recordset()
        tied = self.assertRaisesRegex(UserError, "王建军 is a relative of 王建国")
        with tied, self.env.cr.savepoint():
            other.session_ids = [Command.create({"helper_ids": [Command.set(helper.ids)]})]
        party = Command.create({"side": "third", "resident_id": home.head_id.id})
        case.session_ids = [Command.create({"helper_ids": [Command.set(helper.ids)]})]
        with self.assertRaisesRegex(UserError, "王建军 is a party of the dispute"):
            case.sudo().participant_ids = [party]

    def test_whoever_works_for_a_party_is_close_to_it(self):
        firm = self.env["res.partner"].create({"name": "望河物业公司", "is_company": True})
        self.mediator.partner_id.parent_id = firm
        case = self.make_case(
            participant_ids=[
                Command.create({"side": "one", "resident_id": self.below.head_id.id}),
                Command.create({"side": "two", "partner_id": firm.id, "kind": "property"}),
            ]
        )
        with self.assertRaisesRegex(UserError, "belongs to the organisation of 望河物业公司"):
            self.move(case, "accept", date="2025-03-03", is_rights_told=True)


@tagged("post_install", "-at_install", "community")
class TestDisputeOfRequest(DisputeCase):
    """A request that mediation has in hand: once, and with an end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls.env["community.request"].create(
            {
                "description": "楼上漏水",
                "household_id": cls.below.id,
                "officer_id": cls.officer.id,
            }
        )
        cls.request.action_accept()

    def hand_over(self):
        """Hand the request over as a grid worker's officer does; return its case, registered."""
        Case = self.env["community.mediation.case"]
        before = Case.search([])
        action = self.request.with_user(self.officer).action_new_mediation()
        Start = self.env[action["res_model"]].with_user(self.officer)
        Form(Start.with_context(**action["context"])).save().action_apply()
        case = Case.search([]) - before
        case.write(
            {
                "kind_id": self.neighbours.id,
                "committee_id": self.committee.id,
                "mediator_ids": [Command.set(self.mediator.ids)],
                "participant_ids": [
                    Command.create({"side": "two", "resident_id": self.above.head_id.id})
                ],
            }
        )
        case.action_register()
        return case.with_user(self.mediator_user)

    def close(self, case, state):
        case.sudo()._set_closed(state=state, legal_ways="起诉")
        papers = case.paper_ids.sudo()
        papers.write({"is_there": True})
        papers.filtered(lambda paper: not paper._is_shown()).file = "c2Nhbg=="
        case.action_close()

    def asked(self):
        return self.request.activity_ids.filtered(lambda line: "dispute has ended" in line.summary)

    def test_a_request_is_handed_over_once(self):
        """The second time the mediator gets the case that is there, everybody else a sentence;
        after a refusal it may be handed over again.
        """
        case = self.hand_over()
        with self.assertRaisesRegex(UserError, "was handed over to mediation on"):
            self.request.with_user(self.officer).action_new_mediation()
        self.mediator_user.group_ids += self.env.ref("community_service.group_community_officer")
        again = self.request.with_user(self.mediator_user).action_new_mediation()
        self.assertEqual(again["res_id"], case.id)
        twice = self.assertRaisesRegex(UserError, "was handed over to mediation on")
        with twice, self.env.cr.savepoint():
            case.sudo().copy({"request_id": self.request.id})
        self.move(case, "decline", reason="一方不愿意")
        self.assertTrue(self.asked(), "who has the request is asked")
        self.assertEqual(self.asked().user_id, self.officer)
        self.assertTrue(self.hand_over().sudo().request_id)

    def test_a_mediator_who_starts_from_the_request_keeps_the_link(self):
        self.mediator_user.group_ids += self.env.ref("community_service.group_community_officer")
        action = self.request.with_user(self.mediator_user).action_new_mediation()
        Case = self.env["community.mediation.case"].with_user(self.mediator_user)
        case = Form(Case.with_context(**action["context"])).save()
        self.assertEqual(case.request_id, self.request)
        with self.assertRaisesRegex(UserError, "stays"):
            case.request_id = False

    def test_a_case_that_was_performed_closes_its_request(self):
        case = self.hand_over()
        self.move(case, "accept", date=fields.Date.context_today(case), is_rights_told=True)
        self.close(case, "performed")
        self.assertEqual((self.request.state, self.asked().ids), ("done", []))
        self.assertIn("Performed", self.request.result)

    def test_a_case_that_failed_asks_who_has_the_request(self):
        """Nothing is closed in the name of an officer where the dispute goes on, nor over an open
        question to a department, nor twice.
        """
        case = self.hand_over()
        self.move(case, "accept", date=fields.Date.context_today(case), is_rights_told=True)
        self.close(case, "failed")
        self.assertEqual(self.request.state, "accepted")
        self.assertEqual(self.asked().user_id, self.officer)

    def test_a_request_closed_before_stays_as_it_is(self):
        case = self.hand_over()
        self.move(case, "accept", date=fields.Date.context_today(case), is_rights_told=True)
        self.request._finish("已修好")
        self.close(case, "performed")
        self.assertEqual((self.request.state, self.request.result), ("done", "已修好"))
        self.assertFalse(self.asked())
