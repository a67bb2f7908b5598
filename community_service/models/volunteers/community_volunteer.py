import contextlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.ending import MOVED
from ...tools.identity import check_id_number, mask_id_number, normalize_id_number
from ...tools.volunteer import age_on, star

ADULT = 18

STAFF = "community_service.group_community_grid_worker,community_service.group_community_auditor"


class CommunityVolunteer(models.Model):
    """A person who helps of their own will: contact, skills, free time, hours and star.

    《志愿服务条例》 art. 7: registration is real and complete; art. 41 (and art. 26 of the
    recording measures): a residents' committee that recruits volunteers itself follows the same
    rules. Minors serve with their guardian's consent (Civil Code art. 19), and dangerous work needs
    an insurance first (art. 17).
    """

    _name = "community.volunteer"
    _description = "Volunteer"
    _inherit = [
        "community.person.mixin",
        "community.guarded.mixin",
        "community.secret.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True
    _secret_fields = ("id_number",)

    # who
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict", copy=False
    )
    name = fields.Char("Full name", related="partner_id.name", store=True, index="trigram")
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    resident_id = fields.Many2one(
        "community.resident",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        groups=STAFF,
        help="When the volunteer stands in the register too.",
    )
    number = fields.Char(readonly=True, copy=False, index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    date_registered = fields.Date(default=fields.Date.context_today, required=True)
    id_number = fields.Char("ID number (whole)", groups=fields.NO_ACCESS, copy=False)
    id_number_input = fields.Char(
        "ID number",
        compute="_compute_id_number_input",
        inverse="_inverse_id_number_input",
        compute_sudo=True,
        exportable=False,
        # Six digits, a birth date and four digits are the whole number: not for an audit.
        groups="community_service.group_community_grid_worker",
    )
    birth_date = fields.Date(compute="_compute_from_id", store=True, readonly=False)
    sex = fields.Selection(
        [("male", "Male"), ("female", "Female")],
        compute="_compute_from_id",
        store=True,
        readonly=False,
    )
    is_minor = fields.Boolean(compute="_compute_is_minor")
    guardian_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="restrict", copy=False, groups=STAFF
    )
    date_guardian_consent = fields.Date("Guardian agreed on", copy=False)
    # what, when, where
    skill_ids = fields.Many2many(
        "community.volunteer.skill", string="Skills", groups=STAFF, check_company=True
    )
    time_ids = fields.Many2many(
        "community.volunteer.time",
        string="Free",
        groups=STAFF,
        help="Nothing chosen: at any time.",
    )
    area_ids = fields.Many2many(
        "community.area",
        string="Helps in",
        groups=STAFF,
        check_company=True,
        help="Nothing chosen here and no grid: everywhere in the community.",
    )
    grid_ids = fields.Many2many(
        "community.grid", string="Helps in grids", groups=STAFF, check_company=True
    )
    team_ids = fields.Many2many(
        "community.volunteer.team", string="Teams", groups=STAFF, check_company=True
    )
    insurance_until = fields.Date("Insured until", copy=False)
    is_insured = fields.Boolean(compute="_compute_is_insured", search="_search_is_insured")
    note = fields.Text(groups=STAFF)

    signup_ids = fields.One2many("community.volunteer.signup", "volunteer_id", "Sign-ups")

    service_ids = fields.One2many("community.volunteer.service", "volunteer_id", "Services")
    hours_total = fields.Float(
        "Hours", compute="_compute_hours_total", store=True, digits=(10, 2), index=True
    )
    star = fields.Integer(compute="_compute_star", store=True, aggregator=None, index=True)

    _partner_uniq = models.UniqueIndex(
        "(company_id, partner_id)", "This contact is registered as a volunteer already."
    )
    _resident_uniq = models.UniqueIndex(
        "(resident_id) WHERE resident_id IS NOT NULL",
        "This resident is registered as a volunteer already.",
    )
    _number_uniq = models.UniqueIndex("(number)", "This number belongs to another volunteer.")
    _order_idx = models.Index("(name, id)")

    @api.depends("resident_id", "id_number")
    def _compute_from_id(self):
        for volunteer in self:
            birth, sex = volunteer.birth_date, volunteer.sex
            if volunteer.resident_id:
                birth = volunteer.resident_id.birth_date or birth
                sex = volunteer.resident_id.sex or sex
            elif volunteer.id_number:
                # What is wrong with a number is for the constraint to say.
                with contextlib.suppress(ValueError):
                    said = check_id_number(volunteer.id_number)
                    birth, sex = said.birth_date, said.sex
            volunteer.birth_date, volunteer.sex = birth, sex

    @api.depends("id_number")
    def _compute_id_number_input(self):
        for volunteer in self:
            volunteer.id_number_input = mask_id_number(volunteer.id_number) or False

    def _inverse_id_number_input(self):
        for volunteer in self:
            volunteer._set_secret("id_number", normalize_id_number(volunteer.id_number_input))

    @api.depends("birth_date")
    def _compute_is_minor(self):
        today = fields.Date.context_today(self)
        for volunteer in self:
            volunteer.is_minor = (
                bool(volunteer.birth_date) and age_on(volunteer.birth_date, today) < ADULT
            )

    @api.depends("insurance_until")
    def _compute_is_insured(self):
        today = fields.Date.context_today(self)
        for volunteer in self:
            volunteer.is_insured = bool(
                volunteer.insurance_until and volunteer.insurance_until >= today
            )

    def _search_is_insured(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("insurance_until", ">=", "today")]

    @api.constrains("id_number")
    def _check_id_number(self):
        # The number is closed to everybody; the check must see it all the same.
        for volunteer in self.sudo().filtered("id_number"):
            try:
                check_id_number(volunteer.id_number)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s: the ID number %(number)s cannot be right. Compare it with "
                        "the card, or leave it empty.",
                        volunteer=volunteer.name,
                        number=mask_id_number(volunteer.id_number),
                    )
                ) from error

    @api.constrains("birth_date", "guardian_id", "date_guardian_consent")
    def _check_guardian(self):
        today = fields.Date.context_today(self)
        # The guardian is hidden from portal users; the check holds for their records too.
        for volunteer in self.sudo():
            agreed = volunteer.date_guardian_consent
            if volunteer.birth_date and volunteer.birth_date > today:
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s: the birth date %(date)s lies in the future.",
                        volunteer=volunteer.name,
                        date=volunteer.birth_date,
                    )
                )
            if agreed and agreed > today:
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s: the guardian cannot have agreed on %(date)s, that day is "
                        "still to come.",
                        volunteer=volunteer.name,
                        date=agreed,
                    )
                )
            if volunteer.is_minor and not (volunteer.guardian_id and agreed):
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s is under %(age)s: name the guardian and the day on which "
                        "the guardian agreed.",
                        volunteer=volunteer.name,
                        age=ADULT,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._refuse_closed(vals_list)
        numbered = []
        for vals in vals_list:
            if not vals.get("partner_id") and vals.get("resident_id"):
                resident = self.env["community.resident"].browse(vals["resident_id"])
                if not resident.partner_id:
                    resident.action_create_contact()
                vals = {**vals, "partner_id": resident.partner_id.id}
            if not vals.get("partner_id"):
                raise UserError(
                    self.env._("A volunteer is a contact or a resident: choose one of the two.")
                )
            numbered.append(vals)
        return super().create(numbered)

    @api.model
    def _born_values(self, vals):
        # The number is given by the program, to whoever may register volunteers.
        sequence = self.env["ir.sequence"].sudo()
        return super()._born_values(vals) | {"number": sequence.next_by_code(self._name)}

    # the end of a person

    @api.model
    def _takes_ended(self):
        # Whoever moved away may come to help all the same.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}

    def _end_after_death(self, farewell):
        self.active = False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_served(self):
        for volunteer in self:
            if volunteer.hours_total:
                raise UserError(
                    self.env._(
                        "%(volunteer)s has %(hours)s recorded hours: archive the volunteer, the "
                        "record is kept.",
                        volunteer=volunteer.name,
                        hours=volunteer.hours_total,
                    )
                )

    def action_open_services(self):
        """Open the services of these volunteers."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_volunteer_service_action"
        )
        return action | {
            "domain": [("volunteer_id", "in", self.ids)],
            "context": {"default_volunteer_id": self.id if len(self) == 1 else False},
        }

    @api.model
    def _mine(self):
        """Return the volunteer that the current user is in the community at hand, or none."""
        return self.search(
            [
                ("partner_id", "=", self.env.user.partner_id.id),
                ("company_id", "in", self.env.companies.ids),
            ],
            limit=1,
        )

    # services

    @api.depends("service_ids.state", "service_ids.hours")
    def _compute_hours_total(self):
        sums = dict(
            self.env["community.volunteer.service"]._read_group(
                [("volunteer_id", "in", self.ids), ("state", "=", "confirmed")],
                ["volunteer_id"],
                ["hours:sum"],
            )
        )
        for volunteer in self:
            volunteer.hours_total = sums.get(volunteer, 0)

    @api.depends("hours_total")
    def _compute_star(self):
        Star = self.env["community.volunteer.star"]
        tables = Star._tables_of(self.company_id)
        for volunteer in self:
            volunteer.star = star(volunteer.hours_total, tables.get(volunteer.company_id, []))

    # certificates

    def action_certificate(self):
        """Issue a certificate of all confirmed hours of one volunteer and print it."""
        self.ensure_one()
        self.check_access("read")
        return (
            self.env["community.volunteer.certificate"]
            .create({"volunteer_id": self.id})
            .action_print()
        )
