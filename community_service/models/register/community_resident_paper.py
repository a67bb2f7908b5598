from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.demanded_facts import check_account, disability_by_number, plain_number
from ...tools.identity import mask_id_number, mask_long_numbers
from ...tools.register_dates import parse_known_date
from .community_resident import KEPT

DISABILITY = ("disability_kind", "disability_grade", "disability_number", "disability_end")
# What is said of one certificate, account or permit, and never half of one and half of another.
TOGETHER = (
    DISABILITY,
    ("bank_name", "bank_account"),
    ("residence_permit", "residence_permit_end"),
)
WORKING_AGE = 16
# Who has no work to name.
NO_WORK = {
    "occupation": ("student", "retired"),
    "work_unit": ("student", "retired", "unemployed", "laid_off"),
}
# Closed choices, entered beside "on file, hidden".
CLOSED_CHOICES = ("disability_kind", "disability_grade")
# Closed texts, entered over their own mask.
CLOSED_TEXTS = ("disability_number", "disability_end", "bank_name", "bank_account")


class CommunityResident(models.Model):
    """What papers and forms of upper bodies ask of a person beyond who it is and where.

    Disability and bank account are sensitive (PIPL art. 28): entered by whoever keeps the file,
    read with a reason alone, and handed out in a form by a release.
    """

    _inherit = "community.resident"

    # work
    occupation = fields.Char(help="What the person does, such as teacher or driver.")
    work_unit = fields.Char("Work unit")
    # Interim Regulations on Residence Permits, art. 2 and 10: endorsed once a year
    residence_permit = fields.Selection(
        [("held", "Holds one"), ("none", "Holds none")],
        "Whether a residence permit is held",
        help="Of people who live here and are registered elsewhere.",
    )
    residence_permit_end = fields.Date("Residence permit valid until")
    # disability
    disability_kind = fields.Selection(
        [
            ("vision", "Vision"),
            ("hearing", "Hearing"),
            ("speech", "Speech"),
            ("physical", "Physical"),
            ("intellectual", "Intellectual"),
            ("mental", "Mental"),
            ("multiple", "Multiple"),
        ],
        "Kind of disability",
        groups=fields.NO_ACCESS,
        copy=False,
    )
    disability_grade = fields.Selection(
        [
            ("grade_1", "Grade 1"),
            ("grade_2", "Grade 2"),
            ("grade_3", "Grade 3"),
            ("grade_4", "Grade 4"),
        ],
        "Grade of disability",
        groups=fields.NO_ACCESS,
        copy=False,
    )
    disability_number = fields.Char(
        "Number of the disability certificate", groups=fields.NO_ACCESS, copy=False
    )
    disability_end = fields.Date(
        "Disability certificate valid until", groups=fields.NO_ACCESS, copy=False
    )
    # where aid is paid to
    bank_name = fields.Char("Bank of the account", groups=fields.NO_ACCESS, copy=False)
    bank_account = fields.Char("Bank account", groups=fields.NO_ACCESS, copy=False)

    disability_kind_input = fields.Selection(
        selection="_selection_disability_kind_input",
        string="Kind of disability (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_disability_kind_input",
        compute_sudo=True,
        exportable=False,
    )
    disability_grade_input = fields.Selection(
        selection="_selection_disability_grade_input",
        string="Grade of disability (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_disability_grade_input",
        compute_sudo=True,
        exportable=False,
    )
    disability_number_input = fields.Char(
        "Number of the disability certificate (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_disability_number_input",
        compute_sudo=True,
        exportable=False,
    )
    disability_end_input = fields.Char(
        "Disability certificate valid until (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_disability_end_input",
        compute_sudo=True,
        exportable=False,
    )
    bank_name_input = fields.Char(
        "Bank of the account (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_bank_name_input",
        compute_sudo=True,
        exportable=False,
    )
    bank_account_input = fields.Char(
        "Bank account (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_bank_account_input",
        compute_sudo=True,
        exportable=False,
    )

    _check_permit = models.Constraint(
        "CHECK (residence_permit_end IS NULL OR residence_permit = 'held')",
        "A residence permit that somebody does not hold has no last day: leave the day empty, or "
        "say that the person holds one.",
    )

    @api.model
    def _selection_disability_kind_input(self):
        return self._kept_choices("disability_kind")

    @api.model
    def _selection_disability_grade_input(self):
        return self._kept_choices("disability_grade")

    @api.model
    def _kept_choices(self, name):
        known = self._fields[name]._description_selection(self.env)
        return [*known, (KEPT, self.env._("On file, hidden"))]

    @api.depends(*CLOSED_CHOICES, *CLOSED_TEXTS)
    def _compute_secret_inputs(self):
        for resident in self:
            for name in CLOSED_CHOICES:
                resident[f"{name}_input"] = KEPT if resident[name] else False
            for name in CLOSED_TEXTS:
                resident[f"{name}_input"] = resident._secret_hint(name)
        return super()._compute_secret_inputs()

    def _inverse_disability_kind_input(self):
        self._set_typed("disability_kind")

    def _inverse_disability_grade_input(self):
        self._set_typed("disability_grade")

    def _inverse_disability_number_input(self):
        self._set_typed("disability_number")

    def _inverse_disability_end_input(self):
        self._set_typed("disability_end")

    def _inverse_bank_name_input(self):
        self._set_typed("bank_name")

    def _inverse_bank_account_input(self):
        self._set_typed("bank_account")

    def _set_typed(self, name):
        for resident in self:
            resident._store_typed({name: resident[f"{name}_input"]})

    def _store_typed(self, typed):
        """Store what was typed over the masks; a mask itself changes nothing."""
        values = {}
        for name, text in typed.items():
            text = (text or "").strip()
            if "*" not in text and text != KEPT:
                values[name] = text and self._checked_typed(name, text)
        # Writing is allowed to whoever may write the record; reading back is not.
        self.sudo().write(values)

    def _checked_typed(self, name, text):
        if name == "bank_account":
            return self._checked_account(text)
        return self._checked_day(text) if name == "disability_end" else text

    def write(self, vals):
        """Write; what is typed together of a disability has to agree with itself alone."""
        typed = {name: vals[f"{name}_input"] for name in DISABILITY if f"{name}_input" in vals}
        done = {f"{name}_input" for name in typed}
        rest = {name: value for name, value in vals.items() if name not in done}
        # The ID number, with which a certificate begins, goes before it.
        result = super().write(rest)
        if typed:
            self.check_access("write")
            for resident in self:
                resident._store_typed(typed)
        return result

    def _checked_account(self, text):
        """Return a bank account as it is stored.

        :raises ValidationError: when it is none; the sentence says how one is written
        """
        try:
            return check_account(text)
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "%(person)s: “%(value)s” is no bank account. Type its 8 to 30 digits as they "
                    "stand on the card or in the passbook.",
                    person=self.name or self.env._("New resident"),
                    value=mask_long_numbers(text),
                )
            ) from error

    def _checked_day(self, text):
        try:
            day, precision = parse_known_date(text)
        except (ValueError, OverflowError):
            day, precision = None, None
        if not day or precision != "day":
            raise ValidationError(
                self.env._(
                    "%(person)s: “%(value)s” is no whole date. Type it as year-month-day, such as "
                    "%(example)s.",
                    person=self.name or self.env._("New resident"),
                    value=text,
                    example="2031-05-20",
                )
            )
        return day

    # Not on the ID number, which may be corrected before the certificate is at hand.
    @api.constrains("disability_number", "disability_kind", "disability_grade")
    def _check_disability(self):
        # The numbers are closed to everybody; the check must see them all the same.
        for resident in self.sudo():
            said = disability_by_number(resident.disability_number)
            if not resident.disability_number:
                continue
            if not said:
                resident._refuse_certificate(
                    self.env._(
                        "it has the 18 characters of the ID number, one figure from 1 to 7 for the "
                        "kind and one from 1 to 4 for the grade"
                    )
                )
            number, kind, grade = said
            if resident.id_kind == "id_card" and resident.id_number not in (False, number):
                resident._refuse_certificate(self.env._("it begins with another ID number"))
            for name, value in (("disability_kind", kind), ("disability_grade", grade)):
                if resident[name] and resident[name] != value:
                    resident._refuse_certificate(
                        self.env._(
                            "its last figures say another kind or grade than the file, which has "
                            "to be brought into line with the certificate"
                        )
                    )

    def _refuse_certificate(self, reason):
        raise ValidationError(
            self.env._(
                "%(resident)s: the disability certificate %(number)s cannot be right: %(reason)s. "
                "Compare it with the certificate.",
                resident=self.name,
                number=mask_id_number(self.disability_number),
                reason=reason,
            )
        )

    @api.model
    def _as_kept(self, vals):
        """Return values with these facts as they are kept, and what follows from them alone."""
        kept = super()._as_kept(vals)
        for name in ("occupation", "work_unit", "bank_name"):
            if isinstance(kept.get(name), str):
                kept[name] = " ".join(kept[name].split()) or False
        for name in ("disability_number", "bank_account"):
            if isinstance(kept.get(name), str):
                kept[name] = plain_number(kept[name]) or False
        if kept.get("residence_permit_end"):
            # Who has a day until which it is valid has one.
            kept.setdefault("residence_permit", "held")
        elif "residence_permit" in kept and kept["residence_permit"] != "held":
            kept["residence_permit_end"] = False
        if said := disability_by_number(kept.get("disability_number")):
            kept.setdefault("disability_kind", said[1])
            kept.setdefault("disability_grade", said[2])
        return kept

    def _is_asked(self, name):
        """Tell whether it makes sense to ask one person for a fact that nobody has told."""
        self.ensure_one()
        if name == "residence_permit_end" and self.residence_permit == "none":
            return False
        if name == "registered_address" or name.startswith("residence_permit"):
            # Whoever is registered here is registered in the home that the register names.
            return self.resident_kind == "floating"
        if name in ("occupation", "work_unit"):
            # Labour Law, art. 15: nobody works before 16.
            is_child = self.birth_date and self.age < WORKING_AGE
            return not is_child and self.employment not in NO_WORK.get(name, ())
        return True

    def _questions_for(self, name):
        """Return the names of the facts that are asked of one person where ``name`` is missing."""
        if not self._is_asked(name):
            return ()
        if name == "residence_permit_end" and not self.residence_permit:
            # Who holds none has no day to tell.
            return ("residence_permit", name)
        return (name,)

    def _facts_to_exchange(self, other, taken):
        """Take what belongs together from one file: a certificate with its kind and grade."""
        how = super()._facts_to_exchange(other, taken)
        for names in TOGETHER:
            given = [name for name in names if name in how]
            if any(how[name] == "swap" for name in given):
                how |= {name: "swap" for name in names if self[name] != other[name]}
            elif any(self[name] and other[name] and self[name] != other[name] for name in names):
                for name in given:
                    del how[name]
        return how

    @api.model
    def _released_fields(self):
        names = {"disability_kind", "disability_grade", "disability_number", "disability_end"}
        return super()._released_fields() | names | {"bank_name", "bank_account"}
