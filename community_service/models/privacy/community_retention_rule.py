from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .community_privacy_request import MANAGER


class RetentionKind(NamedTuple):
    """A kind of record that is kept for some years.

    :param str model: its model
    :param str date: field of the day from which the years are counted; empty for an archive
    :param domain: records that are over; what still runs is not counted
    :param bool is_archive: kept by law: nothing of it is ever proposed
    """

    model: str
    date: str = ""
    domain: Domain = Domain.TRUE
    is_archive: bool = False


class CommunityRetentionRule(models.Model):
    """How many years records of a kind are kept once they are over (PIPL art. 19 and 47).

    A rule with a history; what is due for clearing is asked of the rule in force on the day of the
    question. An archive that a law has kept is a kind without a term.
    """

    _name = "community.retention.rule"
    _description = "Rule on Keeping"
    _inherit = ["community.dated.mixin", "community.record.mixin"]
    _order = "sequence, code, valid_from, id"

    name = fields.Char("Records kept", required=True, translate=True)
    code = fields.Selection(
        [
            ("resident", "People who died or moved away"),
            ("visit", "Visits"),
            ("need", "Needs"),
            ("request", "Requests"),
            ("life_event", "Caring events"),
            ("attendance", "Sign-ins"),
            ("consent", "Withdrawn consents"),
            ("privacy_request", "Requests about personal data"),
            ("aid", "Aid cases"),
        ],
        "Kind of record",
        required=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    years = fields.Integer("Years kept", required=True, default=5)
    is_archive = fields.Boolean(
        "Kept as an archive", compute="_compute_is_archive", help="A law keeps it: no term runs."
    )
    legal_basis = fields.Char("Basis of the term", translate=True, help="Law or document, article.")
    is_local = fields.Boolean("No national term", help="The place sets these years; no text does.")

    _edition_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(valid_from, '-infinity'::date))",
        "This kind has a rule from this day already: edit that one.",
    )
    _check_years = models.Constraint(
        "CHECK (years BETWEEN 1 AND 100)", "Records are kept for 1 to 100 years."
    )

    @api.depends("code")
    def _compute_is_archive(self):
        kinds = self._retention_kinds()
        for rule in self:
            rule.is_archive = bool(rule.code) and kinds[rule.code].is_archive

    def _settled_fields(self):
        return super()._settled_fields() | {"code"}

    def _settled_sentence(self, name):
        if name != "code":
            return super()._settled_sentence(name)
        return self.env._(
            "“%(rule)s” stays a rule for its kind of record: make another one.",
            rule=self.display_name,
        )

    @api.model
    def _retention_kinds(self):
        """Return ``{code: RetentionKind}``; an addon adds its own."""
        return {
            "resident": RetentionKind("community.resident"),
            "visit": RetentionKind(
                "community.visit", "date", Domain("state", "in", ("done", "absent", "cancelled"))
            ),
            "need": RetentionKind(
                "community.visit.need", "date_closed", Domain("state", "!=", "open")
            ),
            "request": RetentionKind(
                "community.request",
                "date_closed",
                Domain("state", "in", ("done", "returned", "refused", "cancelled")),
            ),
            "life_event": RetentionKind(
                "community.life.event", "date", Domain("state", "in", ("done", "cancelled"))
            ),
            "attendance": RetentionKind("community.attendance", "date"),
            "consent": RetentionKind(
                "community.consent", "date_withdrawn", Domain("state", "=", "withdrawn")
            ),
            "privacy_request": RetentionKind(
                "community.privacy.request", "date_answered", Domain("state", "=", "answered")
            ),
            "aid": RetentionKind("community.aid.case", is_archive=True),
        }

    # what is past its term

    def _over_domain(self, day):
        """Return the domain of the records of this kind whose matter was over before a day.

        :param date day: the first day that is not asked for
        """
        kind = self._retention_kinds()[self.code]
        if self.code == "resident":
            # Somebody who lives or is registered nowhere any more, and last did before the day.
            lines = Domain("date_to", "=", False) | Domain("date_to", ">=", day)
            alive = Domain("date_death", "=", False) | Domain("date_death", "<", day)
            return (
                Domain("residency_ids", "!=", False)
                & Domain("residency_ids", "not any", lines)
                & Domain("merged_into_id", "=", False)
                & alive
            )
        return kind.domain & Domain(kind.date, "!=", False) & Domain(kind.date, "<", day)

    def _matter_day(self, record):
        """Return the day from which the years of one record are counted."""
        if self.code == "resident":
            days = [*record.residency_ids.mapped("date_to"), record.date_death]
            return max(filter(None, days), default=False)
        return record[self._retention_kinds()[self.code].date]

    def _first_day_kept(self, today):
        """Return the first day of which a matter that ended on it is still within its term."""
        return today - relativedelta(years=self.years)

    def action_open_proposals(self):
        """Open what is proposed by rules of this kind."""
        self.ensure_one()
        return self._list_action(
            "community_service.community_retention_proposal_action",
            [("code", "=", self.code)],
        )

    @api.model
    def _own_copy_groups(self):
        return MANAGER
