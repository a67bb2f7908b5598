from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.age_field import Age
from ...tools.ending import ANY_END
from ...tools.trusted import said

ROLES = [
    ("head", "Head"),
    ("spouse", "Spouse"),
    ("child", "Child"),
    ("child_in_law", "Child-in-law"),
    ("parent", "Parent"),
    ("parent_in_law", "Parent-in-law"),
    ("grandchild", "Grandchild"),
    ("grandparent", "Grandparent"),
    ("sibling", "Brother or sister"),
    ("other", "Other"),
    ("tenant", "Tenant"),
]

LIVING_KINDS = ("living", "both")

REGISTERED_KINDS = ("registered", "both")


class CommunityResidency(models.Model):
    """Who lives, or is registered, in which household and from when to when.

    The only record of that fact. An open residency has no end; a start that is not known is empty
    and lies before the register began.
    """

    _name = "community.residency"
    _description = "Residency"
    _inherit = ["community.scoped.mixin", "community.fact.mixin"]
    _order = "date_to desc NULLS FIRST, id"
    _rec_name = "resident_id"
    _check_company_auto = True

    resident_id = fields.Many2one(
        "community.resident", required=True, index=True, ondelete="cascade", check_company=True
    )
    household_id = fields.Many2one(
        "community.household", required=True, index=True, ondelete="restrict", check_company=True
    )
    role = fields.Selection(ROLES, required=True, default="other")
    role_word = fields.Char("Written word", help="The relation as the register writes it.")
    kind = fields.Selection(
        [
            ("both", "Registered and living here"),
            ("living", "Living here only"),
            ("registered", "Registered here only"),
        ],
        required=True,
        default="both",
    )
    is_whereabouts_unknown = fields.Boolean("Whereabouts unknown")
    date_from = fields.Date("Starts on", help="Empty: before the register began.")
    date_to = fields.Date("Ends on")
    start_reason = fields.Selection(
        [
            ("initial", "Taken into the register"),
            ("move_in", "Moved in"),
            ("birth", "Born"),
            ("split", "Household split"),
            ("merge", "Households merged"),
            ("other", "Other"),
        ],
        default="initial",
    )
    end_reason = fields.Selection(
        [
            ("move_out", "Moved out"),
            ("death", "Died"),
            ("split", "Household split"),
            ("merge", "Households merged"),
            ("other", "Other"),
        ]
    )
    age = Age(compute="_compute_of_resident")
    birth_date = fields.Date(compute="_compute_of_resident")
    resident_category_ids = fields.Many2many(
        # Not as superuser: the reader's own rules hide sensitive categories.
        related="resident_id.category_ids",
        related_sudo=False,
        string="Resident's categories",
    )

    @api.model
    def _sensitive_fields(self):
        return super()._sensitive_fields() | {"resident_category_ids"}

    _check_dates = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_to >= date_from)",
        "A residency cannot end before it starts.",
    )
    _open_living_uniq = models.UniqueIndex(
        "(resident_id) WHERE date_to IS NULL AND kind IN ('living', 'both')",
        "This resident already lives in another household: move them out there first.",
    )
    _open_registered_uniq = models.UniqueIndex(
        "(resident_id) WHERE date_to IS NULL AND kind IN ('registered', 'both')",
        "This resident is already registered in another household: end that registration first.",
    )
    _open_head_uniq = models.UniqueIndex(
        "(household_id) WHERE date_to IS NULL AND role = 'head'",
        "A household has one head: change the head instead of adding a second one.",
    )

    @api.depends("resident_id.birth_date", "resident_id.date_death")
    @api.depends_context("uid")
    def _compute_of_resident(self):
        """Show the age of those whom the reader may see.

        A line stays in the history of a home when the person has moved on, out of the care of those
        who look after it.
        """
        people = self.resident_id._origin
        if not self.env.su:
            people = people.with_context(active_test=False).search([("id", "in", people.ids)])
        for line in self:
            person = line.resident_id
            is_known = not person._origin or person._origin in people
            line.birth_date = person.birth_date if is_known else False
            line.age = person.age if is_known else None

    @api.constrains("resident_id", "kind", "date_from", "date_to")
    def _check_overlap(self):
        """Refuse two lives in two places at once, also in the past (the index sees open lines).

        The other place may be one that the user does not see: it stands in the way all the same,
        and is not named.
        """
        for kinds in (LIVING_KINDS, REGISTERED_KINDS):
            lines = self.filtered(lambda line, kinds=kinds: line.kind in kinds)
            if not lines:
                continue
            # sudo: a life in a grid that the user does not see is a life as well. The fence between
            # communities holds by itself, because a resident belongs to one of them.
            others = (
                self.sudo()
                .search(
                    Domain("resident_id", "in", lines.resident_id.ids) & Domain("kind", "in", kinds)
                )
                .grouped("resident_id")
            )
            for line in lines:
                for other in others.get(line.resident_id, self.browse()) - line:
                    if line._overlaps(other):
                        raise ValidationError(
                            self.env._(
                                "%(resident)s would be in %(household)s and in %(other)s at the "
                                "same time (%(date)s): end one before the other starts.",
                                resident=line.resident_id.name,
                                household=line.household_id._name_for_reader(),
                                other=other.household_id._name_for_reader(),
                                date=max(
                                    filter(None, (line.date_from, other.date_from)), default=""
                                ),
                            )
                        )

    def _overlaps(self, other):
        """Tell whether two lines share a day; the day of a move belongs to the new place."""
        starts_before_end = (
            not self.date_from or not other.date_to or self.date_from < other.date_to
        )
        ends_after_start = not self.date_to or not other.date_from or self.date_to > other.date_from
        return starts_before_end and ends_after_start

    def _is_same_life(self, other):
        """Tell whether two lines cannot both be of one person: both live, or both registered."""
        both = any(
            self.kind in kinds and other.kind in kinds for kinds in (LIVING_KINDS, REGISTERED_KINDS)
        )
        return both and self._overlaps(other)

    def _joined_with(self, other):
        """Return the values by which this line says what a second one of the same home says too."""
        values = {}
        elsewhere = self.resident_id.residency_ids - self
        ends = self.date_to and not other.date_to
        if ends and not any(not line.date_to for line in elsewhere):
            values |= {"date_to": False, "end_reason": False}
        if other.role == "head" and not other.date_to:
            values["role"] = "head"
        elif self.role == "other" and other.role != "head":
            values |= {"role": other.role, "role_word": other.role_word}
        if self.kind != other.kind and not any(self._overlaps(line) for line in elsewhere):
            values["kind"] = "both"
        return values

    @api.constrains("date_from", "resident_id")
    def _check_not_before_birth(self):
        for line in self:
            birth = line.resident_id.birth_date
            if birth and line.date_from and line.date_from < birth:
                raise ValidationError(
                    self.env._(
                        "%(resident)s was born on %(birth)s and cannot live anywhere "
                        "from %(date)s: "
                        "correct one of the two dates.",
                        resident=line.resident_id.name,
                        birth=birth,
                        date=line.date_from,
                    )
                )

    @api.model
    def _on_date_domain(self, date):
        """Return the domain of the lines that hold on ``date``; the day of an end is outside."""
        return [
            "|",
            ("date_from", "=", False),
            ("date_from", "<=", date),
            "|",
            ("date_to", "=", False),
            ("date_to", ">", date),
        ]

    @api.model
    def _takes_ended(self):
        # Who lives where is the fact itself; operations check their days.
        return super()._takes_ended() | {"resident_id": ANY_END}

    # derived categories

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["community.category"]._sync_derived(lines.household_id)
        lines._tell_of_ends(lines.resident_id)
        return lines

    def _tell_of_ends(self, residents):
        """Tell all parts that these people may have left, or come back."""
        # Operations do so at their end: in the middle somebody who moves is nowhere.
        if not said(self.env, "community_sync_later"):
            residents._person_ended()

    def _check_head_stays(self):
        """Refuse to end the residency of a head alone: whoever stays needs a head.

        :raises UserError: naming the head and the household
        """
        # Operations say who the new head is, in the same transaction.
        if said(self.env, "community_sync_later"):
            return
        for line in self.filtered(lambda line: line.role == "head" and not line.date_to):
            others = line.household_id.residency_ids.filtered(lambda other: not other.date_to)
            if others - self:
                raise UserError(
                    self.env._(
                        "%(head)s was the head of %(household)s: choose the new head.",
                        head=line.resident_id.name,
                        household=line.household_id.display_name,
                    )
                )

    def write(self, vals):
        if vals.get("date_to"):
            self._check_head_stays()
        households, residents = self.household_id, self.resident_id
        res = super().write(vals)
        if {"resident_id", "date_to"} & vals.keys():
            self._tell_of_ends(residents | self.resident_id)
        if {"household_id", "resident_id", "kind", "date_from", "date_to", "start_reason"} & set(
            vals
        ) or "is_whereabouts_unknown" in vals:
            self.env["community.category"]._sync_derived(households | self.household_id)
        return res

    def unlink(self):
        households, residents = self.household_id, self.resident_id
        res = super().unlink()
        self.env["community.category"]._sync_derived(households)
        self._tell_of_ends(residents.exists())
        return res

    # facts and their past

    def _fact_resident(self):
        return self.resident_id

    def _name_on(self, date):
        resident = self.resident_id
        if resident.has_access("read"):
            return resident._values_on(date, ["name"])["name"]
        # A member may live in another grid by now; the household's history names them.
        return resident.sudo().name
