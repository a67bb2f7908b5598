from odoo.exceptions import UserError

from .life.test_party_meeting import MeetingCase


class ExcellenceCase(MeetingCase):
    """Three members of the first branch who vote, and assessments and awards made in one line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.make_members(3)
        cls.member = cls.members[0]
        cls.five_goods = cls.env.ref("community_party.community_party_standard_five_goods")
        cls.five_leads = cls.env.ref("community_party.community_party_standard_five_leads")

    def refused(self, words, function, *args, **values):
        """Return the sentence of a refusal that holds the words and leaves nothing behind."""
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            function(*args, **values)
            self.env.flush_all()
        for word in words:
            self.assertIn(word, str(caught.exception))
        return str(caught.exception)

    @classmethod
    def passed(cls, day="2026-11-20", organization=None):
        """Return a vote of three that passed at a meeting on ``day``."""
        day = cls.env["community.party.award"]._fields["date_notice"].to_date(day)
        meeting = cls.make_meeting(day=day, organization=organization)
        cls.sign_in(meeting, 3)
        vote = cls.vote(meeting, 3)
        vote.action_decide()
        return vote

    @classmethod
    def assess(cls, standard=None, user=None, **values):
        return (
            cls.env["community.party.assessment"]
            .with_user(user or cls.branch_user)
            .create(
                {
                    "organization_id": cls.branch.id,
                    "standard_id": (standard or cls.five_goods).id,
                    "year": 2026,
                    **values,
                }
            )
        )

    @classmethod
    def score(cls, assessment, *scores):
        for line, score in zip(assessment.line_ids, scores or (80,) * 99, strict=False):
            line.write({"score": score, "evidence": "走访记录与总结"})

    @classmethod
    def walk_assessment(cls, assessment, until="decided", vote=None):
        """Take an assessment through its steps up to a state."""
        steps = (
            (
                "pledged",
                {"pledge": "办好十件实事", "pledge_place": "公示栏", "date_pledge": "2026-03-01"},
                "action_pledge",
            ),
            (
                "commented",
                {"comment": "落实到位", "comment_by": "总支书记", "date_comment": "2026-06-01"},
                "action_comment",
            ),
            (
                "appraised",
                {
                    "date_appraisal": "2026-10-01",
                    "survey_asked": 60,
                    "survey_returned": 50,
                    "survey_satisfied": 30,
                    "survey_basic": 15,
                    "survey_unsatisfied": 5,
                },
                "action_appraise",
            ),
        )
        for state, values, action in steps:
            assessment.write(values)
            getattr(assessment, action)()
            if state == until:
                return assessment
        cls.score(assessment)
        vote = vote or cls.passed()
        assessment.write({"result": "excellent", "resolution_id": vote.id})
        assessment.action_decide()
        return assessment

    @classmethod
    def propose(cls, kind="worker", user=None, **values):
        """Propose an award for the first member."""
        return (
            cls.env["community.party.award"]
            .with_user(user or cls.branch_user)
            .create(
                {
                    "organization_id": cls.branch.id,
                    "kind_id": cls.env.ref(f"community_party.community_party_award_kind_{kind}").id,
                    "member_id": cls.member.id,
                    "year": 2026,
                    "honour": "优秀党务工作者",
                    "reason": "十年如一日做好支部工作",
                    **values,
                }
            )
        )

    @classmethod
    def publish(cls, award, day="2026-11-02"):
        award.write({"notice_place": "公示栏", "date_notice": day})
        award.action_notice()
        return award

    @classmethod
    def grant(cls, award, vote=None):
        award.resolution_id = vote or cls.passed()
        award.action_grant()
        return award
