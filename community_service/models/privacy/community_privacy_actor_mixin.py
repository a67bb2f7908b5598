from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.ending import DIED, MOVED
from ...tools.periods import whole_years

CHILD = 14  # PIPL art. 31
ADULT = 18  # Civil Code art. 17
# Who may be guardian or decide for a child, as the register says it (Civil Code art. 27).
GUARDIANS = ("parent", "grandparent", "guardian", "sibling")


class CommunityPrivacyActorMixin(models.AbstractModel):
    """Somebody speaks about a resident's data: the person, or whoever may speak for them.

    For a child under fourteen a parent or guardian alone (PIPL art. 31), for somebody who has died
    a close relative (art. 49), for anybody else the person or an agent with written authority. A
    model that inherits it has the day in ``date``.
    """

    _name = "community.privacy.actor.mixin"
    _description = "Word of a Person about Own Data"
    _inherit = ["community.housed.mixin"]
    _check_company_auto = True
    _household_links = ("resident_id",)

    resident_id = fields.Many2one(
        "community.resident", required=True, index=True, ondelete="restrict", check_company=True
    )
    actor = fields.Selection(
        [
            ("self", "The person"),
            ("guardian", "Parent or guardian"),
            ("relative", "Relative of somebody who died"),
            ("agent", "Agent with written authority"),
        ],
        "Who speaks",
        required=True,
        default="self",
    )
    actor_id = fields.Many2one(
        "community.resident",
        "Speaker in the register",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    actor_name = fields.Char("Speaker by name", help="Of somebody who is not in the register.")
    relation = fields.Char("Related as", help="What the speaker is to the person: mother, son...")
    age_note = fields.Char("About the age", compute="_compute_age_note", exportable=False)

    @api.depends("resident_id", "date")
    def _compute_age_note(self):
        for record in self:
            # sudo: of a person whom the reader may read; nothing but a sentence comes of it.
            person = record.resident_id.sudo()
            record.age_note = False
            if person and not person.birth_date:
                record.age_note = self.env._(
                    "The birth date is not known. Of a child under fourteen a parent or guardian "
                    "speaks."
                )
            elif person and record._is_child():
                record.age_note = self.env._(
                    "Under fourteen on that day: a parent or guardian speaks."
                )

    # The record follows its person to another home, and stays where the last one was.
    @api.depends("resident_id.household_id")
    def _compute_household_id(self):
        return super()._compute_household_id()

    @api.depends("resident_id.company_id")
    def _compute_company_id(self):
        result = super()._compute_company_id()
        for record in self:
            record.company_id = record.resident_id.company_id or record.company_id
        return result

    @api.depends("household_id", "resident_id")
    def _compute_grid_id(self):
        result = super()._compute_grid_id()
        for record in self:
            record.grid_id = record.grid_id or record.resident_id.grid_id
        return result

    @api.model
    def _takes_ended(self):
        # Rights and consents reach beyond the move and, in the hands of relatives, the death.
        gone = frozenset({DIED, MOVED})
        return super()._takes_ended() | {"resident_id": gone, "actor_id": frozenset({MOVED})}

    def _is_child(self):
        """Tell whether the person is known to be under fourteen on the day of the record."""
        born = self.resident_id.sudo().birth_date
        return bool(born and self.date and born + relativedelta(years=CHILD) > self.date)

    def _speaker(self):
        """Return the name of whoever spoke, with the relation where it is another one."""
        self.ensure_one()
        # sudo: whoever reads the record reads who spoke in it.
        if self.actor == "self":
            return self.resident_id.sudo().name
        name = self.actor_id.sudo().name or self.actor_name or ""
        return f"{name} ({self.relation})" if self.relation else name

    @api.constrains("resident_id", "date", "actor", "actor_id", "actor_name", "relation")
    def _check_actor(self):
        self._check_not_future("date")
        for record in self:
            # sudo: the facts that decide who may speak are asked of the program.
            person = record.resident_id.sudo()
            died = person.date_death
            is_dead = bool(died and record.date > died)
            if is_dead != (record.actor == "relative"):
                raise UserError(record._death_sentence(died if is_dead else None))
            if record._is_child() and record.actor != "guardian":
                raise UserError(
                    self.env._(
                        "%(resident)s was under fourteen on %(date)s: a parent or guardian speaks "
                        "for the child (PIPL art. 31). Choose “Parent or guardian” and say who.",
                        resident=person.name,
                        date=record.date,
                    )
                )
            if record.actor != "self":
                record._check_speaker()

    def _death_sentence(self, died):
        if died:
            return self.env._(
                "%(resident)s died on %(died)s: after that a close relative speaks (PIPL art. 49). "
                "Choose “Relative of somebody who died” and say who.",
                resident=self.resident_id.sudo().name,
                died=died,
            )
        return self.env._(
            "%(resident)s was alive on %(date)s: relatives speak for somebody who died. Choose who "
            "it was.",
            resident=self.resident_id.sudo().name,
            date=self.date,
        )

    def _check_speaker(self):
        """Refuse a speaker who is nobody, the person, a minor, or related in no known way."""
        person, speaker = self.resident_id.sudo(), self.actor_id.sudo()
        name = person.name
        if not speaker and not (self.actor_name or "").strip():
            raise UserError(
                self.env._(
                    "%(resident)s: say who spoke. Choose the speaker from the register, or write "
                    "the name.",
                    resident=name,
                )
            )
        if speaker == person:
            raise UserError(
                self.env._(
                    "%(resident)s does not speak for themselves as somebody else: choose “The "
                    "person”, or the one who spoke.",
                    resident=name,
                )
            )
        born = speaker.birth_date
        if born and whole_years(born, self.date) < ADULT:
            raise UserError(
                self.env._(
                    "%(speaker)s was under eighteen on %(date)s and does not speak for "
                    "%(resident)s: choose somebody of age.",
                    speaker=speaker.name,
                    resident=name,
                    date=self.date,
                )
            )
        if not (self.relation or "").strip() and not self._is_known_relation():
            raise UserError(
                self.env._(
                    "%(resident)s: the register does not say how the speaker is related. Write it "
                    "in “Related as”.",
                    resident=name,
                )
            )

    def _is_known_relation(self):
        """Tell whether the register says that the speaker may be the guardian, or is a relative."""
        person, speaker = self.resident_id.sudo(), self.actor_id.sudo()
        if not speaker or self.actor == "agent":
            return False
        kinds = set(person.kinship_ids.filtered(lambda k: k.relative_id == speaker).mapped("kind"))
        back = set(
            person.kinship_of_ids.filtered(lambda k: k.resident_id == speaker).mapped("kind")
        )
        if self.actor == "relative":
            return bool(kinds | back)
        return bool(kinds.intersection(GUARDIANS) or back & {"child", "grandchild", "sibling"})
