from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.identity import mask_phone
from ...tools.trusted import trusted
from .community_visit_check import FACT_FIELDS, HOME_FACTS, PLAIN_FACTS


def _plain(value):
    """Return the value of a field as JSON can hold it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


class CommunityVisitCheck(models.Model):
    """What was answered at a door: checked, filed with its visit, entered, and taken back."""

    _inherit = "community.visit.check"

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
        if answer.get("fact") in PLAIN_FACTS:
            self._plain_value(answer["fact"], value)
            return
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
    def _plain_value(self, fact, text):
        """Return the value that a text from a door means, as the field of the fact holds it.

        :raises UserError: naming the value and what to type
        """
        field, text = self._fact_field(fact), " ".join(text.split())
        if not text:
            return False
        try:
            if field.type == "selection":
                if text not in field.get_values(self.env):
                    raise ValueError(text)
                return text
            if field.type == "date":
                return fields.Date.to_date(text)
            parse = HOME_FACTS.get(fact)
            return parse(text) if parse else text
        except ValueError as error:
            label = field._description_string(self.env)
            if field.type == "selection":
                raise UserError(
                    self.env._(
                        "“%(value)s” is not a choice of %(field)s.", value=text[:40], field=label
                    )
                ) from error
            raise UserError(
                self.env._(
                    "%(fact)s: “%(value)s” is not understood. Type it like %(example)s.",
                    fact=label,
                    value=text[:40],
                    example={"date": "2031-05-20", "float": "89.5"}.get(field.type, "3"),
                )
            ) from error

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
        home = visit.household_id.dwelling_id
        for answer in answers:
            resident = self.env["community.resident"].browse(answer.get("resident_id") or [])
            fact, changed = answer.get("fact"), answer.get("result") == "changed"
            before = self._open_checks(visit.household_id, resident, (fact,))
            holder = home if fact in HOME_FACTS else resident
            closed = changed and self._why_not_entered(resident)
            newer = changed and self._newer_entry(fact, holder, visit.date, made_at)
            is_entered = (
                changed
                and not (newer or closed)
                and self._enter(fact, holder, answer, kept, visit.date)
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
                    "note": (newer or closed) and self._told_note(fact, answer),
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
            elif closed:
                kept["newer"] = closed
        return kept

    @api.model
    def _why_not_entered(self, resident):
        """Return the sentence why what was told of a person does not go into the register.

        The visit is saved all the same, with what was told, and somebody is asked to enter it.
        Higher domains say when; nothing stands in the way here.
        """
        return ""

    @api.model
    def _newer_entry(self, fact, holder, day, made_at):
        """Return the day of a value that the register was told after a visit was made, or None.

        :param date day: of the visit
        :param datetime made_at: when it was recorded on the phone; without it, what was entered on
            the day of the visit counts as the earlier
        """
        names = FACT_FIELDS.get(fact) or (fact in HOME_FACTS and (fact,))
        if not names or not holder:
            return None
        # sudo: what is newer is newer, whoever may read the line of it.
        line = (
            self.env["community.fact.change"]
            .sudo()
            .search(
                Domain("model", "=", holder._name)
                & Domain("res_id", "=", holder.id)
                & Domain("field_name", "in", list(names))
                & Domain("date", ">=", day),
                order="date desc, id desc",
                limit=1,
            )
        )
        found = [(line.date, line.create_date)] if line else []
        entered = holder.sudo().emergency_entered if fact == "emergency" else None
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
        elif value and fact in PLAIN_FACTS:
            value = dict(self._entry_of(fact)["choices"]).get(value, value)
        elif value:
            value = mask_phone(value)
        told = " ".join(filter(None, (name, value)))
        return told and self.env._("Told on that day: %(value)s", value=told)

    @api.model
    def _enter(self, fact, holder, answer, kept, day):
        """Write the new value of a fact where one was given, and tell whether it was.

        It holds from the day of the visit. What it replaces goes to ``kept``, numbers apart from
        the rest.
        """
        holder = holder.with_context(
            **trusted(community_fact={"date": day, "reason": self.env._("Told at the door")})
        )
        if fact in PLAIN_FACTS:
            return self._enter_plain(fact, holder, answer, kept)
        resident = holder
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

    @api.model
    def _enter_plain(self, fact, holder, answer, kept):
        value = self._plain_value(fact, (answer.get("value") or ""))
        if not value or not holder:
            return False
        # sudo: what was there before, for the way back.
        stored = holder.sudo()
        names = (fact, "residence_permit") if fact == "residence_permit_end" else (fact,)
        names = (*names, "residence_permit_end") if fact == "residence_permit" else names
        old = {name: _plain(stored[name]) for name in names}
        holder.write({fact: value})
        part = "homes" if fact in HOME_FACTS else "values"
        replaced = kept.setdefault(part, {}).setdefault(str(holder.id), {})
        for name in names:
            replaced.setdefault(name, [old[name], False])[1] = _plain(stored[name])
        return True

    def _take_back(self, kept):
        """Take the answers of one save back: values, open questions and tasks are as before."""
        # What the save itself added goes with it; workers may not delete anything older.
        self.sudo().filtered(lambda check: check.id in kept["checks"]).unlink()
        for part, model in (("values", "community.resident"), ("homes", "community.dwelling")):
            for record_id, values in kept.get(part, {}).items():
                record = self.env[model].browse(int(record_id)).exists()
                record.check_access("write")
                # sudo: numbers of which this user may see a mask only; what somebody has changed
                # since stays.
                closed = record.sudo()
                before = {
                    field: old
                    for field, (old, new) in values.items()
                    if _plain(closed[field]) == new
                }
                if record and before:
                    closed.write(before)
        # sudo: those of the same home that this save had closed.
        self.sudo().browse(kept.get("answered", ())).exists()._open_again()
