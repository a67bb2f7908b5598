from odoo import fields, models
from odoo.tools import SQL

from ..people.community_category import STAGES_IN, STATUS_IN
from ..people.community_party_post import COMMITTEE
from .community_party_exemption import REASONS

# Meetings that count as study, as in the indicator of class hours.
STUDY_KINDS = ("study", "lecture", "theme_day")


class CommunityPartyStudy(models.Model):
    """Class hours of study of a member in a year: required, done, missing.

    《中国共产党党员教育管理工作条例》 art. 20: 32 class hours a year for members, 56 for
    secretaries and committee members; both are parameters. Whoever held such a post during the
    year has the higher number. Of members who joined during the year, and of exempt ones, nothing
    is required; what they did is shown all the same.
    """

    _name = "community.party.study"
    _description = "Study of a Party Member"
    _auto = False
    _log_access = False
    _inherit = ["community.guarded.mixin"]
    _order = "year desc, organization_id, member_id"
    _rec_name = "member_id"
    _depends = {
        "community.attendance": ["member_id", "date", "class_hours", "meeting_kind", "study_form"],
        "community.parameter": ["code", "value", "company_id", "valid_from"],
        "community.party.exemption": ["member_id", "reason", "date_from", "date_to"],
        "community.party.member": ["organization_id", "stage", "status", "date_probation"],
        "community.party.post": ["member_id", "kind", "date_from", "date_to"],
    }

    member_id = fields.Many2one("community.party.member", readonly=True)
    organization_id = fields.Many2one("community.party.organization", readonly=True)
    company_id = fields.Many2one("res.company", "Community", readonly=True)
    year = fields.Char(readonly=True)
    is_committee = fields.Boolean("Held a committee post", readonly=True)
    required = fields.Float("Class hours required", readonly=True, aggregator="sum")
    done = fields.Float("Class hours done", readonly=True, aggregator="sum")
    collective = fields.Float("Done together", readonly=True, aggregator="sum")
    individual = fields.Float("Done by oneself", readonly=True, aggregator="sum")
    home = fields.Float("Brought home", readonly=True, aggregator="sum")
    missing = fields.Float("Class hours missing", readonly=True, aggregator="sum")
    state = fields.Selection(
        [("done", "Hours reached"), ("open", "Still open"), ("exempt", "Not required")],
        readonly=True,
    )
    exempt_reason = fields.Selection(REASONS, readonly=True)

    @property
    def _table_query(self):
        # Raw SQL: hours of all members and years in one statement; record rules apply to its
        # result as to any table.
        value = self.env["community.parameter"]._sql_value
        last = SQL("make_date(y.year, 12, 31)")
        return SQL(
            """
    WITH hours AS (
        SELECT member_id, EXTRACT(YEAR FROM date)::int AS year,
               sum(class_hours) AS done,
               sum(class_hours) FILTER (WHERE study_form = 'individual') AS individual,
               sum(class_hours) FILTER (WHERE study_form = 'home') AS home
          FROM community_attendance
         WHERE member_id IS NOT NULL AND class_hours > 0 AND meeting_kind IN %(kinds)s
         GROUP BY 1, 2
    ), years AS (
        SELECT DISTINCT year FROM hours
        UNION SELECT EXTRACT(YEAR FROM %(today)s::date)::int
    ), due AS (
        SELECT m.id AS member_id, m.organization_id, m.company_id, y.year,
               EXISTS (
                   SELECT FROM community_party_post p
                    WHERE p.member_id = m.id AND p.kind IN %(committee)s
                      AND p.date_from <= make_date(y.year, 12, 31)
                      AND (p.date_to IS NULL OR p.date_to >= make_date(y.year, 1, 1))
               ) AS is_committee,
               (SELECT e.reason FROM community_party_exemption e
                 WHERE e.member_id = m.id
                   AND e.date_from <= LEAST(make_date(y.year, 12, 31), %(today)s)
                   AND (e.date_to IS NULL
                        OR e.date_to >= LEAST(make_date(y.year, 12, 31), %(today)s))
                 ORDER BY e.date_from DESC LIMIT 1) AS exempt_reason,
               m.date_probation IS NULL OR m.date_probation < make_date(y.year, 1, 1) AS is_whole
          FROM community_party_member m CROSS JOIN years y
         WHERE m.active AND m.stage IN %(stages)s AND m.status IN %(status)s
           AND (m.date_probation IS NULL OR m.date_probation <= make_date(y.year, 12, 31))
    ), rules AS (
        SELECT c.id AS company_id, y.year, %(hours)s AS hours,
               %(committee_hours)s AS committee_hours
          FROM res_company c CROSS JOIN years y
    ), sheet AS (
        SELECT d.*, COALESCE(h.done, 0) AS done, COALESCE(h.individual, 0) AS individual,
               COALESCE(h.home, 0) AS home,
               CASE WHEN d.exempt_reason IS NOT NULL OR NOT d.is_whole THEN 0
                    WHEN d.is_committee THEN u.committee_hours ELSE u.hours END AS required
          FROM due d
          JOIN rules u ON u.company_id = d.company_id AND u.year = d.year
          LEFT JOIN hours h ON h.member_id = d.member_id AND h.year = d.year
    )
    SELECT member_id::bigint * 10000 + year AS id, member_id, organization_id, company_id,
           year::varchar AS year, is_committee, required, done, individual, home,
           done - individual - home AS collective,
           GREATEST(required - done, 0) AS missing,
           CASE WHEN required = 0 THEN 'exempt' WHEN done >= required THEN 'done'
                ELSE 'open' END AS state,
           exempt_reason
      FROM sheet
            """,
            kinds=STUDY_KINDS,
            committee=COMMITTEE,
            stages=STAGES_IN,
            status=STATUS_IN,
            today=fields.Date.context_today(self),
            hours=value("party_study_hours_member", SQL("c.id"), last),
            committee_hours=value("party_study_hours_committee", SQL("c.id"), last),
        )
