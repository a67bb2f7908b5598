from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.register_values import word_of

# Fields of a register whose words are chosen from a list; "category" is a model of its own.
CHOICE_MODELS = {
    "role": "community.residency",
    "sex": "community.resident",
    "education": "community.resident",
    "marital": "community.resident",
    "employment": "community.resident",
    "political_status": "community.resident",
    "id_kind": "community.resident",
    "tenure": "community.dwelling",
}


class CommunityImportSynonym(models.Model):
    """A word of a register and what it means: a heading, or a value of a column.

    Shipped words hold for every community; what a clerk corrects on the mapping of an import is
    learned for their own community and goes before the shipped words.
    """

    _name = "community.import.synonym"
    _description = "Register Word"
    _inherit = ["community.shared.mixin"]
    _order = "field, target, word, id"
    _shared_by = ("field", "key")
    _rec_name = "word"

    word = fields.Char(required=True, help="As the register writes it.")
    key = fields.Char(
        compute="_compute_key", store=True, index=True, export_string_translation=False
    )
    target = fields.Selection("_selection_target", "Means", required=True)
    field = fields.Char(compute="_compute_field", store=True, export_string_translation=False)
    active = fields.Boolean(default=True)

    _word_uniq = models.UniqueIndex(
        "(field, key, COALESCE(company_id, 0))",
        "This word already has a meaning in this kind of column: change that one.",
    )

    def _copy_for(self, company):
        """Return a copy of this word that belongs to a company; its key follows from the word."""
        return self.copy({"company_id": company.id})

    @api.model
    def _selection_target(self):
        """Return every meaning as ``kind/value`` with a readable label."""
        return self._header_choices() + self._value_choices()

    @api.model
    def _header_labels(self):
        return {
            "extra": self.env._("Keep word for word"),
            "ignore": self.env._("Leave out"),
            "refused_row": self.env._("Refused row"),
            "name": self.env._("Full name"),
            "head_name": self.env._("Name of the head"),
            "role": self.env._("Relation to head"),
            "id_number": self.env._("ID number"),
            "id_kind": self.env._("Kind of document"),
            "sex": self.env._("Sex"),
            "birth_date": self.env._("Birth date"),
            "ethnicity": self.env._("Ethnicity"),
            "estate": self.env._("Estate"),
            "building": self.env._("Building"),
            "entrance": self.env._("Entrance"),
            "floor": self.env._("Floor"),
            "room": self.env._("Room"),
            "address": self.env._("Address in one column"),
            "grid": self.env._("Grid"),
            "register_no": self.env._("Register number"),
            "tenure": self.env._("Tenure"),
            "owner_name": self.env._("Owner"),
            "owner_phone": self.env._("Owner's phone"),
            "kind": self.env._("Kind of person"),
            "registered_address": self.env._("Registered address"),
            "category": self.env._("Categories"),
            "phone": self.env._("Phone"),
            "phone2": self.env._("Second phone"),
            "email": self.env._("Email"),
            "education": self.env._("Education"),
            "marital": self.env._("Marital status"),
            "employment": self.env._("Employment"),
            "political_status": self.env._("Political status"),
            "monthly_income": self.env._("Monthly income"),
            "emergency_name": self.env._("Emergency contact"),
            "emergency_phone": self.env._("Emergency phone"),
            "note": self.env._("Note"),
            "health": self.env._("Health"),
            "disability_kind": self.env._("Kind of disability"),
            "disability_grade": self.env._("Grade of disability"),
            "disability_number": self.env._("Number of the disability certificate"),
            "disability_end": self.env._("Disability certificate valid until"),
            "occupation": self.env._("Occupation"),
            "work_unit": self.env._("Work unit"),
            "residence_permit": self.env._("Whether a residence permit is held"),
            "residence_permit_end": self.env._("Residence permit valid until"),
            "floor_area": self.env._("Floor area (m²)"),
            "room_count": self.env._("Number of rooms"),
            "bank_name": self.env._("Bank of the account"),
            "bank_account": self.env._("Bank account"),
            "alive": self.env._("Is alive"),
            "died": self.env._("Died on"),
            "moved_out": self.env._("Moved out on"),
            "tick": self.env._("Ticks of one category"),
            "choice": self.env._("Ticks of one answer"),
        }

    @api.model
    def _header_choices(self):
        return [
            (f"header/{key}", self.env._("Column: %(name)s", name=label))
            for key, label in self._header_labels().items()
        ]

    @api.model
    def _kind_choices(self):
        return [
            ("both", self.env._("Registered and living here")),
            ("living", self.env._("Living here only")),
            ("registered", self.env._("Registered here only")),
            ("absent", self.env._("Registered only, whereabouts unknown")),
            ("left", self.env._("Died or moved out")),
        ]

    @api.model
    def _value_choices(self):
        labels = self._header_labels()
        choices = [("kind", key, label) for key, label in self._kind_choices()]
        for field, model in CHOICE_MODELS.items():
            selection = self.env[model]._fields[field]._description_selection(self.env)
            choices += [(field, key, label) for key, label in selection]
        choices.append(("estate", "new", self.env._("An estate of its own")))
        estates = self.env["community.area"].search([("kind", "=", "estate")])
        choices += [("estate", str(estate.id), estate.name) for estate in estates]
        for field in ("category", "health"):
            choices.append((field, "ignore", self.env._("No category")))
            choices += [(field, code, name) for code, name in self._category_choices()]
        return [(f"{field}/{key}", f"{labels[field]}: {label}") for field, key, label in choices]

    @api.model
    def _category_choices(self):
        # Names of categories are no secret, and their list must not depend on who looks; own ones
        # are named to their community alone.
        Category = self.env["community.category"].sudo()
        # A job that runs for all communities writes what each of them has learned.
        categories = (
            Category.search([("code", "!=", False)])
            if self.env.su
            else Category._in_use(self.env.company)
        )
        names = {category.code: category.name for category in categories if category.code}
        return list(names.items())

    @api.model
    def _column_choices(self):
        """Return what a column may be taken for: a fact, or the ticks of one category."""
        return self._header_choices() + [
            (f"category/{code}", self.env._("Ticks: %(category)s", category=name))
            for code, name in self._category_choices()
        ]

    @api.depends("word")
    def _compute_key(self):
        for synonym in self:
            synonym.key = word_of(synonym.word)

    @api.depends("target")
    def _compute_field(self):
        for synonym in self:
            synonym.field = (synonym.target or "").partition("/")[0]

    @api.constrains("word")
    def _check_word(self):
        for synonym in self:
            if not synonym.key:
                raise ValidationError(
                    self.env._("“%(word)s” holds no word to compare.", word=synonym.word)
                )

    @api.model
    def _lookup(self, company):
        """Return {(field, key): value}; words learned by ``company`` go before shipped ones."""
        # Raw SQL on purpose: a thousand rows at each check, of which three columns are needed.
        self.flush_model()
        self.env.cr.execute(
            """SELECT field, key, split_part(target, '/', 2) FROM community_import_synonym
                WHERE active AND (company_id IS NULL OR company_id = %s)
                ORDER BY company_id NULLS FIRST""",
            [company.id],
        )
        return {(field, key): value for field, key, value in self.env.cr.fetchall()}

    @api.model
    def _learn_heading(self, heading, target, company):
        """Remember what a heading of the registers of ``company`` means.

        :param target: ``header/…``, or ``category/…`` for a column of ticks
        """
        if target.startswith("category/"):
            self._learn(heading, target, company)
            target = "header/tick"
        self._learn(heading, target, company)

    @api.model
    def _learn(self, word, target, company):
        """Remember what ``word`` means in the registers of ``company``."""
        field = target.partition("/")[0]
        known = self.with_context(active_test=False).search(
            [("field", "=", field), ("key", "=", word_of(word)), ("company_id", "=", company.id)],
            limit=1,
        )
        if known:
            known.write({"target": target, "active": True})
        elif word_of(word):
            self.create({"word": word, "target": target, "company_id": company.id})
