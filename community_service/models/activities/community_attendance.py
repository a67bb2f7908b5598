from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.attendance import class_hours, name_and_number
from ...tools.register_values import clean_name
from ...tools.trusted import said
from .community_activity import LONGEST, TAKEN


class CommunityAttendance(models.Model):
    """One person at one activity: registered, present, on leave or absent.

    It is the only table of attendances; other addons add their rules to it. A resident's
    employment is kept as it was on the day, so that people trained while out of work are counted
    as such for ever.
    """

    _name = "community.attendance"
    _description = "Attendance"
    _inherit = [
        "community.housed.mixin",
        "community.engaged.mixin",
        "community.contact.source.mixin",
    ]
    _order = "date desc, activity_id, id"
    _rec_names_search = ["resident_id.name", "partner_id.name", "activity_id.name"]
    _check_company_auto = True
    _household_links = ("resident_id",)
    _engaged_links = ("resident_id", "partner_id")
    _engaged_fields = ("activity_id.date_start", "activity_id.date_stop")
    _engaged_longest = LONGEST

    activity_id = fields.Many2one(
        "community.activity", required=True, index=True, ondelete="cascade", check_company=True
    )
    resident_id = fields.Many2one(
        "community.resident", index="btree_not_null", ondelete="restrict", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        index="btree_not_null",
        ondelete="restrict",
        help="An officer, a member or a guest who is not in the register.",
    )
    person = fields.Char(compute="_compute_person", compute_sudo=True)
    address = fields.Char(related="household_id.address")
    state = fields.Selection(
        [
            ("registered", "Signed up"),
            ("present", "Present"),
            ("leave", "On leave"),
            ("absent", "Absent"),
        ],
        default="registered",
        required=True,
        index=True,
    )
    hours = fields.Float(
        compute="_compute_hours", store=True, readonly=False, precompute=True, aggregator="sum"
    )
    class_hours = fields.Float(
        compute="_compute_class_hours", store=True, precompute=True, aggregator="sum"
    )
    employment = fields.Selection(
        selection=lambda self: (
            self.env["community.resident"]._fields["employment"]._description_selection(self.env)
        ),
        string="Employment then",
        compute="_compute_employment",
        store=True,
        readonly=False,
        precompute=True,
        help="What the person's employment was on the day of the activity.",
    )
    note = fields.Char()

    # of the activity, for lists and figures
    date = fields.Date(related="activity_id.date", store=True, precompute=True)
    kind_id = fields.Many2one(related="activity_id.kind_id", store=True, precompute=True)
    course_id = fields.Many2one(
        related="activity_id.course_id",
        string="Training course",
        store=True,
        precompute=True,
        index="btree_not_null",
    )

    _resident_uniq = models.UniqueIndex(
        "(activity_id, resident_id) WHERE resident_id IS NOT NULL",
        "This resident is already on the list of the activity: look for the name there.",
    )
    _partner_uniq = models.UniqueIndex(
        "(activity_id, partner_id) WHERE partner_id IS NOT NULL",
        "This contact is already on the list of the activity: look for the name there.",
    )
    _check_person = models.Constraint(
        "CHECK (resident_id IS NOT NULL OR partner_id IS NOT NULL)",
        "Say who it is: a resident, or a contact.",
    )
    _check_hours = models.Constraint(
        "CHECK (hours BETWEEN 0 AND 360)", "Hours are 0 or more, and fit into the activity."
    )
    _order_idx = models.Index("(date DESC, activity_id, id)")

    @api.model
    def _engaged_domain(self):
        return Domain("state", "in", TAKEN) & Domain("activity_id.state", "!=", "cancelled")

    def _engaged_matter(self):
        return self.activity_id

    @api.depends("resident_id.name", "partner_id.name")
    def _compute_person(self):
        for attendance in self:
            attendance.person = attendance.resident_id.name or attendance.partner_id.name or ""

    @api.depends("person", "activity_id.name")
    def _compute_display_name(self):
        for attendance in self:
            parts = (attendance.person, attendance.activity_id.name)
            attendance.display_name = " · ".join(filter(None, parts))

    @api.depends("household_id", "activity_id")
    def _compute_company_id(self):
        for attendance in self:
            attendance.company_id = (
                attendance.household_id.company_id
                or attendance.activity_id.company_id
                or self.env.company
            )

    @api.depends("state", "activity_id.hours")
    def _compute_hours(self):
        for attendance in self:
            present = attendance.state == "present"
            attendance.hours = attendance.activity_id.hours if present else 0.0

    @api.depends("hours", "kind_id.class_hour_minutes")
    def _compute_class_hours(self):
        for attendance in self:
            minutes = attendance.kind_id.class_hour_minutes
            attendance.class_hours = class_hours(attendance.hours, minutes)

    # Not on the resident's employment: what it becomes later does not change the past.
    @api.depends("state", "resident_id")
    def _compute_employment(self):
        coming = self.filtered(lambda line: line.state == "present" and not line.employment)
        for attendance in self - coming:
            present = attendance.state == "present"
            attendance.employment = attendance.employment if present else False
        for day, lines in coming.grouped("date").items():
            then = lines.resident_id._employment_on(day)
            for attendance in lines:
                attendance.employment = then.get(attendance.resident_id.id, False)

    @api.constrains("resident_id", "partner_id")
    def _check_one_person(self):
        for attendance in self:
            resident, partner = attendance.resident_id, attendance.partner_id
            if resident and partner and resident.partner_id != partner:
                raise UserError(
                    self.env._(
                        "%(resident)s and %(partner)s are two people: leave one of them empty, or "
                        "link the contact to the resident first.",
                        resident=resident.name,
                        partner=partner.name,
                    )
                )

    @api.constrains("state", "activity_id")
    def _check_presence(self):
        today = fields.Date.context_today(self)
        for attendance in self:
            activity = attendance.activity_id
            if attendance.state == "present" and activity.date > today:
                raise UserError(
                    self.env._(
                        "%(person)s cannot be present at “%(activity)s” yet: it takes place on "
                        "%(date)s. Register the person, and sign in on that day.",
                        person=attendance.person,
                        activity=activity.name,
                        date=activity.date,
                    )
                )
            if activity.state == "cancelled" and attendance.state in TAKEN:
                raise UserError(
                    self.env._(
                        "“%(activity)s” is cancelled and takes nobody: open it again first.",
                        activity=activity.name,
                    )
                )
        self.activity_id._check_seats()

    @api.constrains("hours")
    def _check_hours_fit(self):
        for attendance in self:
            if attendance.hours > attendance.activity_id.hours + 0.01:
                raise UserError(
                    self.env._(
                        "%(person)s: %(hours)g hours do not fit into “%(activity)s”, which lasts "
                        "%(length)g. Correct the hours, or the end of the activity.",
                        person=attendance.person,
                        hours=attendance.hours,
                        activity=attendance.activity_id.name,
                        length=attendance.activity_id.hours,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_present(self):
        for attendance in self:
            if attendance.state == "present" and not said(self.env, "community_past_term"):
                raise UserError(
                    self.env._(
                        "%(person)s was present at “%(activity)s”: mark the person absent with a "
                        "note instead of deleting the line.",
                        person=attendance.person,
                        activity=attendance.activity_id.name,
                    )
                )

    def action_present(self):
        """Sign people in; the same tap again takes it back."""
        self._toggle("present")

    def action_absent(self):
        """Mark people absent; the same tap again takes it back."""
        self._toggle("absent")

    def action_leave(self):
        """Mark people who asked for leave; the same tap again takes it back."""
        self._toggle("leave")

    def _mark_present(self):
        """Sign all of these people in with one write; hours and employment follow."""
        self._mark("present")

    def _toggle(self, state):
        # One person tapped twice is a slip taken back; a whole list is meant as it is said.
        self._mark("registered" if len(self) == 1 and self.state == state else state)

    def _mark(self, state):
        self.check_access("write")
        self.filtered(lambda line: line.state != state).write({"state": state})

    @api.model
    def _people_named(self, activity, lines):
        """Return for each line of a pasted list whom it names.

        Who stands on the list of the activity comes first. Numbers are compared as wholes or by
        their last four, under the user's own rules. Constant number of queries.

        :param list lines: texts, a person each
        :return: list of ``(attendance or resident, why nobody)``
        """
        Resident = self.env["community.resident"]
        read = [name_and_number(line) for line in lines]
        read = [(clean_name(name), number) for name, number in read]
        domains = {number: Resident._find_domain(number) for _name, number in read if number}
        by_name = Resident.search([("name", "in", list({name for name, _number in read if name}))])
        by_name = by_name.grouped("name")
        bare = [Domain(domains[number]) for name, number in read if number and not name]
        by_number = Resident.search(Domain.OR(bare)) if bare else Resident
        on_list, of_resident = {}, {}
        for line in self.search([("activity_id", "=", activity.id)]):
            on_list.setdefault(clean_name(line.person), []).append(line)
            if line.resident_id:
                of_resident[line.resident_id] = line
        found = []
        for name, number in read:
            if number:
                people = by_name.get(name, Resident) if name else by_number
                people = list(people.filtered_domain(domains[number]))
            else:
                people = on_list.get(name) or list(by_name.get(name, ()))
            people = [of_resident.get(person, person) for person in people]
            why = ""
            if not people:
                why = self.env._("No such person is to be found: check name and number.")
            elif len(people) > 1:
                why = self.env._("Several people have this name: add four digits of a number.")
            found.append((people[0] if people else Resident, why))
        return found

    # what the no-contact watch learns from it

    @api.model
    def _contact_fields(self):
        return super()._contact_fields() | {"state", "resident_id", "activity_id"}

    def _contact_word(self):
        if not self.resident_id:
            return ""
        # Whoever asks for leave has been heard of.
        words = {"absent": "signal", "present": "contact", "leave": "contact"}
        return words.get(self.state, "")

    def _contact_homes(self):
        return self.household_id | self.resident_id.household_id

    # the end of a person

    def _people_day(self, name):
        return self.activity_id.date or super()._people_day(name)

    def _ending_document(self):
        return self.activity_id

    def _end_after_death(self, farewell):
        self.state = "leave"
