from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.demanded_facts import parse_area, parse_rooms

# The fields of a resident that hold a fact. Who lives here is kept by household operations.
FACT_FIELDS = {
    "phone": ("phone",),
    "emergency": ("emergency_name", "emergency_phone"),
    "employment": ("employment",),
    "health": ("health_note",),
    # Open facts bear the names of their fields; they are asked where a form waits for them.
    "ethnicity": ("ethnicity",),
    "education": ("education",),
    "marital": ("marital",),
    "registered_address": ("registered_address",),
    "occupation": ("occupation",),
    "work_unit": ("work_unit",),
    "residence_permit": ("residence_permit",),
    "residence_permit_end": ("residence_permit_end",),
}
# Those of the home that somebody lives in.
HOME_FACTS = {"floor_area": parse_area, "room_count": parse_rooms, "tenure": None}
OWN_ENTRY = ("phone", "emergency", "employment", "health")
PLAIN_FACTS = [fact for fact in (*FACT_FIELDS, *HOME_FACTS) if fact not in OWN_ENTRY]
# What is typed or chosen at a door.
ENTERED_FACTS = ("phone", "emergency", "employment", *PLAIN_FACTS)
# How a value is entered, by the type of its field.
ENTRIES = {"selection": "choice", "date": "date", "float": "number", "integer": "number"}
# After how many months a fact is asked again; the setting of the community says it of the others.
AGE_LIMITS = {
    "emergency": "door_emergency_months",
    "employment": "door_employment_months",
    "work_unit": "door_employment_months",
    "health": "door_health_months",
}
# Whose work does not change from one year to the next is not asked about it.
SETTLED_WORK = ("retired",)
TODO = "mail.mail_activity_data_todo"


class CommunityVisitCheck(models.Model):
    """A fact asked about at a visit: still right, or changed. No value is kept here.

    A fact that has changed stays open, and is asked again, until its value has been entered or the
    task to enter it is marked as done: "still right" at a later visit leaves the question open.
    """

    _name = "community.visit.check"
    _description = "Fact Confirmed at a Visit"
    _inherit = ["community.named.mixin", "community.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "fact"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "community.visit", required=True, index=True, ondelete="cascade", check_company=True
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_visit",
        store=True,
        precompute=True,
        index=True,
        ondelete="cascade",
    )
    date = fields.Date("Confirmed on", compute="_compute_visit", store=True, precompute=True)
    resident_id = fields.Many2one(
        "community.resident", index="btree_not_null", ondelete="cascade", check_company=True
    )
    fact = fields.Selection(
        [
            ("phone", "Phone"),
            ("members", "Who lives here"),
            ("emergency", "Emergency contact"),
            ("employment", "Employment"),
            ("health", "Health"),
            ("ethnicity", "Ethnicity"),
            ("education", "Education"),
            ("marital", "Marital status"),
            ("registered_address", "Registered address"),
            ("occupation", "Occupation"),
            ("work_unit", "Work unit"),
            ("residence_permit", "Whether a residence permit is held"),
            ("residence_permit_end", "Residence permit valid until"),
            ("floor_area", "Floor area (m²)"),
            ("room_count", "Number of rooms"),
            ("tenure", "Tenure"),
        ],
        required=True,
    )
    result = fields.Selection(
        [("right", "Still right"), ("changed", "Changed")], default="right", required=True
    )
    note = fields.Char("What changed")
    date_entered = fields.Date(
        "New value entered on",
        readonly=True,
        copy=False,
        help="Empty: the new value of a changed fact is still missing.",
    )

    @api.depends("visit_id.household_id", "visit_id.date")
    def _compute_visit(self):
        for check in self:
            check.household_id = check.visit_id.household_id
            check.date = check.visit_id.date

    # what is asked at the door

    @api.model
    def _stale_facts(self, household, residents, today, known=None):
        """Return the facts of a home to be asked today; constant number of queries.

        A fact is stale when neither a visit nor the register has said it within its limit of age,
        or when it was said to have changed and nobody has entered the new value.

        :param residents: who lives or is registered there
        :param known: what :meth:`_known_of` returns, where many homes are asked about
        :return: dicts ``fact``, ``resident_id``, ``name``, ``value`` (as this user may see it),
            ``choice`` (the code of a value that is chosen), ``confirmed_on``, ``source`` (visit or
            register), ``changed_on`` (day of an answer whose value is missing), ``can_enter`` and
            ``is_missing`` (nobody ever said it, and somebody waits for it); of a fact that bears
            the name of its field also ``label``, ``entry`` (choice, date, number or text) and
            ``choices``
        """
        known = known or self._known_of(household, residents)
        answers, entered, writable, wanted, homes = known
        confirmed, open_since = answers.get(household, ({}, {}))
        can_enter = residents <= writable
        asked = []
        for fact, resident in self._facts_on_file(residents):
            start = resident.create_date.date() if resident else household.date_entered
            if not start:
                continue
            key = (fact, resident.id)
            said = confirmed.get(key)
            since = max(filter(None, (start, said, entered.get(key))))
            changed = open_since.get(key)
            if not changed and not self._is_due(fact, resident, since, today, household.company_id):
                continue
            asked.append(
                {
                    "fact": fact,
                    "resident_id": resident.id,
                    "name": resident.name or "",
                    "value": self._fact_value(fact, resident),
                    "choice": (fact == "employment" and resident.employment) or "",
                    "confirmed_on": fields.Date.to_string(since),
                    "source": "visit" if since == said else "register",
                    "changed_on": fields.Date.to_string(changed) or "",
                    "can_enter": bool(can_enter and fact in ENTERED_FACTS),
                    **self._entry_of(fact),
                }
            )
        asked += [
            {
                "fact": fact,
                "resident_id": resident.id,
                "name": resident.name or "",
                "value": "",
                "choice": "",
                "confirmed_on": "",
                "source": "",
                "changed_on": fields.Date.to_string(open_since.get((fact, resident.id))) or "",
                "can_enter": True,
                "is_missing": True,
                **self._entry_of(fact),
            }
            for resident, facts in (
                *((resident, wanted.get(resident.id, ())) for resident in residents if can_enter),
                (residents.browse(), homes.get(household.id, ())),
            )
            for fact in facts
        ]
        return sorted(asked, key=lambda fact: not fact["changed_on"])

    @api.model
    def _is_due(self, fact, resident, since, today, company):
        """Tell whether a fact that was said on the day ``since`` is asked again today."""
        if fact == "residence_permit_end" and since <= resident.residence_permit_end:
            # Asked about once its last day has passed.
            return resident.residence_permit_end < today
        months = self._age_limit(company, fact, today)
        return bool(months) and since <= today - relativedelta(months=months)

    @api.model
    def _age_limit(self, company, fact, today):
        """Return after how many months a fact is asked again; 0: it is not asked."""
        general = company.community_confirm_months
        if fact not in AGE_LIMITS:
            return general
        Parameter = self.env["community.parameter"]
        return Parameter._whole(AGE_LIMITS[fact], company, today, default=general)

    @api.model
    def _facts_on_file(self, residents):
        """Yield (fact, resident) of what the register says of these people and of the home."""
        for resident in residents:
            if resident.phone_display:
                yield "phone", resident
        if residents:
            yield "members", residents.browse()
        for resident in residents:
            if resident.emergency_name or resident.emergency_phone_display:
                yield "emergency", resident
            if resident.employment and resident.employment not in SETTLED_WORK:
                yield "employment", resident
            if resident.health_note_input:
                yield "health", resident
            if resident.work_unit and resident.employment not in SETTLED_WORK:
                yield "work_unit", resident
            if resident.residence_permit_end and resident._is_asked("residence_permit_end"):
                yield "residence_permit_end", resident

    @api.model
    def _fact_value(self, fact, resident):
        if fact == "phone":
            return resident.phone_display
        if fact == "emergency":
            known = (resident.emergency_name, resident.emergency_phone_display)
            return " ".join(filter(None, known))
        if fact == "employment":
            return dict(resident._fields[fact]._description_selection(self.env))[resident[fact]]
        return resident._secret_display(fact) if fact in PLAIN_FACTS else ""

    @api.model
    def _fact_field(self, fact):
        """Return the field that holds a fact that bears its name."""
        model = "community.dwelling" if fact in HOME_FACTS else "community.resident"
        return self.env[model]._fields[fact]

    @api.model
    def _entry_of(self, fact):
        """Return how the value of a fact that bears the name of its field is entered at a door."""
        if fact not in PLAIN_FACTS:
            return {}
        field = self._fact_field(fact)
        choices = field._description_selection(self.env) if field.type == "selection" else []
        return {
            "label": field._description_string(self.env),
            "entry": ENTRIES.get(field.type, "text"),
            "choices": choices,
        }

    @api.model
    def _known_of(self, households, residents):
        """Return what :meth:`_stale_facts` has to know of these homes.

        Answers, entries, rights, and which facts are missing that somebody waits for.
        """
        return (
            self._last_answers(households),
            self._last_entries(residents),
            residents._filtered_access("write"),
            self._wanted_facts(residents),
            self._wanted_of_homes(households),
        )

    @api.model
    def _wanted_facts(self, residents):
        """Return ``{id of a resident: (facts)}`` that nobody has said and somebody waits for.

        Higher domains name them; each is asked once at the door, with room for its value.
        """
        return {}

    @api.model
    def _wanted_of_homes(self, households):
        """Return ``{id of a household: (facts of its dwelling)}``, as :meth:`_wanted_facts`."""
        return {}

    @api.model
    def _last_answers(self, households):
        """Return by home the days of the last answers: those that confirm, and those left open."""
        found = {}
        checks = self.search_fetch(
            Domain("household_id", "in", households.ids),
            ["household_id", "fact", "resident_id", "result", "date", "date_entered"],
            order="date, id",
        )
        for check in checks:
            confirmed, open_since = found.setdefault(check.household_id, ({}, {}))
            key = (check.fact, check.resident_id.id)
            if check.result == "changed" and not check.date_entered:
                open_since[key] = check.date
                continue
            if check.result == "changed":
                open_since.pop(key, None)
            day = check.date_entered or check.date
            confirmed[key] = max(day, confirmed.get(key, day))
        return found

    @api.model
    def _last_entries(self, residents):
        """Return by fact and person the last day on which the register was told a new value."""
        names = {name: fact for fact, names in FACT_FIELDS.items() for name in names}
        groups = self.env["community.fact.change"]._read_group(
            Domain("model", "=", "community.resident")
            & Domain("res_id", "in", residents.ids)
            & Domain("field_name", "in", list(names)),
            ["field_name", "res_id"],
            ["date:max"],
        )
        found = {(names[name], res_id): day for name, res_id, day in groups}
        # The moment alone, which is no secret as the contact is.
        for resident in residents.sudo():
            if moment := resident.emergency_entered:
                day = fields.Datetime.context_timestamp(self, moment).date()
                found["emergency", resident.id] = day
        return found

    # until the value is there

    @api.model
    def _open_checks(self, households, residents, facts):
        """Return the answers without a value about these facts, whoever may read them."""
        whose = Domain("resident_id", "in", residents.ids)
        if not residents:
            whose = Domain("household_id", "in", households.ids)
        # sudo: a value that is entered answers the question, whoever may see the visit.
        return self.sudo().search(
            whose
            & Domain("fact", "in", list(facts))
            & Domain("result", "=", "changed")
            & Domain("date_entered", "=", False)
        )

    def _close_open(self, day):
        """Note that the values are there; nobody is asked for them any more."""
        self.date_entered = day
        self._tasks().unlink()

    def _open_again(self):
        self.date_entered = False
        for check in self:
            check._ask_for_value()

    def _tasks(self):
        # sudo: a task that the program has given, wherever its record stands.
        Activity = self.env["mail.activity"].sudo().with_context(active_test=False)
        return Activity.search([("community_check_id", "in", self.ids)])

    def _who_enters(self):
        """Return who is asked for the new value: this user, or else who is in charge."""
        document, worker = self.resident_id or self.household_id, self.env.user
        named = worker if document.sudo(False).has_access("write") else None
        return document._person_in_charge(named) or worker

    def _ask_for_value(self):
        """Give somebody the task to enter the new value: this user, or else who is in charge."""
        self.ensure_one()
        document = self.resident_id or self.household_id
        user = self._who_enters()
        env = self.with_context(lang=user.lang or self.env.lang).env
        label = dict(self._fields["fact"]._description_selection(env))[self.fact]
        # sudo: the link between a task and its question belongs to the program.
        document.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
            TODO,
            date_deadline=fields.Date.context_today(self),
            summary=env._("Said to have changed, enter it: %(fact)s", fact=label),
            user_id=user.id,
            community_check_id=self.id,
        )
