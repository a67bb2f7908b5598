from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from odoo.addons.community_mediation.tests.dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA4(DisputeCase):
    def test_a4_a_leak_from_the_visit_to_the_printed_file(self):
        """At a visit Chen Xiulan says that water comes through the ceiling. The grid worker notes
        the need and hands it over; he never sees the file. The coordinator names a mediator, who
        enters the neighbour above, registers and accepts. A session is held and its minutes are
        signed; within 30 days both sides sign and the committee seals. They have until
        2025-05-01 to ask the court together. The money is paid, somebody goes back to ask, the
        file is complete, closed and printed; the need closes with it, and the report counts it.
        """
        with freeze_time("2025-03-10 02:00:00"):
            visit = self.env["community.visit"].create(
                {"household_id": self.below.id, "state": "done", "date": "2025-03-10"}
            )
            need = self.env["community.visit.need"].create(
                {"name": "楼上漏水", "kind": "mediation", "visit_id": visit.id}
            )
            need.with_user(self.worker).action_follow_up()
            case = self.env["community.mediation.case"].browse(need.follow_up_id)
            case = case.with_user(self.coordinator)
            case.write(
                {
                    "mediator_ids": [Command.set(self.mediator.ids)],
                    "kind_id": self.neighbours.id,
                    "committee_id": self.committee.id,
                }
            )
            case = case.with_user(self.mediator_user)
            case.participant_ids = [Command.create({"side": "two", "name": "王建国"})]
            case.action_register()
            self.move(case, "accept", date="2025-03-10", is_rights_told=True)
            session = case.env["community.mediation.session"].create(
                {"case_id": case.id, "date_start": "2025-03-12 01:00:00"}
            )
            self.assertEqual(session.calendar_event_id.name, case.number)
        with freeze_time("2025-04-01 02:00:00"):

            def sign_session():
                session.write({"minutes": "王建国愿付粉刷费", "signed_by": "双方、调解员"})
                session.action_sign()

            def sign_agreement():
                case.participant_ids.write({"signed_on": "2025-04-01"})

            for fact in self.told([sign_session, sign_agreement]):
                fact()
            agreement = case.env["community.mediation.agreement"].create(
                {
                    "case_id": case.id,
                    "facts": "楼上水管漏水",
                    "disputed": "粉刷费",
                    "responsibility": "楼上负责",
                    "mediator_signed_on": "2025-04-01",
                    "term_ids": [
                        Command.create(
                            {
                                "name": "支付粉刷费",
                                "participant_id": case.participant_ids[1].id,
                                "manner": "现金",
                                "date_due": "2025-04-15",
                                "amount": 1800,
                            }
                        )
                    ],
                }
            )
            agreement.action_seal()
            self.assertLessEqual(case.date_settled, case.date_limit)
            self.assertEqual(agreement.confirmation_due, Date.to_date("2025-05-01"))
        with freeze_time("2025-04-20 02:00:00"):

            def pay():
                case.term_ids.date_done = "2025-04-14"

            def ask_again():
                case.env["community.mediation.followup"].create(
                    {"case_id": case.id, "performance": "full", "satisfaction": "3"}
                )

            def collect_papers():
                required = case.paper_ids.filtered("is_required")
                required.write({"is_there": True})

            def file_them():
                case.write(
                    {
                        "filed_by": "周敏",
                        "date_filed": "2025-04-20",
                        "retention": "long",
                        "file_statement": "本卷材料齐全。",
                    }
                )

            for fact in self.told([pay, ask_again, collect_papers, file_them]):
                fact()
            self.assertEqual(case.state, "performed")
            # What was paid and what was asked again put their papers into the file themselves.
            case.paper_ids.filtered("is_there").write({"pages": 2})
            case.action_close()
            html = case.env["ir.actions.report"]._render_qweb_html(
                "community_mediation.report_mediation_cover", case.ids
            )[0]
            self.assertIn(case.number, html.decode())
        self.assertEqual((case.state, need.state), ("closed", "done"))
