from odoo import fields, models
from odoo.tools import SQL

from .community_activity_kind import MEETING_KINDS


class CommunityPartyCompliance(models.Model):
    """What an organisation had to hold in a period, and what it held: one line per duty.

    Worked out by one query for all organisations from meetings, duties and leaves, so that it is
    never out of date. A meeting that is not quorate, or at which nobody was present, does not
    count. Leave covers a period also by several lines, when it was prolonged. A committee exists in
    a period in which somebody holds a post of a committee member. Nothing is owed for a period
    before the one in which the organisation was founded.
    """

    _name = "community.party.compliance"
    _description = "Compliance of Organisation Life"
    _auto = False
    _log_access = False
    _inherit = ["community.figure.mixin"]
    _order = "date_from desc, organization_id, duty_id"
    _rec_name = "organization_id"
    _depends = {
        "community.activity": [
            "organization_id",
            "meeting_kind",
            "kind_id",
            "state",
            "date",
            "date_counts",
            "is_quorate",
            "vote_due_count",
            "present_count",
        ],
        "community.activity.kind": ["meeting_kind", "also_kind_ids"],
        "community.party.duty": ["meeting_kind", "period", "times", "active", "needs_groups"],
        "community.party.duty.waiver": ["organization_id", "date_from", "date_to"],
        "community.party.organization": [
            "kind",
            "parent_id",
            "date_founded",
            "date_life_from",
        ],
        "community.party.post": ["organization_id", "kind", "date_from", "date_to"],
    }

    organization_id = fields.Many2one("community.party.organization", readonly=True)
    company_id = fields.Many2one("res.company", "Community", readonly=True)
    duty_id = fields.Many2one("community.party.duty", readonly=True)
    meeting_kind = fields.Selection(MEETING_KINDS, "Party meeting", readonly=True)
    period = fields.Selection(
        [("month", "Every month"), ("quarter", "Every quarter"), ("year", "Every year")],
        "How often it is due",
        readonly=True,
    )
    date_from = fields.Date("Starts on", readonly=True)
    date_to = fields.Date("Ends on", readonly=True)
    due = fields.Integer("Meetings due", readonly=True, aggregator="sum")
    held = fields.Integer("Number held", readonly=True, aggregator="sum")
    late = fields.Integer(
        "Number held late",
        readonly=True,
        aggregator="sum",
        help="Held after the period, made up for it.",
    )
    missing = fields.Integer(readonly=True, aggregator="sum")
    kept = fields.Integer(
        "Of those due, held", readonly=True, aggregator="sum", help="Never more than were due."
    )
    rate = fields.Float("Held (%)", readonly=True, aggregator="avg")
    state = fields.Selection(
        [
            ("held", "Held"),
            ("late", "Held late"),
            ("due", "Still due"),
            ("missing", "Missing"),
            ("exempt", "Not required to be held"),
        ],
        readonly=True,
    )
    exempt_reason = fields.Selection(
        [
            ("committee", "Has no committee"),
            ("groups", "Has no groups"),
            ("waiver", "Leave was given"),
        ],
        "Exempt because",
        readonly=True,
    )

    @property
    def _table_query(self):
        # Raw SQL: periods of all organisations and duties in one statement; record rules apply to
        # its result as to any table.
        return SQL(
            """
    WITH held AS (
        SELECT a.organization_id, kinds.meeting_kind, a.date_counts, a.date
          FROM community_activity a
          JOIN LATERAL (
                SELECT a.meeting_kind
                 UNION
                SELECT k.meeting_kind FROM community_activity_kind_also_rel r
                  JOIN community_activity_kind k ON k.id = r.also_id
                 WHERE r.kind_id = a.kind_id
               ) kinds ON kinds.meeting_kind IS NOT NULL
         WHERE a.organization_id IS NOT NULL AND a.state = 'done'
           AND (a.is_quorate OR COALESCE(a.vote_due_count, 0) = 0)
           AND a.present_count > 0
    ), sheet AS (
        SELECT o.id AS organization_id, o.company_id, d.id AS duty_id, d.meeting_kind, d.period,
               d.times, p.date_from, p.date_to,
               CASE WHEN d.needs_committee IS TRUE AND o.kind <> 'committee' AND NOT EXISTS (
                        SELECT FROM community_party_post post
                         WHERE post.organization_id = o.id AND post.kind = 'committee'
                           AND post.date_from <= p.date_to
                           AND (post.date_to IS NULL OR post.date_to >= p.date_from))
                    THEN 'committee'
                    WHEN d.needs_groups IS TRUE AND o.kind <> 'group' THEN 'groups'
                    WHEN EXISTS (
                        SELECT FROM community_party_duty_waiver w
                         WHERE w.organization_id = o.id AND w.meeting_kind = d.meeting_kind
                           AND w.date_from <= p.date_to AND w.date_to >= p.date_from)
                     AND NOT EXISTS (
                        SELECT FROM generate_series(p.date_from, p.date_to, '1 day') x(day)
                         WHERE NOT EXISTS (
                            SELECT FROM community_party_duty_waiver w
                             WHERE w.organization_id = o.id AND w.meeting_kind = d.meeting_kind
                               AND x.day BETWEEN w.date_from AND w.date_to))
                    THEN 'waiver' END AS exempt_reason
          FROM community_party_organization o
          JOIN community_party_duty d ON d.active IS TRUE AND CASE o.kind
                WHEN 'committee' THEN d.for_committee
                WHEN 'general_branch' THEN d.for_general_branch
                WHEN 'branch' THEN d.for_branch
                WHEN 'group' THEN d.for_group
                ELSE FALSE END
         CROSS JOIN LATERAL (
                SELECT s::date AS date_from,
                       (s + CASE d.period WHEN 'month' THEN interval '1 month'
                                          WHEN 'quarter' THEN interval '3 months'
                                          ELSE interval '1 year' END)::date - 1 AS date_to
                  FROM generate_series(
                        date_trunc(d.period,
                                   GREATEST(o.date_life_from, o.date_founded)::timestamp),
                        %(today)s::timestamp,
                        CASE d.period WHEN 'month' THEN interval '1 month'
                                      WHEN 'quarter' THEN interval '3 months'
                                      ELSE interval '1 year' END) s
               ) p
         WHERE o.active AND o.date_life_from IS NOT NULL
           AND NOT (d.needs_groups IS TRUE AND o.kind <> 'group' AND EXISTS (
                SELECT FROM community_party_organization g
                 WHERE g.parent_id = o.id AND g.kind = 'group' AND g.active))
    ), counted AS (
        SELECT s.organization_id, s.company_id, s.duty_id, s.meeting_kind, s.period, s.date_from,
               s.date_to, s.exempt_reason,
               CASE WHEN s.exempt_reason IS NULL THEN s.times ELSE 0 END AS due,
               count(h.date) AS held,
               count(h.date) FILTER (WHERE h.date > s.date_to) AS late
          FROM sheet s
          LEFT JOIN held h ON h.organization_id = s.organization_id
                AND h.meeting_kind = s.meeting_kind
                AND h.date_counts BETWEEN s.date_from AND s.date_to
         GROUP BY s.organization_id, s.company_id, s.duty_id, s.meeting_kind, s.period,
                  s.date_from, s.date_to, s.exempt_reason, s.times
    )
    SELECT (c.organization_id::bigint * 1000 + c.duty_id) * 4096
             + (extract(year FROM c.date_from)::int - 1990) * 12
             + extract(month FROM c.date_from)::int AS id,
           c.organization_id, c.company_id, c.duty_id, c.meeting_kind, c.period, c.date_from,
           c.date_to, c.due, c.held::int AS held, c.late::int AS late, c.exempt_reason,
           CASE WHEN c.date_to < %(today)s THEN greatest(c.due - c.held, 0) ELSE 0 END::int
             AS missing,
           least(c.held, c.due)::int AS kept,
           CASE WHEN c.due > 0 THEN least(c.held, c.due) * 100.0 / c.due END::float8 AS rate,
           CASE WHEN c.exempt_reason IS NOT NULL THEN 'exempt'
                WHEN c.held - c.late >= c.due THEN 'held'
                WHEN c.held >= c.due THEN 'late'
                WHEN c.date_to < %(today)s THEN 'missing'
                ELSE 'due' END AS state
      FROM counted c
            """,
            today=fields.Date.context_today(self),
        )
