from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.community_service.tools.ending import DIED
from odoo.addons.community_service.tools.listed import listed

from .community_party_discipline import NO_INTRODUCTION, NO_VOTE

# Only those whose relation is here and who are alive take part.
HERE = ("normal", "mobile")
# Out of contact is no way out: who is looked for is still of the organisation, and due there.
BELONGING = (*HERE, "lost_contact")


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
    rights_note = fields.Char("Why without rights", compute="_compute_rights", compute_sudo=True)

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

    def _here_on(self, date):
        """Return those of these members whose relation was here on ``date``, whenever asked.

        A status of today says nothing about an earlier day: the days of transfers, of decisions on
        the membership, of the last contact and of death do. Without such a day the status stands.
        """
        if date >= fields.Date.context_today(self):
            return self.filtered(lambda member: member.status in HERE)
        none, letters = self._letters_received()
        deaths = self._deaths()
        return self.filtered(
            lambda member: member._was_here(
                date,
                letters.get(member, none).filtered(lambda letter: letter.date_received > date),
                deaths.get(member.id, False),
            )
        )

    def _belonging_on(self, date):
        """Return those of these members who stood in some organisation here on ``date``."""
        none, letters = self._letters_received()
        deaths, today = self._deaths(), fields.Date.context_today(self)

        def stood(member):
            later = letters.get(member, none).filtered(lambda x: x.date_received > date)
            return member._stood_on(date, later, deaths.get(member.id, False), today)

        return self.filtered(stood)

    def _stood_on(self, date, letters, death, today):
        """Tell whether one member stood here on ``date``; a time out of contact counts.

        :param letters: transfers received after that day
        :param death: the day of death that the register knows, or False
        """
        self.ensure_one()
        if death and death < date:
            return False
        if date >= today:
            return self.status in BELONGING
        return self._was_here(date, letters, death, lost=True)

    def _letters_received(self):
        """Return (no letter, {member: letters that were received, oldest first})."""
        # sudo: only days and ways are read, of letters too that another branch keeps.
        Letter = self.env["community.party.transfer"].sudo()
        letters = Letter.search(
            [("member_id", "in", self.ids), ("state", "=", "received")],
            order="date_received, id",
        )
        return Letter, letters.grouped("member_id")

    def _deaths(self):
        """Return member id -> day of death that the register knows."""
        ended = self._ended_people().items()
        return {member.id: ending.date for member, ending in ended if ending.kind == DIED}

    @api.model
    def _members_standing(self, places, among=None):
        """Return {(organisation, day): members who stood in it or below it on the day}.

        Late or not: where somebody stood follows from letters, decisions and death. A member out of
        contact still stands there. The number of queries does not depend on the places.

        :param places: pairs (organisation, day)
        :param among: look at these members only
        """
        places = list(places)
        organizations = self.env["community.party.organization"].union(*(o for o, _day in places))
        if among is None:
            inside = [("id", "child_of", organizations.ids)]
            inside = self.env["community.party.organization"].search(inside)
            left = self.env["community.party.transfer"].search(
                [
                    ("direction", "=", "internal"),
                    ("state", "=", "received"),
                    ("from_organization_id", "in", inside.ids),
                ]
            )
            among = self.search([("organization_id", "in", inside.ids)])
            among |= left.member_id.filtered("active")
        none, letters = among._letters_received()
        deaths, today = among._deaths(), fields.Date.context_today(self)
        # Who never moved stands in one place on all days.
        settled = defaultdict(list)
        for member in among:
            if member not in letters:
                for number in (member.organization_id.parent_path or "").split("/"):
                    settled[number].append(member)

        def stood(member, day, organization=None):
            later = letters.get(member, none).filtered(lambda letter: letter.date_received > day)
            if organization:
                moved = later.filtered(lambda letter: letter.direction == "internal")
                home = moved[:1].from_organization_id or member.organization_id
                if str(organization.id) not in (home.parent_path or "").split("/"):
                    return False
            return member._stood_on(day, later, deaths.get(member.id, False), today)

        result = {}
        for organization, day in places:
            there = [member for member in settled[str(organization.id)] if stood(member, day)]
            there += [member for member in letters if stood(member, day, organization)]
            result[organization, day] = among.browse(
                member.id for member in sorted(there, key=lambda m: (m.name or "", m.id))
            )
        return result

    def _ended_of(self, date):
        """Return those of these members who, as the register knows, had died before ``date``."""
        ended = self._ended_people().items()
        return self.browse(
            member.id
            for member, ending in ended
            if ending.kind == DIED and ending.date and ending.date < date
        )

    def _was_here(self, date, letters, death, lost=False):
        """Tell whether the relation of one member was here on a day of the past.

        :param letters: transfers received after that day
        :param death: the day of death that the register knows, or False
        :param lost: count the time out of contact as well
        """
        self.ensure_one()
        if "incoming" in letters.mapped("direction"):
            return False
        # sudo: as for the letters.
        decisions = self.sudo().decision_ids.sorted(lambda line: (line.date, line.id))
        before = decisions.filtered(lambda line: line.date <= date)[-1:]
        later = decisions.filtered(lambda line: line.date > date)[:1]
        if before and before.kind != "restore":
            # Only a status that somebody set again by hand, without a decision, goes beyond it.
            return self.status in HERE and not later
        if self.status in HERE:
            return True
        if self.status == "deceased":
            return bool(death) and death >= date
        if self.status == "transferred":
            return "outgoing" in letters.mapped("direction")
        if lost and self.status == "lost_contact":
            return True
        if not lost and (self.status == "lost_contact" or later.ground == "lost_contact"):
            return bool(self.date_last_contact) and date <= self.date_last_contact
        return bool(later)

    @api.model
    def _members_below(self, organization, date):
        """Return the members who stood in ``organization`` or below it on ``date``.

        Who moved within the community counts where they stood before the day of receipt.
        """
        below = [("organization_id", "child_of", organization.ids)]
        members = self.search(below)
        moved = self.env["community.party.transfer"].search(
            [
                ("direction", "=", "internal"),
                ("state", "=", "received"),
                ("date_received", ">", date),
                ("member_id", "!=", False),
            ],
            order="date_received, id",
        )
        inside = set(organization.search([("id", "child_of", organization.ids)]).ids)
        for member, letters in moved.grouped("member_id").items():
            # The first letter after the day says where the member stood on it.
            if letters[0].from_organization_id.id in inside:
                members |= member
            else:
                members -= member
        return members

    def _stage_on(self, date):
        """Return the stage of one member on ``date``: until its end, probation is probation."""
        self.ensure_one()
        if self.stage == "full" and date and self.date_full and date < self.date_full:
            return "probationary"
        return self.stage

    def _voting_on(self, date):
        """Return those of these members who may vote on ``date``."""
        return self._with_rights_on(date, NO_VOTE)

    def _introducing_on(self, date):
        """Return those of these members who may introduce a person on ``date``."""
        return self._with_rights_on(date, NO_INTRODUCTION)

    def _with_rights_on(self, date, taken_by):
        full = self._here_on(date).filtered(
            lambda member: (
                member.stage == "full" and (not member.date_full or member.date_full <= date)
            )
        )
        stopped = full.discipline_ids.filtered_domain(
            self.env["community.party.discipline"]._domain_on(date) & Domain("kind", "in", taken_by)
        )
        # The register knows of a death before the file says so.
        able = full - stopped.member_id
        return able - able._ended_of(date)

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
        return listed(self.env.lang, (labels[line.kind] for line in lines)) or False

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
