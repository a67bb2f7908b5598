from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.identity import mask_phone
from ...tools.trusted import trusted

# The fields of a resident that hold a fact. Who lives here is kept by household operations.
FACT_FIELDS = {
    "phone": ("phone",),
    "emergency": ("emergency_name", "emergency_phone"),
    "employment": ("employment",),
    "health": ("health_note",),
}
# After how many months a fact is asked again; the setting of the community says it of the others.
AGE_LIMITS = {
    "emergency": "door_emergency_months",
    "employment": "door_employment_months",
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
    _inherit = ["community.scoped.mixin"]
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
            ``is_missing`` (nobody ever said it, and somebody waits for it)
        """
        answers, entered, writable, wanted = known or self._known_of(household, residents)
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
            months = self._age_limit(household.company_id, fact, today)
            changed = open_since.get(key)
            if not changed and (not months or since > today - relativedelta(months=months)):
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
                    "can_enter": bool(can_enter and fact in ("phone", "emergency", "employment")),
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
            }
            for resident in (residents if can_enter else ())
            for fact in wanted.get(resident.id, ())
        ]
        return sorted(asked, key=lambda fact: not fact["changed_on"])

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

    @api.model
    def _fact_value(self, fact, resident):
        if fact == "phone":
            return resident.phone_display
        if fact == "emergency":
            known = (resident.emergency_name, resident.emergency_phone_display)
            return " ".join(filter(None, known))
        if fact == "employment":
            return dict(resident._fields[fact]._description_selection(self.env))[resident[fact]]
        return ""

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
        )

    @api.model
    def _wanted_facts(self, residents):
        """Return ``{id of a resident: (facts)}`` that nobody has said and somebody waits for.

        Higher domains name them; each is asked once at the door, with room for its value.
        """
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

    # what was answered

    @api.model
    def _check_answer(self, answer):
        """Refuse what cannot be the new value of a fact.

        :param dict answer: ``fact``, ``result`` and of choice ``value`` (a phone, or a choice of
            employment) and ``name`` (of the emergency contact)
        :raises UserError: naming the value and what to type
        """
        if answer.get("fact") in FACT_FIELDS and not answer.get("resident_id"):
            raise UserError(self.env._("Say whose fact it is: open the screen again."))
        for key in ("value", "name"):
            text = answer.get(key) or ""
            if not isinstance(text, str) or len(text) > 100:
                raise UserError(
                    self.env._(
                        "“%(value)s” is no value of a fact: type it in a few words.",
                        value=str(text)[:20],
                    )
                )
        value = answer.get("value") or ""
        if "*" in value:
            raise UserError(
                self.env._(
                    "“%(value)s” is a masked number: type the whole new phone number.",
                    value=value[:20],
                )
            )
        field = self.env["community.resident"]._fields["employment"]
        if answer.get("fact") == "employment" and value:
            if value not in field.get_values(self.env):
                raise UserError(
                    self.env._(
                        "“%(value)s” is not a choice of %(field)s.",
                        value=value[:40],
                        field=field._description_string(self.env),
                    )
                )

    @api.model
    def _file(self, visit, answers, made_at=None):
        """File the answers of one visit: values go to the register, what is missing to somebody.

        A visit that arrives late overwrites nothing newer: of a value that the register was told
        of a later day, the newer stays, and what was said here is kept with the visit. Of the same
        day both may be right: the register keeps its own, and somebody is asked.

        :param datetime made_at: when the visit was recorded on the phone, where it says so
        :return: dict for :meth:`_take_back`; ``newer`` is a sentence about what was left alone
        """
        kept = {"checks": [], "phones": {}, "values": {}, "answered": [], "newer": ""}
        for answer in answers:
            resident = self.env["community.resident"].browse(answer.get("resident_id") or [])
            fact, changed = answer.get("fact"), answer.get("result") == "changed"
            before = self._open_checks(visit.household_id, resident, (fact,))
            newer = changed and self._newer_entry(fact, resident, visit.date, made_at)
            is_entered = (
                changed and not newer and self._enter(fact, resident, answer, kept, visit.date)
            )
            # What was open before and is answered now: the write has closed it.
            if before and is_entered:
                kept["answered"] += before.ids
            check = self.create(
                {
                    "visit_id": visit.id,
                    "fact": fact,
                    "result": answer.get("result") or "right",
                    "resident_id": resident.id,
                    "note": newer and self._told_note(fact, answer),
                }
            )
            if is_entered:
                check._set_closed(date_entered=visit.date)
            elif newer and newer > visit.date:
                check._set_closed(date_entered=newer)
            elif changed and not before:
                check._ask_for_value()
            kept["checks"].append(check.id)
            if newer:
                kept["newer"] = self.env._(
                    "The register was told something newer on %(date)s and keeps it. What was told "
                    "here stands with the visit.",
                    date=newer,
                )
        return kept

    @api.model
    def _newer_entry(self, fact, resident, day, made_at):
        """Return the day of a value that the register was told after a visit was made, or None.

        :param date day: of the visit
        :param datetime made_at: when it was recorded on the phone; without it, what was entered on
            the day of the visit counts as the earlier
        """
        if fact not in FACT_FIELDS or not resident:
            return None
        # sudo: what is newer is newer, whoever may read the line of it.
        line = (
            self.env["community.fact.change"]
            .sudo()
            .search(
                Domain("model", "=", "community.resident")
                & Domain("res_id", "=", resident.id)
                & Domain("field_name", "in", list(FACT_FIELDS[fact]))
                & Domain("date", ">=", day),
                order="date desc, id desc",
                limit=1,
            )
        )
        found = [(line.date, line.create_date)] if line else []
        entered = resident.sudo().emergency_entered if fact == "emergency" else None
        if entered:
            found.append((fields.Datetime.context_timestamp(self, entered).date(), entered))
        for when, moment in sorted(found, reverse=True):
            if when > day or (when == day and made_at and moment > made_at):
                return when
        return None

    @api.model
    def _told_note(self, fact, answer):
        """Return what was told at a door of a fact of which the register knows something newer."""
        value = (answer.get("value") or "").strip()
        name = " ".join((answer.get("name") or "").split())
        if fact == "employment" and value:
            field = self.env["community.resident"]._fields[fact]
            value = dict(field._description_selection(self.env)).get(value, value)
        elif value:
            value = mask_phone(value)
        told = " ".join(filter(None, (name, value)))
        return told and self.env._("Told on that day: %(value)s", value=told)

    @api.model
    def _enter(self, fact, resident, answer, kept, day):
        """Write the new value of a fact where one was given, and tell whether it was.

        It holds from the day of the visit. What it replaces goes to ``kept``, numbers apart from
        the rest.
        """
        resident = resident.with_context(**trusted(community_fact={"date": day}))
        value = (answer.get("value") or "").strip()
        name = " ".join((answer.get("name") or "").split())
        # sudo: the whole numbers, of which this user may see a mask only.
        closed = resident.sudo()
        if fact == "phone" and value:
            old = closed.phone
            resident.phone_input = value
            kept["phones"].setdefault(str(resident.id), [old, False])[1] = closed.phone
            return True
        values = {}
        if fact == "employment" and value:
            values = {"employment": value}
        elif fact == "emergency" and (value or name):
            if name:
                values["emergency_name"] = name
            if value:
                values["emergency_phone_input"] = value
        if not values:
            return False
        fields_of = FACT_FIELDS[fact]
        replaced = kept["values"].setdefault(str(resident.id), {})
        old = {name: closed[name] for name in fields_of}
        resident.write(values)
        for field in fields_of:
            replaced.setdefault(field, [old[field], False])[1] = closed[field]
        return True

    def _take_back(self, kept):
        """Take the answers of one save back: values, open questions and tasks are as before."""
        # What the save itself added goes with it; workers may not delete anything older.
        self.sudo().filtered(lambda check: check.id in kept["checks"]).unlink()
        for resident_id, values in kept.get("values", {}).items():
            resident = self.env["community.resident"].browse(int(resident_id)).exists()
            resident.check_access("write")
            # sudo: numbers of which this user may see a mask only; what somebody has changed since
            # stays.
            closed = resident.sudo()
            for field, (old, new) in values.items():
                if resident and closed[field] == new:
                    closed[field] = old
        # sudo: those of the same home that this save had closed.
        self.sudo().browse(kept.get("answered", ())).exists()._open_again()

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

    def _ask_for_value(self):
        """Give somebody the task to enter the new value: this user, or else who is in charge."""
        self.ensure_one()
        document = self.resident_id or self.household_id
        worker = self.env.user
        named = worker if document.sudo(False).has_access("write") else None
        user = document._person_in_charge(named) or worker
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
