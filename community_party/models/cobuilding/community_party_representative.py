import unicodedata

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .community_activity_kind import REPRESENTATIVES

WHO = ("resident_id", "partner_id")


class CommunityPartyRepresentative(models.Model):
    """Somebody whom households, a unit or an organisation chose to speak for them, for a term.

    Who is due at a meeting of representatives follows from the terms and is never typed: the
    Organic Law of the Urban Residents' Committees knows residents' meetings to which groups and
    households send representatives.
    """

    _name = "community.party.representative"
    _description = "Representative"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "person"
    _rec_names_search = ["person", "group_name"]
    _check_company_auto = True

    organization_id = fields.Many2one(
        tracking=True,
        default=lambda self: self.env["community.party.organization"]._kept_by_me()[:1].id,
        help="The organisation that keeps the list and calls the meetings.",
    )
    resident_id = fields.Many2one(
        "community.resident", index="btree_not_null", ondelete="restrict", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        index="btree_not_null",
        ondelete="restrict",
        help="Somebody who is not in the register: of a unit, of an organisation.",
    )
    # Stored: who moved out of the reader's grids is still named where they are kept.
    person = fields.Char(
        "Full name",
        compute="_compute_person",
        compute_sudo=True,
        store=True,
        precompute=True,
        index="trigram",
    )
    chosen_by = fields.Selection(
        [
            ("households", "Households of a group"),
            ("unit", "A unit"),
            ("organization", "An organisation"),
        ],
        "Chosen by",
        default="households",
        required=True,
        index=True,
    )
    unit_id = fields.Many2one(
        "community.party.unit",
        "Stationed unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    group_name = fields.Char(
        "Speaks for",
        compute="_compute_group_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="The residents' group, unit or organisation.",
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    # how they were chosen, where it is known
    date_chosen = fields.Date("Chosen on")
    entitled_count = fields.Integer(
        "Entitled to choose", help="Households or people; 0 where nobody knows."
    )
    voter_count = fields.Integer("Took part")
    vote_count = fields.Integer("Votes received")
    # term
    date_from = fields.Date(
        "Starts on", required=True, default=fields.Date.context_today, index=True, tracking=True
    )
    date_to = fields.Date("Term ends on", required=True, tracking=True)
    date_ended = fields.Date(
        "Ended early on",
        copy=False,
        tracking=True,
        help="The last day in office, where the term ended before its time.",
    )
    end_reason = fields.Selection(
        [
            ("moved", "Moved away"),
            ("died", "Died"),
            ("recalled", "Recalled"),
            ("resigned", "Resigned"),
        ],
        "Why it ended",
        copy=False,
        tracking=True,
    )
    date_last = fields.Date(
        "Last day in office",
        compute="_compute_date_last",
        store=True,
        precompute=True,
        index=True,
    )
    is_in_office = fields.Boolean(
        "In office", compute="_compute_is_in_office", search="_search_is_in_office"
    )
    office_day = fields.Date(
        "In office on",
        compute="_compute_office_day",
        search="_search_office_day",
        help="Search with a day: who was in office then.",
    )
    line_ids = fields.One2many(
        "community.attendance", "representative_id", "Meetings", readonly=True
    )
    motion_ids = fields.One2many(
        "community.party.motion", "representative_id", "Motions", readonly=True
    )
    motion_count = fields.Integer("Number of motions", compute="_compute_motion_count")
    doubt = fields.Char("To look at", compute="_compute_doubt")
    late_note = fields.Text("Entered late", compute="_compute_late_note")

    _check_who = models.Constraint(
        "CHECK (resident_id IS NOT NULL OR partner_id IS NOT NULL)",
        "Say who it is: a resident, or a contact.",
    )
    _check_term = models.Constraint(
        "CHECK (date_to >= date_from)", "A term cannot end before it begins."
    )
    _check_ended = models.Constraint(
        "CHECK ((date_ended IS NULL) = (end_reason IS NULL))",
        "A term that ended early has a last day and a reason: enter both.",
    )
    _check_counts = models.Constraint(
        "CHECK (entitled_count >= 0 AND voter_count >= 0 AND vote_count >= 0)",
        "Those who choose are counted in whole numbers from 0.",
    )

    @api.depends("resident_id.name", "partner_id.name")
    def _compute_person(self):
        for line in self:
            line.person = line.resident_id.name or line.partner_id.name or ""

    @api.depends("unit_id")
    def _compute_group_name(self):
        for line in self:
            line.group_name = line.unit_id.display_name or line.group_name

    @api.depends("person", "group_name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " · ".join(filter(None, (line.person, line.group_name)))

    @api.depends("date_to", "date_ended")
    def _compute_date_last(self):
        for line in self:
            line.date_last = min(filter(None, (line.date_to, line.date_ended)), default=False)

    @api.depends("date_from", "date_last")
    def _compute_is_in_office(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.is_in_office = line._holds_on(today)

    def _search_is_in_office(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_in_office(fields.Date.context_today(self))
        return Domain.OR(domain if flag else ~domain for flag in value)

    def _compute_office_day(self):
        # A question, not a fact: the field is there to be searched with.
        self.office_day = False

    def _search_office_day(self, operator, value):
        if operator != "in":
            return NotImplemented
        days = [fields.Date.to_date(day) for day in value if day]
        return Domain.OR(self._domain_in_office(day) for day in days)

    @api.depends_context("uid")
    def _compute_motion_count(self):
        self._count_links("motion_count", "community.party.motion", "representative_id")

    @api.depends("line_ids.is_due", "date_from", "date_last")
    @api.depends_context("lang")
    def _compute_late_note(self):
        for line in self:
            # Signed minutes stand still; what the term says by now stands beside them.
            late = line.line_ids.filtered(
                lambda seat, line=line: (
                    seat.activity_id.date_signed
                    and seat.is_due
                    and not line._holds_on(seat.date)
                    and line._person_key()
                    not in self._terms_around(line.organization_id, [seat.date])._by_person(
                        line.organization_id, seat.date
                    )
                )
            )
            line.late_note = "\n".join(
                self.env._(
                    "Counted at “%(meeting)s” on %(date)s, whose minutes are signed: tell the next "
                    "meeting.",
                    meeting=seat.activity_id.name,
                    date=seat.date,
                )
                for seat in late
            )

    @api.depends("date_last", "resident_id.date_death", "resident_id.household_id")
    @api.depends_context("lang", "uid")
    def _compute_doubt(self):
        # As the reader: what the register says of somebody is not told to who may not read it.
        known = self.resident_id._filtered_access("read")
        today = fields.Date.context_today(self)
        for line in self:
            resident = line.resident_id if line._holds_on(today) else known.browse()
            if resident not in known or not resident:
                line.doubt = False
            elif resident.date_death:
                line.doubt = self.env._(
                    "The register says that %(person)s died on %(date)s: end the term.",
                    person=line.person,
                    date=resident.date_death,
                )
            elif not resident.household_id:
                line.doubt = self.env._(
                    "The register says that %(person)s has moved away: end the term.",
                    person=line.person,
                )
            else:
                line.doubt = False

    # as of a day

    @api.model
    def _domain_in_office(self, day):
        """Return the domain of those who are in office on ``day``."""
        return Domain("date_from", "<=", day) & Domain("date_last", ">=", day)

    @api.model
    def _terms_around(self, organizations, days):
        """Return the terms kept by ``organizations`` that touch the span of ``days``, by id."""
        if not days:
            return self.browse()
        return self.search(
            Domain("organization_id", "in", organizations.ids)
            & Domain("date_from", "<=", max(days))
            & Domain("date_last", ">=", min(days)),
            order="id",
        )

    def _by_person(self, organization, day):
        """Return person -> the first of these terms that ``organization`` keeps on ``day``."""
        people = {}
        for term in self:
            if term.organization_id == organization and term._holds_on(day):
                people.setdefault(term._person_key(), term)
        return people

    def _holds_on(self, day):
        """Tell whether this representative is in office on ``day``."""
        return bool(
            day and self.date_from and self.date_last and self.date_from <= day <= self.date_last
        )

    def _person_key(self):
        """Return who it is, whether entered as a resident or as the contact of that resident."""
        # sudo: only whose contact it is; the resident may live in a grid of somebody else.
        partner = self.partner_id or self.sudo().resident_id.partner_id
        return ("partner", partner.id) if partner else ("resident", self.resident_id.id)

    def _group_key(self):
        name = unicodedata.normalize("NFKC", self.group_name or "")
        return "".join(name.split()).casefold(), self.area_id.id, self.unit_id.id

    # what fits together

    @api.constrains(*WHO)
    def _check_one_person(self):
        for line in self:
            # sudo: as in _person_key.
            known = line.sudo().resident_id.partner_id
            if line.resident_id and line.partner_id and known != line.partner_id:
                raise UserError(
                    self.env._(
                        "%(resident)s and %(partner)s are two people: leave one of them empty, or "
                        "link the contact to the resident first.",
                        resident=line.person,
                        partner=line.partner_id.name,
                    )
                )

    @api.constrains("date_from", "date_to", "date_ended", "date_chosen")
    def _check_days(self):
        self._check_not_future("date_chosen", "date_ended")
        for line in self:
            if line.date_ended and not line.date_from <= line.date_ended < line.date_to:
                raise UserError(
                    self.env._(
                        "%(person)s: a term from %(start)s to %(end)s does not end early on "
                        "%(date)s. Enter a day within the term, or correct the term.",
                        person=line.person,
                        start=line.date_from,
                        end=line.date_to,
                        date=line.date_ended,
                    )
                )
            if line.date_chosen and line.date_chosen > line.date_from:
                raise UserError(
                    self.env._(
                        "%(person)s was chosen on %(chosen)s and cannot be in office from "
                        "%(start)s: a term begins on the day of the choice or later.",
                        person=line.person,
                        chosen=line.date_chosen,
                        start=line.date_from,
                    )
                )

    def _future_sentence(self, name):
        return self.env._(
            "%(person)s: “%(field)s” is %(date)s and still to come. Enter it when it has happened.",
            person=self.person,
            field=self._fields[name]._description_string(self.env),
            date=self[name],
        )

    @api.constrains("entitled_count", "voter_count", "vote_count")
    def _check_choice(self):
        for line in self:
            counts = (line.vote_count, line.voter_count, line.entitled_count)
            known = [count for count in counts if count]
            if known != sorted(known):
                raise UserError(
                    self.env._(
                        "%(person)s: %(votes)s votes of %(voters)s who took part and %(entitled)s "
                        "entitled do not fit together. Count again, or leave at 0 what nobody "
                        "knows.",
                        person=line.person,
                        votes=line.vote_count,
                        voters=line.voter_count,
                        entitled=line.entitled_count,
                    )
                )

    @api.constrains("chosen_by", "unit_id")
    def _check_unit(self):
        for line in self:
            if line.unit_id and line.chosen_by == "households":
                raise UserError(
                    self.env._(
                        "%(person)s was chosen by households and does not speak for the unit "
                        "%(unit)s: take the unit away, or say that the unit chose.",
                        person=line.person,
                        unit=line.unit_id.display_name,
                    )
                )

    @api.constrains(*WHO, "group_name", "area_id", "unit_id", "date_from", "date_to", "date_ended")
    def _check_once(self):
        for line in self:
            # sudo: another keeper may have entered the same person for the same group.
            others = self.sudo().search(
                Domain("id", "!=", line.id)
                & Domain("company_id", "=", line.company_id.id)
                & Domain("date_from", "<=", line.date_last)
                & Domain("date_last", ">=", line.date_from)
            )
            twin = others.filtered(
                lambda other, line=line: (
                    other._person_key() == line._person_key()
                    and other._group_key() == line._group_key()
                )
            )[:1]
            if twin:
                raise UserError(
                    self.env._(
                        "%(person)s speaks for “%(group)s” from %(start)s to %(end)s already: "
                        "nobody is chosen twice for the same group at the same time. End that term "
                        "first, or correct the days.",
                        person=line.person,
                        group=twin.group_name,
                        start=twin.date_from,
                        end=twin.date_last,
                    )
                )

    def _settled_fields(self):
        # sudo: whether somebody sat in a meeting is no secret of the meeting.
        if not (self.sudo().motion_ids or self._seats_held()):
            return super()._settled_fields()
        return super()._settled_fields() | {*WHO, "organization_id"}

    def _settled_sentence(self, name):
        return self.env._(
            "%(person)s sat in a meeting or brought a motion as this representative: who it is "
            "does not change any more. End the term, and enter the other person anew.",
            person=self.person,
        )

    def _seats_held(self):
        # sudo: see _settled_fields.
        return self.sudo().line_ids.filtered(
            lambda seat: seat.state == "present" or seat.activity_id.date_signed
        )

    # lists of meetings follow the terms

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._follow_meetings(lines.organization_id)
        return lines

    def write(self, vals):
        before = self.organization_id
        result = super().write(vals)
        dated = {"date_from", "date_to", "date_ended", "organization_id", *WHO}
        if dated.intersection(vals):
            self._follow_meetings(before | self.organization_id)
        return result

    def unlink(self):
        """Delete representatives; with them their seats at meetings that were not held yet."""
        organizations = self.organization_id
        # sudo: seats follow from the term, whoever keeps the list of the meeting.
        waiting = self.sudo().line_ids - self._seats_held()
        waiting.unlink()
        result = super().unlink()
        self._follow_meetings(organizations)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sat(self):
        for line in self:
            if line._seats_held() or line.sudo().motion_ids:
                raise UserError(line._settled_sentence("resident_id"))

    def _follow_meetings(self, organizations):
        """Bring the lists of meetings up to the terms, where minutes are not signed yet."""
        # sudo: who is due follows from the terms, whoever enters them; nothing of it is chosen.
        meetings = self.env["community.activity"].sudo()
        meetings = meetings.search(
            Domain("organization_id", "in", organizations.ids)
            & Domain("meeting_kind", "=", REPRESENTATIVES)
            & Domain("date_signed", "=", False)
            & Domain("state", "!=", "cancelled")
        )
        meetings._fill_due()

    def action_open_motions(self):
        """Open the motions that this representative brought."""
        return self._links_action(
            "community_party.community_party_motion_action", "representative_id"
        )
