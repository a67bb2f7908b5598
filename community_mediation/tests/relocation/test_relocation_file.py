from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import Form, tagged

from ..relocation_case import RelocationCase


@tagged("post_install", "-at_install", "community")
class TestRelocationFile(RelocationCase):
    def setUp(self):
        super().setUp()
        self.mine = self.file.with_user(self.mediator_user)

    def test_negative_areas_are_refused_with_a_sentence(self):
        for name in ("certified_area", "uncertified_area", "land_area"):
            refused = self.assertRaisesRegex(UserError, r"WH-0001: .* is -3.5, but an area is 0 or")
            with refused, self.env.cr.savepoint():
                self.mine[name] = -3.5
        self.mine.write({"certified_area": 62.5, "uncertified_area": 10})
        self.assertEqual(self.mine.total_area, 72.5)
        with self.assertRaisesRegex(UserError, "-2 months"):
            self.mine.transition_months = -2

    def test_survey_of_a_home(self):
        """The sheet shows what is recorded of the house, until the household moves."""
        self.mine.write(
            {
                "structure": "砖混",
                "storey": "2层，朝南",
                "built_year": "1985",
                "annexes": "棚屋6平方米",
            }
        )
        Report = self.env["ir.actions.report"].with_user(self.mediator_user)
        name = "community_mediation.report_relocation_survey"
        page = Report._render_qweb_html(name, self.mine.ids)[0].decode()
        for words in ("WH-0001", "王建国", "砖混", "2层，朝南", "1985", "棚屋6平方米"):
            self.assertIn(words, page)
        for year in ("85", "2099", "八五年"):
            with self.assertRaisesRegex(UserError, f"WH-0001.*built in {year}"):
                self.mine.built_year = year
        self.mine.action_sign()
        self.mine.write({"date_signed": "2026-03-02", "date_compensated": "2026-04-02"})
        self.mine.action_moved()
        with self.assertRaisesRegex(UserError, "surveyed before its household moves"):
            Report._render_qweb_html(name, self.mine.ids)

    def test_compensation_comes_before_moving(self):
        """Moving is refused before signing and compensation, and the days cannot be turned round
        later.
        """
        early = self.assertRaisesRegex(UserError, "compensation comes first and moving later")
        with early, self.env.cr.savepoint():
            self.mine.action_moved()
        self.mine.action_sign()
        self.mine.write({"date_signed": "2026-03-02", "date_compensated": "2026-04-02"})
        with self.assertRaisesRegex(UserError, "compensation comes first and moving later"):
            self.mine.date_moved = "2026-04-01"
        self.mine.action_moved()
        self.assertEqual(self.mine.date_moved, fields.Date.context_today(self.mine))
        with self.assertRaisesRegex(UserError, "compensation comes first"):
            self.mine.date_compensated = False

    def test_the_relocation_goes_its_way(self):
        """Preparing, signing, moving, closed: each household is asked, signs, is compensated and
        moves in this order, one refuses and is decided on; the figures follow each step, and what
        is closed stays.
        """
        project = self.make_project(
            name="另一片区",
            code="LN",
            state="preparing",
            area_ids=[Command.set(self.building2.ids)],
        ).with_user(self.coordinator)
        homes = [
            self.make_household([{"name": name, "role": "head"}], building=self.building2)
            for name in ("冯一", "冯二")
        ]
        project.action_make_files()
        files = project.file_ids.sorted("number")
        self.assertEqual(files.household_id, homes[0] | homes[1])
        agreed, refused = files.with_user(self.mediator_user)
        codes = ("relocation_agreed", "relocation_moved", "relocation_refused")
        figures = self.env["community.indicator"].search([("code", "in", codes)])

        def counted():
            self.env.flush_all()
            day = fields.Date.to_date("2026-01-01"), fields.Date.context_today(project)
            values = {f.code: value for f, value in figures._values(*day, Domain.TRUE).items()}
            return [values[code] for code in codes]

        before = counted()

        def change():
            return [now - then for now, then in zip(counted(), before, strict=True)]

        project.step_ids = [Command.create({"kind": "decision", "date_from": "2026-02-20"})]
        project.action_start_signing()
        refused.attitude = "unwilling"
        self.assertEqual(change(), [0, 0, 1])
        agreed.write({"agreement_state": "signed", "date_signed": "2026-03-02"})
        self.assertEqual(change(), [1, 0, 1])
        refused.write({"agreement_state": "decision", "date_decision": "2026-06-05"})
        project.action_start_moving()
        agreed.date_compensated = "2026-04-02"
        agreed.date_moved = "2026-04-10"
        self.assertEqual(change()[1], 1)
        project.action_close()
        self.assertEqual(project.state, "closed")
        with self.assertRaisesRegex(UserError, "open it again"):
            refused.date_moved = "2026-07-01"

    def test_a_card_dragged_to_signed_is_dated(self):
        self.mine.agreement_state = "signed"
        self.assertEqual(self.mine.date_signed, fields.Date.context_today(self.mine))
        self.mine.agreement_state = "none"
        self.assertFalse(self.mine.date_signed)
        with self.assertRaisesRegex(UserError, "before the signing time begins"):
            self.mine.write({"agreement_state": "signed", "date_signed": "2026-02-28"})
        with self.assertRaisesRegex(UserError, "lies in the future"):
            self.mine.write({"agreement_state": "signed", "date_signed": "2099-01-01"})

    def test_the_government_decides_after_the_signing_time(self):
        """A government decision follows the end of signing, or an unknown owner, and a review
        follows a decision.
        """
        self.project.date_sign_to = "2099-05-31"
        with self.assertRaisesRegex(UserError, r"passed without an agreement.*art\. 26"):
            self.mine.agreement_state = "decision"
        self.mine.write({"owner_unknown": True, "agreement_state": "decision"})
        self.assertTrue(self.mine.date_decision)
        other = self.files[1].with_user(self.mediator_user)
        early = self.assertRaisesRegex(UserError, "follows a government decision")
        with early, self.env.cr.savepoint():
            other.agreement_state = "review"
        self.project.date_sign_to = "2026-05-31"
        other.agreement_state = "decision"
        other.agreement_state = "review"

    def test_demands_have_a_result_with_an_answer(self):
        """A demand counts as open until it has an answer with its day, from a body that decides."""
        Demand = self.env["community.relocation.demand"].with_user(self.mediator_user)
        demand = Demand.create(
            {"file_id": self.mine.id, "name": "回迁原地", "kind": "resettlement"}
        )
        self.assertEqual(self.mine.open_demand_count, 1)
        self.assertEqual(demand.body_id, self.body)
        with self.assertRaisesRegex(UserError, "write what was answered"):
            demand.result = "met"
        demand.write({"result": "partly", "answer": "同片区高层，楼层可选"})
        self.assertEqual(demand.date_answered, fields.Date.context_today(demand))
        self.assertEqual(self.mine.open_demand_count, 0)
        for name in ("date", "date_answered"):
            late = self.assertRaisesRegex(UserError, "2099-01-01 lies in the future")
            with late, self.env.cr.savepoint():
                demand[name] = "2099-01-01"
        with self.assertRaisesRegex(UserError, "does not decide compensation"):
            demand.body_id = self.env.company.partner_id

    def test_compensation_is_told_by_the_deciding_body_alone(self):
        """What a household is offered bears the body that decides it, never the community; the team
        that carried the word reads no amount, and the coordinator opens it for a reason.
        """
        Offer = self.env["community.relocation.offer"].with_user(self.mediator_user)
        offer = Offer.create({"file_id": self.mine.id, "amount_input": "865000"})
        self.assertEqual(offer.body_id, self.body)
        self.env.invalidate_all()
        self.assertEqual(offer.amount_input, "****")
        for user in (self.mediator_user, self.coordinator):
            with self.assertRaises(AccessError):
                offer.with_user(user).read(["amount"])
        with self.assertRaises(AccessError):
            offer.action_reveal("给住户核对")
        shown = offer.with_user(self.coordinator).action_reveal("给住户核对")
        self.assertEqual(shown["amount"]["value"], 865000)
        with self.assertRaisesRegex(UserError, "not an amount"):
            offer.amount_input = "-5"
        with self.assertRaisesRegex(UserError, "makes no offers"):
            offer.body_id = self.env.company.partner_id

    def test_explained_at_the_door_is_a_visit_too(self):
        action = self.mine.action_explain()
        Line = self.env["community.relocation.explanation"].with_user(self.mediator_user)
        form = Form(Line.with_context(**action["context"]), view=action["views"][0][0])
        self.assertEqual(form.told_to, "王建国")
        form.note = "问过渡费发到什么时候"
        line = form.save()
        self.assertEqual(line.policy_ids, self.policy)
        visit = line.sudo().visit_id
        self.assertEqual((visit.kind, visit.state, visit.mode), ("policy", "done", "home"))
        self.assertEqual(visit.household_id, self.file.household_id)
        self.assertEqual(visit.visitor_ids, self.mediator_user)
        self.assertEqual(visit.situation, "问过渡费发到什么时候")
        self.assertEqual(self.mine.last_visit_date, line.date)
        self.assertFalse(visit.has_relocation)

    def test_a_visit_fills_the_log_with_one_tap(self):
        """A visit about policy enters one line into the log of its household, by whoever made it,
        who still cannot read the file.
        """
        head = self.file.household_id.head_id
        visit = self.env["community.visit"].create(
            {
                "household_id": self.file.household_id.id,
                "kind": "policy",
                "state": "done",
                "date": "2026-03-10",
                "user_id": self.worker.id,
                "met_resident_ids": head.ids,
                "situation": "讲了先补偿后搬迁",
            }
        )
        self.assertTrue(visit.has_relocation)
        # The grid worker is of no team: the log is filled, the file stays closed.
        action = visit.with_user(self.worker).action_log_explanation()
        self.assertEqual(action["tag"], "display_notification")
        line = self.file.explanation_ids
        self.assertEqual(
            (line.visit_id, line.user_id, line.told_to, line.note, str(line.date)),
            (visit, self.worker, "王建国", "讲了先补偿后搬迁", "2026-03-10"),
        )
        self.env.invalidate_all()
        self.assertFalse(visit.has_relocation)
        visit.with_user(self.worker).action_log_explanation()
        self.assertEqual(self.file.explanation_ids, line)
        self.assertEqual(len(self.file.household_id.visit_ids), 1)
        with self.assertRaises(AccessError):
            visit.with_user(self.worker2).action_log_explanation()
        visit.kind = "routine"
        with self.assertRaisesRegex(UserError, "at which policy was explained"):
            visit.action_log_explanation()

    def test_an_explanation_names_the_policy_and_is_not_in_the_future(self):
        Line = self.env["community.relocation.explanation"].with_user(self.mediator_user)
        with self.assertRaisesRegex(UserError, "lies in the future"):
            Line.create({"file_id": self.mine.id, "date": "2099-01-01"})
        self.project.policy_ids = False
        with self.assertRaisesRegex(UserError, "say which policy"):
            Line.create({"file_id": self.mine.id})

    def test_one_tap_from_the_household(self):
        self.mediator_user.group_ids += self.env.ref("community_service.group_community_officer")
        household = self.file.household_id.with_user(self.mediator_user)
        self.assertEqual(household.relocation_file_count, 1)
        self.assertEqual(household.action_open_relocation()["res_id"], self.file.id)
        with self.assertRaises(AccessError):
            self.file.household_id.with_user(self.worker).action_open_relocation()
        with self.assertRaises(AccessError):
            self.file.household_id.with_user(self.worker).read(["relocation_file_count"])

    def test_a_dispute_goes_to_mediation(self):
        """A dispute noted in a household's file opens a mediation case about that household."""
        self.mine.dispute = "与开发商就面积差价说不拢"
        self.mine.action_new_mediation()
        case = self.file.case_ids
        self.assertEqual(case.description, self.mine.dispute)
        self.assertEqual(case.household_id, self.file.household_id)
        self.assertEqual(case.kind_id.code, "relocation")
        self.assertEqual(self.mine.case_count, 1)

    def test_project_and_household_of_a_file_are_fixed(self):
        with self.assertRaises(AccessError):
            self.mine.household_id = self.households[1]
        with self.assertRaises(AccessError):
            self.mine.project_id = self.make_project(code="P9")

    def test_the_household_opens_for_those_who_may_see_it(self):
        self.assertFalse(self.mine.can_open_household)
        with self.assertRaises(AccessError):
            self.mine.action_open_household()
        self.mediator_user.group_ids += self.env.ref("community_service.group_community_officer")
        self.env.invalidate_all()
        self.assertTrue(self.mine.can_open_household)
        self.assertEqual(self.mine.action_open_household()["res_id"], self.mine.household_id.id)
        arch = self.mine.get_view(view_type="form")["arch"]
        self.assertIn('invisible="not can_open_household"', arch)

    def test_an_amount_leaves_by_no_list_group_export_search_or_message(self):
        Offer = self.env["community.relocation.offer"].with_user(self.coordinator)
        offer = Offer.create({"file_id": self.file.id, "amount_input": "865000"})
        for ask in (
            lambda: Offer.search([("amount", ">", 1)]),
            lambda: Offer.search([], order="amount"),
            lambda: Offer.formatted_read_group([], ["part"], ["amount:sum"]),
            lambda: Offer.formatted_read_group([], ["amount"], ["__count"]),
            lambda: offer.read(["amount"]),
            lambda: offer.web_read({"amount": {}}),
        ):
            with self.assertRaises(AccessError):
                ask()
        self.coordinator.group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            offer.export_data(["amount"])
        self.assertNotIn("865000", str(offer.export_data(["part", "amount_input"])))
        self.assertNotIn("865000", str(offer.web_read({"amount_input": {}})))
        self.assertNotIn("865000", " ".join(self.file.message_ids.mapped("body")))
        for text in ("八十万", "-5"):
            with self.assertRaisesRegex(UserError, "is not an amount"):
                offer.amount_input = text

    def test_who_takes_it_on_is_seen(self):
        """A claim on a household's file bears its number, and is fulfilled when the household has
        moved.
        """
        partner = self.env["res.partner"].create({"name": "老党员"})
        claim = self.env["community.contribution"].create(
            {
                "res_model": self.file._name,
                "res_id": self.file.id,
                "partner_id": partner.id,
            }
        )
        self.assertEqual(claim.name, "Relocation file WH-0001")
        self.file.write(
            {
                "agreement_state": "signed",
                "date_signed": "2026-03-02",
                "date_compensated": "2026-03-03",
            }
        )
        self.file.action_moved()
        self.assertEqual(claim.state, "fulfilled")

    def test_board_costs_the_same_for_any_number_of_files(self):
        Model = self.env["community.relocation.file"].with_user(self.coordinator)
        spec = {
            name: {}
            for name in (
                "address",
                "number",
                "owner_name",
                "attitude",
                "explanation_count",
                "open_demand_count",
                "date_moved",
            )
        }
        costs = []
        for limit in (2, 4):
            Model.web_search_read([("project_id", "=", self.project.id)], spec, limit=limit)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Model.web_search_read([("project_id", "=", self.project.id)], spec, limit=limit)
            costs.append(self.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1])
