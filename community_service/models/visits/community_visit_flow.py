import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ...tools.listed import listed

KEYS = {
    "client_key": str,
    "visit_id": int,
    "state": str,
    "date": str,
    "mode": str,
    "kind": str,
    "outcome": str,
    "day_part": str,
    "answers": list,
    "met_resident_ids": list,
    "situation": str,
    "answered_on_spot": bool,
    "next_date": str,
    "next_reason": str,
    "needs": list,
    "checks": list,
    "made_at": str,
}


class CommunityVisit(models.Model):
    """Saving from a phone: one call, repeatable without harm."""

    _inherit = "community.visit"

    @api.model
    def save_at_the_door(self, household_id, values):
        """Record a visit, or that nobody was home, as the phone sends it.

        The same ``client_key`` is the same visit however often it arrives, also at the same moment
        and after the household came into other hands. A visit made before that, without a signal,
        is kept: whoever made it and whoever is in charge now are told.

        :param int household_id: the household visited
        :param dict values: ``client_key`` (required), ``state`` (done or absent), and of choice
            ``visit_id`` (the planned visit), ``date`` (when it was made, today if left out),
            ``made_at`` (the moment of it, in UTC: what was entered later that day is newer),
            ``outcome`` (why in vain), ``day_part`` (when it was tried),
            ``mode``, ``kind``, ``met_resident_ids``, ``situation``, ``answered_on_spot``,
            ``next_date``, ``next_reason``, ``needs`` (dicts ``kind``, ``name``, and ``answered``
            for what was answered on the spot), ``answers`` (dicts ``question_id``, ``value``),
            ``checks`` (dicts ``fact``,
            ``result``, ``resident_id``, ``value`` and ``name``: what it has changed to, see
            ``community.visit.check``)
        :return: dict with ``visit_id``, ``state``, ``next_visit_date`` (empty once it has passed),
            ``is_repeated``; of a visit in vain ``outcome``, ``outcome_label``, ``next_try`` (day)
            with ``next_part``, ``next_step`` (what somebody has been asked to decide);
            ``handed_over`` (a sentence) when the household is in other hands now; ``newer`` (a
            sentence) when the register knew something newer than what was told
        :raises UserError: for values that cannot be right; nothing is saved then
        """
        return self.env["community.phone"]._receive(household_id, values)

    @api.model
    def _save_at_the_door(self, household_id, values):
        household = self._door_household(household_id)
        values = self._check_door_values(household, values)
        key, visit_id = values.pop("client_key"), values.pop("visit_id", False)
        visits, newer = self._save_at_doors({household: key}, values, visit_id)
        return visits[household]._door_result() | ({"newer": newer} if newer else {})

    @api.model
    def _save_at_doors(self, keys, values, visit_id=False):
        """Record one save for each of these households; constant number of queries.

        :param dict keys: of each household the key of its save
        :param dict values: as :meth:`_check_door_values` returns them; what is found at one door
            (answers, needs, facts) is given for one household
        :param int visit_id: the planned visit that is meant, of choice
        :return: ``{household: visit}``, and a sentence where the register knew something newer
        """
        values = {name: value for name, value in values.items() if name != "client_key"}
        homes = self.env["community.household"].union(*keys)
        today = fields.Date.context_today(self)
        planned = self._door_visits_planned(homes, visit_id, today)
        date = fields.Date.to_date(values.pop("date", False)) or today
        needs, checks = values.pop("needs", []), values.pop("checks", [])
        made_at = fields.Datetime.to_datetime(values.pop("made_at", False)) or None
        told = values.pop("answers", [])
        met = values.pop("met_resident_ids", [])
        undo = {
            home: {
                "before": planned[home]._undo_snapshot() if home in planned else None,
                "own": [
                    fields.Date.to_string(home.own_visit_date) or False,
                    home.own_visit_reason or False,
                ],
                "until": fields.Datetime.to_string(
                    fields.Datetime.now()
                    + datetime.timedelta(minutes=home.company_id.community_undo_minutes)
                ),
            }
            for home in homes
        }
        answers = {}
        for home in homes if told else ():
            kind = values.get("kind") or planned.get(home, self.browse()).kind or "routine"
            Checklist = self.env["community.visit.checklist"]
            answers[home] = Checklist._check_answers(home.company_id, kind, told)
        values |= {
            "date": date,
            "met_resident_ids": [Command.set(met)],
            "visitor_ids": [Command.set(self.env.user.ids)],
        }
        quiet = self.with_context(tracking_disable=True)
        fulfilled = quiet.union(*planned.values())
        for visit in fulfilled:
            visit.client_key = keys[visit.household_id]
        fulfilled.write(values)
        new = homes.filtered(lambda home: home not in planned)
        made = quiet.create(
            [
                {
                    "household_id": home.id,
                    "user_id": self.env.uid,
                    "client_key": keys[home],
                    **values,
                }
                for home in new
            ]
        )
        visits = (fulfilled | made).with_env(self.env)
        visit_of = {visit.household_id: visit for visit in visits}
        newer, Need = "", self.env["community.visit.need"]
        for home, visit in visit_of.items():
            back = undo[home]
            found = visit._door_needs(needs, date) if needs else Need
            back["needs"] = found.ids
            back["need_states"] = [need.state for need in found]
            filed = self.env["community.visit.answer"]._file(visit, answers.get(home, []))
            back["answers"] = filed.ids
            back |= self.env["community.visit.check"]._file(visit, checks, made_at)
            newer = back.pop("newer") or newer
        visits._take_next_steps()
        for home, visit in visit_of.items():
            undo[home]["after"] = [visit.state, fields.Date.to_string(visit.date)]
            # The field is closed to everybody: it may hold a phone number until the undo has run
            # out.
            visit.sudo().undo_values = undo[home]
        return visit_of, newer

    @api.model
    def door_phone_note(self, resident_id, number):
        """Tell, while a new phone is typed at the door, who has this number already.

        :param int resident_id: whose number it is to be
        :param str number: as typed
        :return: one sentence about those whom the user may see, of other homes; or an empty text
        :raises AccessError: to whoever may not read the resident
        """
        resident = self.env["community.resident"].browse(int(resident_id))
        resident.check_access("read")
        others = resident._find_by_phone(str(number)) - resident.household_id.resident_ids
        if not others:
            return ""
        return self.env._(
            "This number is already that of %(people)s: the same person twice, or somebody else?",
            people=listed(self.env.lang, others._alike_note(others).splitlines()),
        )

    # checking what comes from outside

    @api.model
    def _check_door_values(self, household, values):
        """Return a clean copy of ``values``; raise a sentence for anything that cannot be right."""
        if not isinstance(values, dict) or not values.get("client_key"):
            raise UserError(self.env._("A save from a phone needs its key: reload the screen."))
        clean = {}
        for name, value in values.items():
            if name not in KEYS or (value and type(value) is not KEYS[name]):
                raise UserError(
                    self.env._("“%(name)s” is not a field of a visit.", name=str(name)[:40])
                )
            if value or name == "answered_on_spot":
                clean[name] = value
        if clean.get("state") not in ("done", "absent"):
            raise UserError(self.env._("Say whether somebody was met or nobody was home."))
        for name in ("date", "next_date"):
            try:
                fields.Date.to_date(clean.get(name, False))
            except ValueError:
                raise UserError(
                    self.env._("“%(date)s” is not a date.", date=clean[name][:20])
                ) from None
        try:
            fields.Datetime.to_datetime(clean.get("made_at", False))
        except ValueError:
            raise UserError(
                self.env._("“%(date)s” is not a date.", date=clean["made_at"][:20])
            ) from None
        if clean["state"] == "done":
            clean.pop("outcome", None)
        self._check_door_people(household, clean)
        self._check_door_choices(clean)
        return clean

    @api.model
    def _check_door_people(self, household, values):
        ids = set(household.residency_ids.resident_id.ids)
        named = list(values.get("met_resident_ids", []))
        for check in values.get("checks", []):
            named.append(check.get("resident_id") or None if isinstance(check, dict) else check)
        for resident_id in named:
            if resident_id is not None and (type(resident_id) is not int or resident_id not in ids):
                raise UserError(
                    self.env._(
                        "Somebody in this record does not belong to %(household)s: "
                        "open the screen again.",
                        household=household.display_name,
                    )
                )

    @api.model
    def _check_door_choices(self, values):
        Need, Check = self.env["community.visit.need"], self.env["community.visit.check"]
        chosen = [
            (self, "mode", values.get("mode", "home")),
            (self, "kind", values.get("kind", "routine")),
            (self, "outcome", values.get("outcome", "nobody_home")),
            (self, "day_part", values.get("day_part", "morning")),
        ]
        for need in values.get("needs", []):
            name = need.get("name") if isinstance(need, dict) else ""
            if not isinstance(name, str) or not name.strip():
                raise UserError(self.env._("Say in one line what is needed."))
            chosen.append((Need, "kind", need.get("kind", "request")))
        for check in values.get("checks", []):
            Check._check_answer(check)
            chosen.append((Check, "fact", check.get("fact")))
            chosen.append((Check, "result", check.get("result", "right")))
        for model, name, value in chosen:
            if value not in model._fields[name].get_values(self.env):
                raise UserError(
                    self.env._(
                        "“%(value)s” is not a choice of %(field)s.",
                        value=str(value)[:40],
                        field=model._fields[name]._description_string(self.env),
                    )
                )

    @api.model
    def _door_visits_planned(self, homes, visit_id, today):
        """Return by household the planned visit that a save fulfils, where there is one.

        :param int visit_id: the one that is meant, as long as it is planned; else the first of
            those coming
        """
        of_homes = Domain("household_id", "in", homes.ids)
        meant = self.browse()
        if visit_id:
            planned = Domain("id", "=", visit_id) & Domain("state", "=", "planned")
            meant = self.search(planned & of_homes)
        coming = self.search(of_homes & self._door_domain(today), order="date, id")
        found = {}
        for visit in meant | coming:
            found.setdefault(visit.household_id, visit)
        return found

    # parts of a save

    def _door_needs(self, needs, date):
        found = self.env["community.visit.need"].create(
            [
                {
                    "visit_id": self.id,
                    "kind": need.get("kind") or "request",
                    "name": " ".join(str(need["name"]).split()),
                    "date_found": date,
                }
                for need in needs
            ]
        )
        answered = [bool(need.get("answered")) for need in needs]
        found.browse(
            [need.id for need, was in zip(found, answered, strict=True) if was]
        )._answer_on_spot()
        if self.kind == "hearing":
            found.filtered(lambda need: need.state == "open")._hear()
        return found

    def _door_result(self, is_repeated=False):
        self.ensure_one()
        due = self.household_id.next_visit_date
        # A day that has passed says nothing about when to come again.
        is_ahead = due and due >= fields.Date.context_today(self)
        return {
            "visit_id": self.id,
            "state": self.state,
            "next_visit_date": fields.Date.to_string(due) if is_ahead else "",
            "is_repeated": is_repeated,
            **self._outcome_values(self),
        }

    # Taking back what was saved at the door, for ten minutes.

    @api.model
    def undo_at_the_door(self, client_key):
        """Take back a save of the last ten minutes: the visit is as it was before.

        :param str client_key: the key of the save
        :return: dict as of :meth:`save_at_the_door`
        """
        visit = self.browse()
        if isinstance(client_key, str) and client_key:
            visit = self.search([("client_key", "=", client_key)], limit=1)
            own = Domain("client_key", "=", client_key) & Domain("visitor_ids", "in", self.env.uid)
            # sudo: one's own visit is taken back, also where the home is in other hands now.
            if not visit and not self.env.su and self.sudo().search_count(own, limit=1):
                return self.sudo().undo_at_the_door(client_key)
        for why in visit._why_not_alone().values():
            raise UserError(why)
        visit._undo_saves()
        return visit._door_result()

    def _undo_saves(self):
        """Take the saves of these visits back: each is as it was before; see above.

        :raises UserError: when the time of one has run out
        """
        # The closed field; the right to write the visit is asked for below.
        undo = {visit: visit.sudo().undo_values for visit in self}
        now = fields.Datetime.now()
        late = self.filtered(
            lambda visit: not undo[visit] or fields.Datetime.to_datetime(undo[visit]["until"]) < now
        )
        if late or not self:
            raise UserError(
                self.env._(
                    "Undo is possible for %(minutes)s minutes after saving: "
                    "correct the visit itself.",
                    minutes=(late[:1].company_id or self.env.company).community_undo_minutes,
                )
            )
        self.check_access("write")
        # What a save itself added goes with it; workers may not delete anything older.
        own = self.sudo()
        for visit, back in undo.items():
            self._undo_phones(back["phones"])
            visit.check_ids._take_back(back)
        answers = {number for back in undo.values() for number in back.get("answers", ())}
        own.answer_ids.filtered(lambda answer: answer.id in answers).unlink()
        numbers = {number for back in undo.values() for number in back["needs"]}
        needs = own.need_ids.filtered(lambda need: need.id in numbers)
        needs._unhear()
        needs.unlink()
        quiet = self.with_context(tracking_disable=True)
        homes = quiet.household_id
        homes.write({"own_visit_date": False, "own_visit_reason": False})
        alike = {}
        for visit in quiet:
            before = undo[visit]["before"] or {"state": "cancelled"}
            alike.setdefault(tuple(before.items()), quiet.browse())
            alike[tuple(before.items())] |= visit
        for before, visits in alike.items():
            visits.write(
                {
                    **dict(before),
                    "met_resident_ids": [Command.clear()],
                    "visitor_ids": [Command.clear()],
                    "next_date": False,
                    "next_reason": False,
                }
            )
        dates = {}
        for visit in quiet:
            date, reason = undo[visit]["own"]
            dates.setdefault((date, reason), homes.browse())
            dates[date, reason] |= visit.household_id
        for (date, reason), households in dates.items():
            households.write({"own_visit_date": date, "own_visit_reason": reason})
        own.undo_values = False

    def _why_not_alone(self):
        """Return why a save is not taken back once something depends on it, by visit.

        It names what was changed, or entered about the visit, since it was saved.
        """
        why, Need = {}, self.env["community.visit.need"].sudo()
        # The closed field, of which nothing is told but the kinds of what came later.
        saved = {visit: visit.sudo().undo_values for visit in self}
        saved = {visit: undo for visit, undo in saved.items() if undo}
        Operation = self.env["community.household.operation"]
        visits = self.browse([visit.id for visit in saved])
        needs = Need.browse([number for undo in saved.values() for number in undo["needs"]])
        linked = Operation._linked_to(visits, "community.")
        of_needs = Operation._linked_to(needs, "community.")
        states = {need.id: need.state for need in needs.exists()}
        for visit, undo in saved.items():
            since = undo.get("after")
            was = undo.get("need_states", [])
            if (since and since != [visit.state, fields.Date.to_string(visit.date)]) or (
                was and was != [states.get(number) for number in undo["needs"]]
            ):
                why[visit] = self.env._(
                    "%(visit)s was changed after it had been saved: correct the visit itself.",
                    visit=visit.display_name,
                )
                continue
            own = {
                "community.visit.need": undo["needs"],
                "community.visit.check": undo["checks"],
                "community.visit.answer": undo.get("answers", []),
            }
            later = {
                model
                for model, ids in linked.get(visit.id, {}).items()
                if model != self._name and ids.difference(own.get(model, ()))
            }
            later.update(*(of_needs.get(number, ()) for number in undo["needs"]))
            # What the save itself has made of a need goes with it, or says why not.
            later -= Need._unheard_models() if undo["needs"] else set()
            if later:
                why[visit] = self.env._(
                    "%(visit)s: %(kind)s was entered after it had been saved. Correct the "
                    "visit itself.",
                    visit=visit.display_name,
                    kind=self.env["ir.model"]._get(min(later)).name,
                )
        return why

    @api.model
    def _undo_phones(self, phones):
        """Put back the numbers that a save replaced, unless somebody has changed them since."""
        for resident_id, (old, new) in phones.items():
            resident = self.env["community.resident"].browse(int(resident_id)).exists()
            resident.check_access("write")
            # sudo: the whole number, of which this user may see a mask only.
            closed = resident.sudo()
            if resident and closed.phone == new:
                closed.phone = old

    @api.autovacuum
    def _gc_undo_values(self):
        """Forget what an undo needed once it has run out: it may hold a phone number."""
        self.flush_model(["undo_values", "write_date", "company_id"])
        self.env["res.company"].flush_model(["community_undo_minutes"])
        # Raw SQL: write() would move write_date, by which the reversal of a household operation
        # knows the visits that were recorded after it.
        self.env.cr.execute(
            SQL(
                """UPDATE community_visit v SET undo_values = NULL
                     FROM res_company c
                    WHERE v.undo_values IS NOT NULL AND c.id = v.company_id
                      AND v.write_date < %s - make_interval(mins => c.community_undo_minutes)""",
                fields.Datetime.now(),
            )
        )
        self.invalidate_model(["undo_values"])

    def _undo_snapshot(self):
        """Return what a save overwrites, as values to write back."""
        self.ensure_one()
        return {
            "state": self.state,
            "date": fields.Date.to_string(self.date),
            "date_start": fields.Datetime.to_string(self.date_start) or False,
            "mode": self.mode,
            "kind": self.kind,
            "day_part": self.day_part,
            "situation": self.situation,
            "answered_on_spot": self.answered_on_spot,
        }
