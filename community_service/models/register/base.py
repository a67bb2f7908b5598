from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.ending import DIED, MOVED, is_after

OURS = "community."

# By which fields a record says of which day it is.
DAYS = (
    "date",
    "date_start",
    "date_from",
    "month",
    "date_received",
    "date_sent",
    "date_issued",
    "date_registered",
)


# A person who has died, moved away or was archived is no longer entered anywhere for a day after
# that: the one check of all links to people, whatever way they come in, and what pickers offer.
#
# Which model holds people is said by ``_ended_people``; which link may name them all the same by
# ``_takes_ended``, and a reviewed table (tests/access/ended_people.csv) repeats it with the reason.
class Base(models.AbstractModel):
    _inherit = "base"

    # Of a model that holds people: which ends it knows.
    _person_ends = frozenset()

    def _ended_people(self):
        """Return ``{person: Ending}`` of those of these people who are no longer there.

        Asked as superuser of the register: whoever may choose a person is told that the person is
        dead.
        """
        return {}

    @api.model
    def _takes_ended(self):
        """Return ``{field: ends}`` of the links that may name people after such an end."""
        return {}

    def _people_day(self, name):
        """Return the day of which this record speaks of the people in a field; None: of any day.

        :param str name: the field
        """
        for day in DAYS:
            if day in self._fields and (value := self[day]):
                if self._fields[day].type == "datetime":
                    return fields.Datetime.context_timestamp(self, value).date()
                return value
        return fields.Date.context_today(self)

    @api.model
    @tools.ormcache("self._name", cache="stable")
    def _people_links(self):
        """Return ``{field: ends refused}`` of the links to people that somebody enters."""
        if not self._name.startswith(OURS):
            return {}
        taken = self._takes_ended()
        found = {}
        for name, field in self._fields.items():
            if field.type in ("many2one", "many2many") and field.store and not field.readonly:
                ends = self.env[field.comodel_name]._person_ends - taken.get(name, frozenset())
                if ends:
                    found[name] = ends
        return found

    def _check_people(self, before=None):
        """Refuse people who were no longer there on the day of which these records speak.

        :param before: ``{field: {record id: ids}}`` of people who stood there already
        :raises UserError: naming the person, since when, and what to do
        """
        for name, refused in self._people_links().items():
            if before is not None and name not in before:
                continue
            # The program looks at everybody's end; who may be linked was asked before.
            records = self.sudo().with_context(active_test=False)
            people = records[name]
            if not people:
                continue
            ended = {
                person: ending
                for person, ending in people._ended_people().items()
                if ending.kind in refused
            }
            if not ended:
                continue
            late = people.browse()
            for record in records:
                known = (before or {}).get(name, {}).get(record.id, ())
                for person in record[name]:
                    if person not in ended or person.id in known:
                        continue
                    day = record._people_day(name)
                    if day and is_after(day, ended[person]):
                        raise UserError(self._ended_sentence(name, person, ended[person]))
                    late |= person
            # Entered late, and rightly: what still runs of it is proposed to be ended.
            late._propose_ends()

    def _ending_document(self):
        """Return the record on which is proposed to end this one; it has a list of activities.

        Nothing: it stands in the person's own file.
        """
        self.ensure_one()
        return self if "activity_ids" in self._fields else None

    def _ending_line(self, ending):
        """Return what a proposal says of this record, for whoever may open it."""
        self.ensure_one()
        return self.display_name

    def _propose_ends(self):
        """Propose to end what still runs in the name of these people; the register fills it."""

    def _ended_sentence(self, name, person, ending):
        """Return the sentence about somebody who is no longer there."""
        values = {
            "person": person.display_name,
            "field": self._fields[name]._description_string(self.env),
            "kind": self.env["ir.model"]._get(self._name).name,
            "date": ending.date,
        }
        if ending.kept:
            return self.env._(
                "%(kind)s, “%(field)s”: the file of %(person)s went into that of %(kept)s. Choose "
                "that one.",
                kept=ending.kept,
                **values,
            )
        if ending.kind == DIED:
            return self.env._(
                "%(kind)s, “%(field)s”: %(person)s died on %(date)s. Choose somebody else, or "
                "enter the day it was, if it was before; reverse the death first, if it is wrong.",
                **values,
            )
        if ending.kind == MOVED:
            return self.env._(
                "%(kind)s, “%(field)s”: %(person)s moved away on %(date)s. Choose somebody else, "
                "enter the day it was, if it was before, or move the person in again first.",
                **values,
            )
        return self.env._(
            "%(kind)s, “%(field)s”: %(person)s is in the archive since %(date)s. Choose somebody "
            "else, or take the person from the archive first.",
            **values,
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Create as Odoo does; people who are no longer there are refused."""
        records = super().create(vals_list)
        if self._name.startswith(OURS) and self._people_links():
            records._check_people()
        return records

    def write(self, vals):
        """Write as Odoo does; people who are no longer there are refused."""
        if not self._name.startswith(OURS):
            return super().write(vals)
        names = self._people_links().keys() & vals.keys()
        if not names:
            return super().write(vals)
        # What stood there stays, whoever it is.
        own = self.sudo().with_context(active_test=False)
        before = {name: {record.id: record[name].ids for record in own} for name in names}
        result = super().write(vals)
        self._check_people(before)
        return result

    def onchange(self, values, field_names, fields_spec):
        """Answer as Odoo does, and warn of people who are no longer there."""
        result = super().onchange(values, field_names, fields_spec)
        if not self._name.startswith(OURS):
            return result
        links = self._people_links()
        for name in links.keys() & set(field_names or ()):
            if warning := self._people_warning(name, values, links[name]):
                result.setdefault("warning", warning)
        return result

    def _people_warning(self, name, values, refused):
        record = self.new(values, origin=self)
        people = record[name]._origin.sudo() - self[name].sudo()
        for person, ending in people._ended_people().items():
            day = record._people_day(name)
            if ending.kind in refused and day and is_after(day, ending):
                return {
                    "title": self.env._("No longer there"),
                    "message": self._ended_sentence(name, person, ending),
                    "type": "dialog",
                }
        return None

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe as Odoo does; a picker of people does not offer those no longer there."""
        found = super().fields_get(allfields, attributes)
        if not self._name.startswith(OURS):
            return found
        for name, ends in self._people_links().items():
            field = self._fields[name]
            if "domain" not in found.get(name, ()) or (
                "end_kind" not in self.env[field.comodel_name]._fields
            ):
                continue
            there = [("end_kind", "not in", sorted(ends))]
            domain = found[name]["domain"]
            if isinstance(domain, str):
                found[name]["domain"] = f"{there!r} + ({domain or '[]'})"
            else:
                found[name]["domain"] = there + list(Domain(domain or []))
        return found
