from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.community_service.tools.ending import DIED

from .community_party_discipline import NO_INTRODUCTION, NO_VOTE

# Only those whose relation is here and who are alive take part.
HERE = ("normal", "mobile")


class CommunityPartyMember(models.Model):
    """Rights of a member on a day: to vote, to stand in an election, to introduce."""

    _inherit = "community.party.member"

    discipline_ids = fields.One2many("community.party.discipline", "member_id")
    has_vote = fields.Boolean(
        "May vote", compute="_compute_rights", search="_search_has_vote", compute_sudo=True
    )
    can_introduce = fields.Boolean(
        "May introduce",
        compute="_compute_rights",
        search="_search_can_introduce",
        compute_sudo=True,
    )
    rights_note = fields.Char("Why not", compute="_compute_rights", compute_sudo=True)

    @api.depends(
        "stage",
        "status",
        "partner_id",
        "resident_id.date_death",
        "date_full",
        "discipline_ids.kind",
        "discipline_ids.date_from",
        "discipline_ids.date_to",
    )
    def _compute_rights(self):
        today = fields.Date.context_today(self)
        voting, introducing = self._voting_on(today), self._introducing_on(today)
        for member in self:
            member.has_vote = member in voting
            member.can_introduce = member in introducing
            member.rights_note = member._why_without_rights(today)

    def _is_here(self):
        """Tell whether the relation of one member is here."""
        self.ensure_one()
        return self.status in HERE

    def _voting_on(self, date):
        """Return those of these members who may vote on ``date``."""
        return self._with_rights_on(date, NO_VOTE)

    def _introducing_on(self, date):
        """Return those of these members who may introduce a person on ``date``."""
        return self._with_rights_on(date, NO_INTRODUCTION)

    def _with_rights_on(self, date, taken_by):
        full = self.filtered(
            lambda member: (
                member.stage == "full"
                and member.status in HERE
                and (not member.date_full or member.date_full <= date)
            )
        )
        stopped = full.discipline_ids.filtered_domain(
            self.env["community.party.discipline"]._domain_on(date) & Domain("kind", "in", taken_by)
        )
        # The register knows of a death before the file says so.
        dead = {
            member
            for member, ending in (full - stopped.member_id)._ended_people().items()
            if ending.kind == DIED and ending.date < date
        }
        return (full - stopped.member_id).filtered(lambda member: member not in dead)

    def _why_without_rights(self, date):
        """Return one line that says what a member without a vote lacks; False for all others."""
        self.ensure_one()
        labels = dict(
            self.env["community.party.discipline"]._fields["kind"]._description_selection(self.env)
        )
        if self.stage != "full":
            stages = dict(self._fields["stage"]._description_selection(self.env))
            return stages[self.stage]
        ending = self._ended_people().get(self)
        if ending and ending.kind == DIED and ending.date < date:
            return self.env._("Died on %(date)s", date=ending.date)
        if self.status not in HERE:
            return dict(self._fields["status"]._description_selection(self.env))[self.status]
        lines = self.discipline_ids.filtered_domain(
            self.env["community.party.discipline"]._domain_on(date) & Domain("kind", "in", NO_VOTE)
        )
        return ", ".join(labels[line.kind] for line in lines) or False

    def _rights_domain(self, taken_by):
        today = fields.Date.context_today(self)
        lines = self.env["community.party.discipline"]._domain_on(today)
        return (
            Domain("stage", "=", "full")
            & Domain("status", "in", HERE)
            & Domain("end_kind", "not in", [DIED])
            & (Domain("date_full", "=", False) | Domain("date_full", "<=", today))
            & ~Domain("discipline_ids", "any", lines & Domain("kind", "in", taken_by))
        )

    def _search_has_vote(self, operator, value):
        return self._rights_domain(NO_VOTE) if operator == "in" else NotImplemented

    def _search_can_introduce(self, operator, value):
        return self._rights_domain(NO_INTRODUCTION) if operator == "in" else NotImplemented
