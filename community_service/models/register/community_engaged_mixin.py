import datetime
from collections import defaultdict, namedtuple

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.said_day import said_day

# Somebody's time: the record, when it begins and ends (UTC), and the people as (model, id).
Engagement = namedtuple("Engagement", "record start stop people")


class CommunityEngagedMixin(models.AbstractModel):
    """A record that takes the time of people from one hour to another.

    Nobody is in two places. A model that inherits this says whose time it takes
    (:attr:`_engaged_links`), from when to when (:meth:`_engaged_span`) and in which states
    (:meth:`_engaged_domain`); overlaps with the records of all other such models are then found in
    one way. What cannot be is refused (:meth:`_engaged_refuses`); of anything else the form says
    so while it is filled, and for as long as it is so. A record that the reader may not open is
    "another engagement", without a word of which.
    """

    _name = "community.engaged.mixin"
    _description = "Record that takes time"

    # Paths to residents, contacts or users whose time it takes.
    _engaged_links = ()
    # The fields from which the hours follow, the begin first.
    _engaged_fields = ("date_start", "date_stop")
    # No record of the model lasts longer.
    _engaged_longest = datetime.timedelta(days=1)

    overlap_note = fields.Text(
        "At the same time",
        compute="_compute_overlap_note",
        help="What else the same people have in these hours.",
    )

    def _engaged_span(self):
        """Return (begin, end) of one record in UTC; None where it has no hours."""
        self.ensure_one()
        start, stop = (self._engaged_value(path) for path in self._engaged_fields)
        return (start, stop) if start and stop else None

    def _engaged_value(self, path):
        value = self
        for name in path.split("."):
            value = value[name]
        return value

    @api.model
    def _engaged_domain(self):
        """Return the domain of the records that take time now; the others ended otherwise."""
        return Domain.TRUE

    def _engaged_matter(self):
        """Return the record that is one matter with this one, and no overlap of it."""
        self.ensure_one()
        return self

    def _engaged_refuses(self, other):
        """Tell whether this record cannot be beside another one in the same hours.

        :param other: a record of any model that takes time
        """
        return False

    @api.model
    def _engaged_models(self):
        """Return the names of all models whose records take time."""
        return [
            name
            for name in sorted(
                self.env.registry.descendants(["community.engaged.mixin"], "_inherit")
            )
            if not self.env.registry[name]._abstract
        ]

    def _engaged_people(self):
        """Return ``{(model, id)}`` of the people whose time one record takes."""
        self.ensure_one()
        found = set()
        for path in self._engaged_links:
            people = self.mapped(path)._origin
            found.update((people._name, number) for number in people.ids)
        return found

    @api.model
    def _engaged_files(self, people):
        """Return ``{(model, id): person}``: the files under which these people are known.

        Two files of one person (resident, contact, user) have the same person.
        """
        ids = defaultdict(set)
        for model, number in people:
            ids[model].add(number)
        # sudo: who is who is compared, nobody is shown.
        env = self.sudo().with_context(active_test=False).env
        residents = env["community.resident"].browse(ids["community.resident"])
        partners = env["res.partner"].browse(ids["res.partner"])
        users = env["res.users"].browse(ids["res.users"])
        partners |= residents.partner_id | users.partner_id
        links = [(resident, resident.partner_id) for resident in residents]
        for name in env.registry.descendants(["community.person.mixin"], "_inherit"):
            if env.registry[name]._abstract:
                continue
            files = env[name].search(
                Domain("resident_id", "in", residents.ids)
                | Domain("partner_id", "in", partners.ids)
            )
            links += [(file.resident_id, file.partner_id) for file in files]
            residents |= files.resident_id
            partners |= files.partner_id
        links += [
            (resident, resident.partner_id)
            for resident in env["community.resident"].search([("partner_id", "in", partners.ids)])
        ]
        links += [
            (user, user.partner_id)
            for user in env["res.users"].search([("partner_id", "in", partners.ids)])
        ]
        persons = {key: key for key in people}
        for one, other in links:
            keys = [(record._name, record.id) for record in (one, other) if record]
            known = [persons[key] for key in keys if key in persons]
            same = min(known or keys, default=None)
            for key, person in list(persons.items()):
                if person in known:
                    persons[key] = same
            persons.update(dict.fromkeys(keys, same))
        return persons

    def _engagements(self):
        """Return the engagements of these records that have hours and people."""
        found = []
        for record in self:
            span, people = record._engaged_span(), record._engaged_people()
            if span and span[0] < span[1] and people:
                found.append(Engagement(record, *span, people))
        return found

    def _overlaps(self):
        """Return ``{record: [engagements of the same people in its hours]}``, in a few queries.

        Back to back is no overlap. Records that ended otherwise have none and are none.
        """
        # sudo: the time of somebody is taken whoever may read by what; the sentences name a record
        # to its readers alone.
        mine = self.sudo().filtered_domain(self._engaged_domain())._engagements()
        result = {record: [] for record in self}
        if not mine:
            return result
        files = self._engaged_files({key for engagement in mine for key in engagement.people})
        start = min(engagement.start for engagement in mine)
        stop = max(engagement.stop for engagement in mine)
        others = []
        for name in self._engaged_models():
            others += self.env[name]._engaged_between(start, stop, files)
        persons = {
            engagement.record: {files[key] for key in engagement.people if key in files}
            for engagement in others
        }
        for record, sudo in zip(self, self.sudo(), strict=True):
            for own in (engagement for engagement in mine if engagement.record == sudo):
                people = {files[key] for key in own.people}
                result[record] += [
                    other
                    for other in others
                    if other.start < own.stop
                    and own.start < other.stop
                    and people & persons[other.record]
                    and other.record._engaged_matter() != sudo._engaged_matter()._origin
                ]
        return result

    @api.model
    def _engaged_between(self, start, stop, files):
        """Return the engagements of people of these files that lie between two times."""
        ids = defaultdict(list)
        for model, number in files:
            ids[model].append(number)
        # sudo: as above.
        Model = self.sudo()
        begin = self._engaged_fields[0]
        links = [
            Domain(path, "in", ids[self._engaged_comodel(path)])
            for path in self._engaged_links
            if ids[self._engaged_comodel(path)]
        ]
        found = Model.search(
            self._engaged_domain()
            & Domain(begin, "<", stop)
            & Domain(begin, ">", start - self._engaged_longest)
            & Domain.OR(links)
        )
        return found._engagements()

    @api.model
    def _engaged_comodel(self, path):
        Model = self
        for name in path.split("."):
            Model = self.env[Model._fields[name].comodel_name]
        return Model._name

    def _overlap_sentence(self, other):
        """Return what is said of one overlap: its hours, and which one to those who read it."""
        record = other.record.sudo(False)
        start, stop = (
            fields.Datetime.context_timestamp(
                self.with_context(tz=self.env.company._community_tz()), moment
            )
            for moment in (other.start, other.stop)
        )
        is_readable = record.with_user(self.env.user).has_access("read")
        return self.env._(
            "%(day)s %(start)s–%(stop)s: %(other)s",
            day=said_day(self.env.lang, start),
            start=start.strftime("%H:%M"),
            stop=stop.strftime("%H:%M"),
            other=record.display_name if is_readable else self.env._("another engagement"),
        )

    @api.depends(lambda self: self._engaged_depends())
    @api.depends_context("uid", "lang")
    def _compute_overlap_note(self):
        overlaps = self._overlaps()
        for record in self:
            lines = [
                record._overlap_sentence(other)
                for other in sorted(overlaps[record], key=lambda other: other.start)
            ]
            record.overlap_note = "\n".join(dict.fromkeys(lines)) or False

    @api.model
    def _engaged_depends(self):
        states = [name for name in ("state", "active") if name in self._fields]
        return (*self._engaged_fields, *self._engaged_links, *states) if self._engaged_links else ()

    def _refuse_overlaps(self):
        """Refuse records that cannot be beside others of the same people.

        :raises UserError: by :meth:`_overlap_refusal`, naming the hours
        """
        for record, others in self._overlaps().items():
            for other in others:
                if record._engaged_refuses(other.record):
                    raise record._overlap_refusal(other)
