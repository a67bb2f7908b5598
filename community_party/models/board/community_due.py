from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.community_service.models.figures.community_due import DuePart


class CommunityDue(models.Model):
    """Steps of admission, examinations, tasks and meetings of the Party on the board."""

    _inherit = "community.due"

    kind = fields.Selection(
        selection_add=[
            ("party_step", "Step of admission"),
            ("party_check", "Examination of an activist"),
            ("party_task", "Task of the Party"),
            ("party_appraisal", "Task from an appraisal"),
            ("party_base", "Base of dues not declared"),
            ("party_meeting", "Party meeting"),
            ("party_talk", "Heart-to-heart talk"),
            ("party_pledge", "Matter pledged"),
            ("party_award", "Decision on an award"),
            ("party_rule", "Review of a rule"),
            ("party_fund_money", "Money promised to a fund"),
            ("party_fund_finding", "Finding of an audit"),
            ("party_agreement", "Agreement of co-building to be signed"),
            ("party_agreement_line", "Line of an agreement"),
            ("party_contact", "Contact with a unit not answered"),
            ("party_project", "Co-building project"),
            ("party_motion", "Motion to be carried out"),
            ("party_notice", "Notice of a meeting"),
            ("party_term", "Term of a representative"),
        ]
    )

    def _due_parts(self):
        is_open = Domain("state", "=", "open")
        keeper = self._keeper
        tasks = is_open & Domain("kind", "=", "action")
        return [
            *super()._due_parts(),
            DuePart("party_step", "community.party.step.record", is_open, "date_latest", keeper),
            DuePart("party_check", "community.party.check", is_open, "date_due", keeper),
            DuePart("party_task", "community.party.plan.line", tasks, "date_due", keeper),
            DuePart(
                "party_appraisal",
                "community.party.appraisal.task",
                Domain("date_done", "=", False),
                "date_due",
                self._owner("user_id"),
            ),
            # The running month alone: it stands for those before it.
            DuePart(
                "party_base",
                "community.party.dues",
                Domain("state", "=", "no_base") & Domain("month", ">=", "=1d"),
                "month",
                keeper,
            ),
            DuePart(
                "party_meeting",
                "community.party.compliance",
                Domain("state", "=", "due"),
                "date_to",
                keeper,
                "organization_id",
            ),
            DuePart(
                "party_award",
                "community.party.award",
                Domain("state", "=", "noticed"),
                "date_notice_end",
                keeper,
            ),
            DuePart(
                "party_rule",
                "community.party.rule",
                Domain("state", "=", "in_force"),
                "date_review",
                keeper,
            ),
            DuePart(
                "party_fund_money",
                "community.party.fund.source",
                Domain("open_amount", ">", 0),
                "date_due",
                keeper,
            ),
            DuePart(
                "party_fund_finding",
                "community.party.fund.finding",
                Domain("date_done", "=", False),
                "date_due",
                self._owner("user_id"),
            ),
            DuePart(
                "party_agreement",
                "community.party.agreement",
                Domain("state", "=", "draft"),
                "date_due",
                keeper,
            ),
            DuePart(
                "party_agreement_line",
                "community.party.agreement.line",
                is_open & Domain("agreement_id.outcome", "in", ("running", "left")),
                "date_due",
                keeper,
            ),
            DuePart(
                "party_contact",
                "community.party.contact",
                Domain("state", "=", "waiting"),
                "date_due",
                keeper,
            ),
            DuePart(
                "party_project",
                "community.party.project",
                Domain("state", "in", ("draft", "running")),
                "date_due",
                keeper,
            ),
            DuePart(
                "party_motion",
                "community.party.motion",
                Domain("state", "=", "passed"),
                "date_due",
                keeper,
            ),
            DuePart(
                "party_notice",
                "community.activity",
                Domain("meeting_kind", "=", "representatives")
                & Domain("state", "in", ("planned", "open"))
                & Domain("date_notice", "=", False),
                "date_notice_due",
                keeper,
            ),
            # Told before the term is over; whether somebody is chosen anew is for the group.
            DuePart(
                "party_term",
                "community.party.representative",
                Domain("date_ended", "=", False) & Domain("date_to", ">=", "today"),
                "date_to",
                keeper,
            ),
            # A treasurer reads members, and not this day.
            DuePart("party_talk", "community.party.member", Domain.TRUE, "date_talk_due", keeper),
            DuePart(
                "party_pledge",
                "community.party.pledge",
                Domain("state", "=", "claimed"),
                "date_due",
                keeper,
            ),
        ]

    def _keeper(self, records, query):
        # Raw SQL: whoever keeps the organisation's file today, or else that of the nearest one
        # above it, is in charge of what it owes.
        return SQL(
            """(SELECT k.user_id FROM community_party_organization_chain_rel c
                  JOIN community_party_organization o ON o.id = c.above_id
                  JOIN community_party_officer k ON k.organization_id = o.id
                 WHERE c.organization_id = %(organization)s AND k.date_from <= %(today)s
                   AND (k.date_to IS NULL OR k.date_to >= %(today)s)
                 ORDER BY length(o.parent_path) DESC, k.id LIMIT 1)""",
            organization=records._field_to_sql(query.table, "organization_id", query),
            today=fields.Date.context_today(self),
        )
