from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.schedule import COUNTING_MODES, next_try
from ...tools.workdays import add_workdays

# After these somebody goes there again; after the others somebody has something to decide.
TRIED_AGAIN = ("nobody_home", "no_answer")
# What the staff decides, and not whoever stands at the door.
FOR_THE_OFFICE = ("refused", "wrong_address")
TRIES = 20
TODO = "mail.mail_activity_data_todo"


class CommunityVisit(models.Model):
    """What comes after a visit in vain; which duties of a home a visit that was made satisfies."""

    _inherit = "community.visit"

    def _take_next_steps(self):
        """Plan the next try after these visits in vain, or give somebody the task to decide."""
        in_vain = self.filtered(lambda visit: visit.state == "absent")
        tried = in_vain.filtered(lambda visit: visit.outcome in TRIED_AGAIN)
        tried._plan_next_tries()
        for visit in in_vain - tried:
            visit._give_task()

    def _plan_next_tries(self):
        """Plan a visit for a coming working day at a part of the day not tried yet.

        Where another visit to the home is planned for a day to come, that one is the next try.
        Constant number of queries.
        """
        if not self:
            return
        today = fields.Date.context_today(self)
        homes = Domain("household_id", "in", self.household_id.ids)
        coming = homes & Domain("state", "=", "planned") & Domain("date", ">", today)
        settled = self.search(coming).household_id
        parts, days, values = self._parts_tried(), {}, []
        for visit in self:
            home, company = visit.household_id, visit.company_id
            if home in settled or not home.active:
                continue
            if company not in days:
                exceptions = self.env["community.holiday"]._exceptions(company)
                days[company] = add_workdays(today, 1, exceptions)
            settled |= home
            values.append(
                {
                    "household_id": home.id,
                    "retry_of_id": visit.id,
                    "date": days[company],
                    "day_part": next_try(parts.get(visit, [])),
                    "kind": visit.kind,
                    "mode": visit.mode,
                    "note": visit.note,
                    "user_id": (visit.user_id or self.env.user).id,
                }
            )
        self.with_context(tracking_disable=True)._create_closed(values, "retry_of_id")

    def _parts_tried(self):
        """Return the parts of the day tried in vain since somebody was met, by visit.

        The last one comes first; two queries.
        """
        homes = Domain("household_id", "in", self.household_id.ids)
        made = self._last_of_each(homes & Domain("state", "in", ("done", "absent")), TRIES)
        parts = {}
        for visit in self:
            parts[visit] = []
            for one in made.get(visit.household_id, ()):
                if one.date > visit.date:
                    continue
                if one.state == "done":
                    break
                if one.day_part:
                    parts[visit].append(one.day_part)
        return parts

    def _give_task(self):
        """Ask for what follows: an operation of the register, a correction, another way in.

        While the same is to be decided on this home already, nobody is asked twice.
        """
        self.ensure_one()
        home = self.household_id
        # sudo: a task of the program, wherever it stands; told twice it is one.
        known = (
            self.env["mail.activity"]
            .sudo()
            .search_count(
                Domain("community_visit_id.household_id", "=", home.id)
                & Domain("community_visit_id.outcome", "=", self.outcome),
                limit=1,
            )
        )
        if known:
            return
        user = self._who_decides() or self.env.user
        # sudo: the link between a task and its visit belongs to the program.
        home.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
            TODO,
            date_deadline=fields.Date.context_today(self),
            summary=self.with_context(lang=user.lang or self.env.lang)._next_step_words(),
            user_id=user.id,
            community_visit_id=self.id,
        )

    def _who_decides(self):
        """Return who has to decide after this visit: the staff, or whoever knows the home."""
        home, named = self.household_id, None
        if self.outcome in FOR_THE_OFFICE:
            for group in ("group_community_officer", "group_community_manager"):
                members = self.env["res.users"]._all_at_work(
                    f"community_service.{group}", self.company_id
                )
                named = (members - self.env.user)[:1]
                if named:
                    break
        elif home.sudo(False).has_access("write"):
            named = self.env.user
        return home._person_in_charge(named)

    def _next_step_words(self):
        """Return the sentence about what is to be decided after this visit."""
        self.ensure_one()
        words = {
            "refused": self.env._(
                "Refused a visit on %(date)s: find another way to this family", date=self.date
            ),
            "moved_away": self.env._(
                "Said to have moved away on %(date)s: enter who left", date=self.date
            ),
            "nobody_lives": self.env._(
                "Nobody lives here (%(date)s): enter who left, or who is only registered here",
                date=self.date,
            ),
            "wrong_address": self.env._(
                "Wrong address (%(date)s): correct the dwelling of this household", date=self.date
            ),
        }
        return words.get(self.outcome, "")

    def _take_next_step_back(self):
        """Take away what followed from these visits, as long as nothing came of it."""
        # sudo: workers delete no visit; what the program has planned goes as it came.
        planned = self.sudo().search(
            Domain("retry_of_id", "in", self.ids) & Domain("state", "=", "planned")
        )
        planned.unlink()
        Activity = self.env["mail.activity"].sudo().with_context(active_test=False)
        Activity.search([("community_visit_id", "in", self.ids), ("active", "=", True)]).unlink()

    @api.model
    def _outcome_values(self, visit):
        """Return what the phone shows of a visit in vain and of what comes next."""
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        parts = dict(self._fields["day_part"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        again = self.browse()
        if visit.outcome in TRIED_AGAIN:
            again = self.search(
                Domain("household_id", "=", visit.household_id.id)
                & Domain("state", "=", "planned")
                & Domain("date", ">", today),
                order="date, id",
                limit=1,
            )
        return {
            "outcome": visit.outcome or "",
            "outcome_label": outcomes.get(visit.outcome, ""),
            "next_try": fields.Date.to_string(again.date) or "",
            "next_part": parts.get(again.day_part, ""),
            "next_step": visit._next_step_words() if visit.outcome else "",
        }

    # what the no-contact watch learns from a visit

    @api.model
    def _contact_fields(self):
        names = {"state", "outcome", "mode", "date", "household_id", "met_resident_ids"}
        return super()._contact_fields() | names

    def _contact_word(self):
        if self.state == "done":
            return "contact"
        return "signal" if self.state == "absent" and self._watch_kind() else ""

    def _watch_kind(self):
        """Return what this visit in vain is for the no-contact watch; empty: no sign of it."""
        if self.outcome not in (*TRIED_AGAIN, "refused"):
            return ""
        if self.outcome == "refused":
            return "refused"
        by_call = self.outcome == "no_answer" or self.mode in ("phone", "video")
        return "call" if by_call else "visit"

    def _contact_text(self):
        modes = dict(self._fields["mode"]._description_selection(self.env))
        who = self.env._(", ").join((self.visitor_ids or self.user_id).mapped("name"))
        when = f"{self.date} {modes[self.mode]}"
        return f"{when} · {who}" if who else when

    # duties of a home

    @api.model
    def _duties_of(self, household):
        """Return what obliges to visit a home today, each with the visit that satisfies it.

        Nothing of it is stored: a visit that is entered late, moved or taken back counts as if it
        had always been so. Categories that the reader may not see are left out; of a visit that
        the reader may not see, only the day is told.

        :return: dicts ``kind`` (category, rule, programme, promise...), ``name``, ``modes`` (label
            of what counts), ``date_due``, ``is_met``, ``is_overdue``, ``visit_id``, ``visit_date``
        """
        household.ensure_one()
        today = fields.Date.context_today(self)
        # sudo: whether somebody was there is known by all visits, whoever may read which.
        made = self.sudo().search_fetch(
            [("household_id", "=", household.id), ("state", "=", "done")],
            ["date", "mode", "kind", "is_valid", "next_date"],
            order="date, id",
        )
        duties = []
        for source in self._duty_sources():
            duties += source(household, made, today)
        readable = self.search([("id", "in", [duty["visit"].id for duty in duties])])
        return [self._duty_row(duty, readable, today) for duty in duties]

    def duties_met(self):
        """Return the duties that this visit satisfied, as they were on its day.

        It is a part of the household's file: reading it goes into the access log. Categories that
        the reader may not see are left out.

        :return: list of dicts ``kind``, ``name``, ``modes``; none for a visit that was not made
        :raises AccessError: if the reader may not read the visit
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "done":
            return []
        household = self.household_id
        household.check_access("read")
        self.env["community.access.log"]._log("view", household)
        # sudo: whether somebody had been there is known by all visits, whoever may read which.
        made = self.sudo().search_fetch(
            [
                ("household_id", "=", household.id),
                ("state", "=", "done"),
                ("date", "<=", self.date),
            ],
            ["date", "mode", "kind", "is_valid", "next_date"],
            order="date, id",
        )
        made = made.filtered(lambda one: (one.date, one.id) <= (self.date, self.id))
        duties = [
            {name: duty[name] for name in ("kind", "name", "modes")}
            for source in self._duty_sources()
            for duty in source(household, made, self.date)
            if duty["visit"] == self and duty["kind"] != "promise"
        ]
        # The visit before said when to come again, and this one came.
        before = made.filtered(lambda one: one.is_valid and one != self)[-1:]
        if self.is_valid and before.next_date:
            duties.append({"kind": "promise", "name": self.env._("Promised visit"), "modes": ""})
        return duties

    @api.model
    def _duty_row(self, duty, readable, today):
        visit, due = duty["visit"], duty["date_due"]
        is_met = bool(visit) and due >= today
        return {
            "kind": duty["kind"],
            "name": duty["name"],
            "modes": duty["modes"],
            "date_due": fields.Date.to_string(due),
            "is_met": is_met,
            "is_overdue": not is_met and due < today,
            "visit_id": visit.id if visit.id in readable._ids else False,
            "visit_date": fields.Date.to_string(visit.date) or "",
        }

    @api.model
    def _duty_sources(self):
        """Return the methods that list duties; other domains add theirs.

        Each takes the household, all visits made to it (as superuser, by date) and the day, and
        yields dicts ``kind``, ``name``, ``modes``, ``date_due`` (when it is due, or due again) and
        ``visit`` (which satisfied it last, or none).
        """
        return [self._duties_of_rules, self._duties_of_programmes, self._duties_of_promises]

    @api.model
    def _duties_of_rules(self, household, made, today):
        """Return one duty for each category that asks for visits, or else for the general rule."""
        labels = dict(
            self.env["community.category"]._fields["visit_modes"]._description_selection(self.env)
        )
        rules = [
            ("category", category.name, rule)
            for category in household._categories_on(today)
            for rule in category._visit_rules()
        ] or [("rule", self.env._("Every household"), household._default_visit_rule())]
        for kind, name, (modes, months) in rules:
            visit = made.filtered(lambda one, modes=modes: one.mode in COUNTING_MODES[modes])[-1:]
            since = visit.date or household.date_entered or today
            yield {
                "kind": kind,
                "name": name,
                "modes": labels[modes],
                "date_due": since + relativedelta(months=months),
                "visit": visit,
            }

    @api.model
    def _duties_of_programmes(self, household, made, today):
        """Return one duty for each programme of today in whose scope the home is."""
        programmes = self.env["community.programme"].search(
            Domain("date_from", "<=", today)
            & Domain("date_to", ">=", today)
            & Domain("company_id", "=", household.company_id.id)
        )
        for programme in programmes:
            scope = programme._scope_domain() & Domain("id", "=", household.id)
            if not household.search_count(scope):
                continue
            first, any_mode = programme.date_from, bool(programme.surge)
            visits = made.filtered(lambda one, first=first: one.date >= first and one.is_valid)
            if any_mode:
                # Whoever is on the list has to be reached, each of a home.
                reached = [unit.visit for unit in programme._surge_units(household)]
                visits = made.browse()
                if all(reached):
                    visits = max(reached, key=lambda one: (one.date, one.id), default=visits)
            yield {
                "kind": "programme",
                "name": programme.name,
                "modes": self.env._("Call or visit") if any_mode else "",
                "date_due": programme.date_to,
                "visit": visits[:1],
            }

    @api.model
    def _duties_of_promises(self, household, made, today):
        """Return the promise to come: the open one, or else the last one with its visit."""
        if household.own_visit_date:
            date, visit = household.own_visit_date, made.browse()
        else:
            said = made.filtered("next_date")[-1:]
            visit = made.filtered(
                lambda one: said and one.is_valid and (one.date, one.id) > (said.date, said.id)
            )[:1]
            if not visit:
                return
            # It was kept; it is due no more.
            date = max(said.next_date, today)
        yield {
            "kind": "promise",
            "name": self.env._("Promised visit"),
            "modes": "",
            "date_due": date,
            "visit": visit,
        }
