from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..excellence_case import ExcellenceCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestAssessment(ExcellenceCase):
    """Standards, the four steps of an assessment, its decision, objections and survey."""

    def test_three_standards_come_with_their_criteria(self):
        """Five goods, five leads and the four-good leading group are there with their criteria."""
        four = self.env.ref("community_party.community_party_standard_four_good")
        for standard, count, subject in (
            (self.five_goods, 5, "organization"),
            (self.five_leads, 5, "member"),
            (four, 4, "organization"),
        ):
            self.assertEqual(len(standard.line_ids), count)
            self.assertEqual(standard.subject, subject)
            self.assertEqual(sum(standard.line_ids.mapped("weight")), 100)

    def test_steps_follow_each_other_to_a_decision(self):
        """Pledge, comment, public appraisal and decision follow each other, each with what belongs
        to it.
        """
        record = self.assess()
        self.assertEqual(record.line_ids.mapped("name"), self.five_goods.line_ids.mapped("name"))
        self.refused(("Public pledge", "is missing"), record.action_pledge)
        self.refused(("In preparation", "Pledge is public"), record.action_comment)
        self.walk_assessment(record, "appraised")
        self.assertEqual((record.survey_good, record.survey_rate), (45, 90))
        self.refused(("Result", "is missing"), record.action_decide)
        vote = self.passed()
        record.write({"result": "good", "resolution_id": vote.id})
        self.refused(("Leading body", "no score with evidence"), record.action_decide)
        self.score(record, 90, 80, 70, 60, 50)
        record.action_decide()
        self.assertEqual(record.state, "decided")
        self.assertEqual((record.score, record.date_decided), (70, vote.date))
        self.assertEqual(record.user_id, self.branch_user)
        self.refused(("not rewritten", "opens it again"), record.write, {"result": "excellent"})
        self.refused(("not rewritten",), record.line_ids[0].write, {"score": 100})

    def test_a_score_has_evidence_and_weights(self):
        """A score without evidence is refused, and weights of the standard make the mean."""
        self.five_goods.line_ids[0].weight = 60
        record = self.assess()
        line = record.line_ids[0]
        self.refused((line.name, "without evidence", "write what"), line.write, {"score": 90})
        self.assertFalse(record.is_scored)
        self.score(record, 100, 50, 50, 50, 50)
        self.assertTrue(record.is_scored)
        # 60 * 100 + 80 * 50, of 140
        self.assertAlmostEqual(record.score, 10000 / 140, 1)

    def test_a_score_is_never_worked_out_from_entries(self):
        """No number of meetings, votes or answers moves a score."""
        record = self.assess()
        self.score(record, 90, 80, 70, 60, 50)
        before = record.score
        for day in ("2026-11-10", "2026-11-11", "2026-11-12"):
            self.passed(day)
        record.write({"survey_asked": 9, "survey_returned": 9, "survey_satisfied": 9})
        self.env.invalidate_all()
        self.assertEqual(record.score, before)
        field = self.env["community.party.assessment.line"]._fields["score"]
        self.assertFalse(field.compute or field.related)

    def test_party_work_is_one_part_of_the_overall_rating(self):
        """In the overall rating of the year, Party work is a part with its weight, neither all nor
        nothing.
        """
        overall = self.env.ref("community_party.community_party_standard_overall")
        record = self.assess(overall)
        self.assertEqual(record.party_work_share, 30)
        overall.line_ids.is_party_work = False
        self.refused(("Party work is one part", "Mark at least"), self.assess, overall, year=2025)

    def test_members_posts_and_units_are_assessed_by_standards_of_their_own(self):
        """Organisations, members, posts and units are each assessed by a standard for them."""
        self.refused(("Five leads", "Party member", "Fill in that"), self.assess, self.five_leads)
        self.assertEqual(
            self.assess(self.five_leads, member_id=self.member.id).subject_name, self.member.name
        )
        post = self.env["community.party.post"].create(
            {"organization_id": self.branch.id, "member_id": self.member.id}
        )
        unit = self.env["res.partner"].create({"name": "东河粮油公司", "is_company": True})
        for subject, values, name in (
            ("post", {"post_id": post.id}, self.member.name),
            ("unit", {"partner_id": unit.id}, unit.name),
        ):
            standard = self.env["community.party.standard"].create(
                {
                    "name": subject,
                    "subject": subject,
                    "line_ids": [Command.create({"name": "实绩", "weight": 100})],
                }
            )
            self.assertEqual(self.assess(standard, self.party_officer, **values).subject_name, name)

    def test_criteria_follow_the_standard_until_the_pledge_is_public(self):
        """A change of the standard reaches what is in preparation, whenever it is entered, and
        nothing that is public.
        """
        own = self.own_copy(self.five_goods, self.party_manager)
        self.patch(type(self), "five_goods", self.five_goods.browse(own.id))
        states = (None, "pledged", "commented", "appraised", "decided")
        years = dict(zip(states, range(2022, 2027), strict=True))
        for until in states:
            with self.subTest(until=until):
                record = self.assess(year=years[until])
                if until:
                    self.walk_assessment(record, until)
                before = record.line_ids.mapped(lambda x: (x.name, x.weight))
                self.five_goods.with_user(self.party_manager).write(
                    {
                        "line_ids": [
                            Command.update(self.five_goods.line_ids[0].id, {"weight": 30}),
                            Command.create({"name": "新增标准", "weight": 10, "sequence": 99}),
                        ]
                    }
                )
                after = record.line_ids.mapped(lambda x: (x.name, x.weight))
                self.assertEqual(after == before, bool(until))
                now = self.five_goods.line_ids.mapped(lambda x: (x.name, x.weight))
                self.assertEqual(after == now, not until)
                self.five_goods.line_ids[-1:].unlink()
                self.five_goods.line_ids[0].weight = 20
                if not until:
                    self.assertEqual(record.line_ids.mapped(lambda x: (x.name, x.weight)), before)
                elif until != "decided":
                    # Back in preparation it follows again.
                    while record.state != "draft":
                        record.action_back()
                    now = self.five_goods.line_ids.mapped(lambda x: (x.name, x.weight))
                    self.assertEqual(record.line_ids.mapped(lambda x: (x.name, x.weight)), now)

    def test_a_criterion_with_evidence_is_not_lost(self):
        record = self.assess()
        self.score(record)
        self.five_goods.line_ids[0].unlink()
        self.assertEqual(len(record.line_ids), 5)

    def test_survey_answers_add_up(self):
        """Answers to the satisfaction survey add up, and nobody answers who was not asked."""
        record = self.walk_assessment(self.assess(), "commented")
        for asked, returned, satisfied in ((10, 11, 11), (10, 9, 8)):
            self.refused(
                (f"{asked} people asked", f"{returned} answers", "Count again"),
                record.write,
                {
                    "survey_asked": asked,
                    "survey_returned": returned,
                    "survey_satisfied": satisfied,
                },
            )
        record.date_appraisal = "2026-10-01"
        self.refused(("Answers", "is missing"), record.action_appraise)

    def test_days_follow_each_other(self):
        record = self.walk_assessment(self.assess(), "pledged")
        self.refused(
            ("2026-02-01", "before", "2026-03-01", "correct"),
            record.write,
            {"date_comment": "2026-02-01"},
        )
        self.refused(("2026-12-01", "in the future"), record.write, {"date_comment": "2026-12-01"})

    def test_a_decision_stands_on_a_passed_vote_of_its_own_organisation(self):
        """The decision is a meeting's: a passed vote of the organisation or of one above it, after
        the appraisal, which is not counted again under it.
        """
        record = self.walk_assessment(self.assess(user=self.party_officer), "appraised")
        self.score(record)
        record.result = "good"
        self.make_members(3, organization=self.branch2)
        for vote, words in (
            (self.passed("2026-09-01"), ("2026-09-01, before 2026-10-01", "later vote")),
            (self.passed(organization=self.branch2), ("another organisation", self.branch.name)),
        ):
            record.resolution_id = vote
            self.refused(words, record.action_decide)
        vote = self.passed("2026-11-19")
        vote.action_recount()
        record.resolution_id = vote
        self.refused(("is not passed", "Decide the vote"), record.action_decide)
        vote.action_decide()
        record.action_decide()
        self.refused(("cannot be counted again", "takes that back"), vote.action_recount)

    def test_objections_are_answered_before_the_decision(self):
        """An objection is entered once there is something to object to, and answered before the
        decision.
        """
        record = self.assess()
        Objection = self.env["community.party.objection"].with_user(self.branch_user)
        values = {"assessment_id": record.id, "content": "实事没有办完"}
        self.refused(("was not public", "Correct the day"), Objection.create, values)
        self.walk_assessment(record, "appraised")
        objection = Objection.create(values)
        self.score(record)
        record.write({"result": "good", "resolution_id": self.passed().id})
        self.refused(("2026-11-23 is not answered", "Answer it"), record.action_decide)
        self.refused(("write the answer first",), objection.action_dismiss)
        objection.answer = "已按期办结，公示栏有照片"
        objection.action_dismiss()
        self.assertEqual(objection.user_id, self.branch_user)
        record.action_decide()
        self.assertEqual(record.state, "decided")
        self.refused(("answered and kept",), objection.with_user(self.party_manager).unlink)

    def test_a_manager_opens_a_decided_assessment_again(self):
        """What was found wrong later is opened again by a manager with a reason, and no award
        stands on it meanwhile.
        """
        record = self.walk_assessment(
            self.assess(self.five_leads, member_id=self.member.id), vote=self.passed("2026-10-20")
        )
        award = self.grant(self.publish(self.propose("member", assessment_id=record.id)))
        record.with_user(self.branch_user).reopen_reason = "得分有误"
        with self.assertRaises(AccessError):
            record.with_user(self.branch_user).action_reopen()
        manager = record.with_user(self.party_manager)
        self.refused(("stands on it", "Revoke the award"), manager.action_reopen)
        award.end_reason = "评定有误"
        award.with_user(self.party_manager).action_revoke()
        manager.action_reopen()
        self.assertEqual((record.state, record.date_decided), ("appraised", False))

    def test_it_is_the_branch_that_sees_it(self):
        record = self.assess()
        self.assertFalse(record.with_user(self.branch_user2).search([("id", "=", record.id)]))
        with self.assertRaises(AccessError):
            record.with_user(self.branch_user2).read(["pledge"])
        with self.assertRaises(AccessError):
            record.line_ids[:1].weight = 90

    def test_a_member_who_moved_is_still_named(self):
        """The assessment of a member who moved to another branch is read where it was made."""
        record = self.walk_assessment(self.assess(self.five_leads, member_id=self.member.id))
        self.member.organization_id = self.branch2
        self.env.invalidate_all()
        mine = record.with_user(self.branch_user)
        self.assertIn(self.member.name, mine.display_name)
        self.assertEqual(mine.organization_id, self.branch)

    def test_figures_and_ledger(self):
        """Assessments, answers and satisfaction are figures of the year, objections too."""
        record = self.walk_assessment(self.assess())
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "2026", "date_from": "2026-01-01", "date_to": "2026-12-31"})
        )
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        self.assertEqual(values["party_assessments"], 1)
        self.assertEqual(values["party_survey_answers"], 50)
        self.assertEqual(values["party_survey_share"], 90)
        self.assertEqual(values["party_objections"], 0)
        ledger = self.env["community.ledger"].search([("code", "=", "party_assessments")])
        batches = ledger.with_user(self.branch_user)._rows()
        rows = [row for batch in batches for row in batch]
        self.assertEqual(len(rows), 1)
        self.assertIn(record.subject_name, rows[0])
