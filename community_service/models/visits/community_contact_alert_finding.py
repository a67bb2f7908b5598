import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.contact import reached_on
from ..register.community_residency import LIVING_KINDS
from .community_visit_clock import TRIED_AGAIN

JOB = "community_service.ir_cron_watch_contact"
SIGNAL = "community.contact.signal"


class Signal(NamedTuple):
    """A sign that nobody hears of a home (``resident`` 0) or of somebody."""

    kind: str
    date: datetime.date
    household: int
    resident: int
    model: str
    id: int


class Contact(NamedTuple):
    """Somebody of a home (``resident`` 0: who, is not said) was met, called or came."""

    date: datetime.date
    household: int
    resident: int
    model: str
    id: int


class Where(NamedTuple):
    """Of which homes and people is asked: of a whole community while ``homes`` is None."""

    company: models.Model
    homes: models.Model | None
    people: models.Model | None

    def domain(self, household="household_id", resident=""):
        """Return the domain of the records about them.

        :param str household: link of the record to its home; empty: it has none
        :param str resident: link of the record to its person; empty: it has none
        """
        found = Domain("company_id", "=", self.company.id)
        if self.homes is None:
            return found
        who = Domain(household, "in", self.homes.ids) if household else Domain.FALSE
        if resident:
            who |= Domain(resident, "in", self.people.ids)
        return found & who


class CommunityContactAlert(models.Model):
    """Which alerts there are follows from the records alone, in whatever order they are entered.

    The signals of a home count since somebody of it was met; those of a person since that person
    was. A signal counts for some days and so many points, by the numbers of its own day. An alert
    is open from the day on which the points of the home, or of one person together with those of
    the home, reached the number that makes an alert; that it grows old closes none.
    """

    _inherit = "community.contact.alert"

    # what other domains fill

    @api.model
    def _signal_sources(self):
        """Return the methods that list signals; other domains add theirs.

        Each takes a :class:`Where` and the day since which is asked, as superuser, and yields
        :class:`Signal`, in a number of queries that does not depend on how many there are.
        """
        return [self._signals_of_visits]

    @api.model
    def _contact_sources(self):
        """Return the methods that list contacts; other domains add theirs.

        Each takes a :class:`Where` and the day since which is asked, and yields :class:`Contact`.
        """
        return [self._contacts_of_visits]

    @api.model
    def _signals_of_visits(self, where, since):
        visits = self.env["community.visit"].search_fetch(
            where.domain()
            & Domain("state", "=", "absent")
            & Domain("outcome", "in", (*TRIED_AGAIN, "refused"))
            & Domain("date", ">=", since),
            ["date", "household_id", "outcome", "mode"],
        )
        for visit in visits:
            kind = visit._watch_kind()
            yield Signal(kind, visit.date, visit.household_id.id, 0, visit._name, visit.id)

    @api.model
    def _contacts_of_visits(self, where, since):
        visits = self.env["community.visit"].search_fetch(
            where.domain() & Domain("state", "=", "done") & Domain("date", ">=", since),
            ["date", "household_id", "met_resident_ids"],
        )
        for visit in visits:
            for resident in visit.met_resident_ids.ids or [0]:
                yield Contact(visit.date, visit.household_id.id, resident, visit._name, visit.id)

    @api.model
    def _points_codes(self):
        """Return the number of a rule that says how many points a kind of signal counts."""
        return {
            "visit": "watch_visit_points",
            "refused": "watch_refused_points",
            "call": "watch_call_points",
        }

    # looking

    @api.model
    def _open_of(self, homes):
        """Return the open alerts of these households."""
        # sudo: the program asks; see _look.
        return self.sudo().search(self._open_domain() & Domain("household_id", "in", homes.ids))

    @api.model
    def _look(self, homes):
        """Bring the alerts of these households up to what the records say now."""
        if not homes:
            return
        # sudo: alerts follow from all records, whoever enters one and whatever they may read.
        own = self.sudo().with_context(active_test=False)
        for company, found in homes.sudo().grouped("company_id").items():
            own._look_at(company, found)

    @api.model
    def _cron_watch_contact(self):
        """Find what came by time alone (aid that was not collected), and what no form told.

        The day of an alert follows from its signals, so that days on which the job did not run
        make no difference. Signals that were answered in the meantime open none.
        """
        with self.env["community.daily.job"]._catching_up(JOB):
            own = self.sudo().with_context(active_test=False)
            companies = own.env["res.company"].search([("id", "in", own._companies_watched())])
            for company in companies:
                own._look_at(company)

    @api.model
    def _companies_watched(self):
        groups = self.env["community.household"]._read_group([], ["company_id"])
        return [company.id for (company,) in groups]

    def _look_at(self, company, homes=None):
        """Look at these homes of a community, or at all of it."""
        today = fields.Date.context_today(self)
        days = self._number("watch_days", company, today)
        begin = today - datetime.timedelta(days=days)
        known = Domain("company_id", "=", company.id) & self._open_domain()
        if homes is not None:
            known &= Domain("household_id", "in", homes.ids)
        alerts = self.search(known)
        since = min([begin, *alerts.signal_ids.mapped("date")])
        people = None if homes is None else self._lines(homes=homes).resident_id
        signals = [
            signal
            for source in self._signal_sources()
            for signal in source(Where(company, homes, people), since)
            if signal.date <= today and self._points(signal, company)
        ]
        if not signals and not alerts:
            return
        lines = self._lines(
            self.env["community.household"].browse(
                {one.household for one in signals if one.household}
            )
            | alerts.household_id,
            {one.resident for one in signals if one.resident},
        )
        homes = lines.household_id | alerts.household_id
        where = Where(company, homes, lines.resident_id)
        contacts = [one for source in self._contact_sources() for one in source(where, since)]
        known = {alert.household_id.id: alert for alert in alerts}
        by_home = self._sorted_by_home(lines, signals, contacts)
        for home in homes.sorted("id"):
            alert = known.get(home.id, self.browse())
            first = min([begin, *alert.signal_ids.mapped("date")])
            self._settle(company, home, alert, by_home.get(home.id), first)

    @api.model
    def _lines(self, homes=(), people=()):
        """Return the open residencies of these homes and people, of those still there."""
        who = Domain("household_id", "in", homes.ids if homes else [])
        who |= Domain("resident_id", "in", list(people))
        return self.env["community.residency"].search(
            who
            & Domain("date_to", "=", False)
            & Domain("household_id.active", "=", True)
            & Domain("resident_id.active", "=", True)
            & Domain("resident_id.date_death", "=", False)
        )

    @api.model
    def _sorted_by_home(self, lines, signals, contacts):
        """Return by home: who is in it (id: lives there), signals and contacts."""
        found, home_of = {}, {}
        # Where somebody lives counts before where somebody is only registered.
        for line in lines.sorted(lambda line: line.kind not in LIVING_KINDS):
            home = line.household_id.id
            lives = line.kind in LIVING_KINDS
            found.setdefault(home, ({}, [], []))[0].setdefault(line.resident_id.id, lives)
            home_of.setdefault(line.resident_id.id, home)
        for place, records in ((1, signals), (2, contacts)):
            for one in records:
                home = home_of.get(one.resident) if one.resident else one.household
                if home in found:
                    found[home][place].append(one)
        return found

    def _number(self, code, company, day):
        return self.env["community.parameter"]._whole(code, company, day, 0)

    def _points(self, signal, company):
        return self._number(self._points_codes()[signal.kind], company, signal.date)

    def _settle(self, company, home, alert, what, first):
        """Open, fill or close the alert of one home."""
        members, signals, contacts = what or ({}, [], [])
        signals = [one for one in signals if one.date >= first]
        living = [person for person, lives in members.items() if lives]
        met = self._last_met(living, contacts)
        at_home = [one for one in signals if living and not one.resident and one.date > met[0]]
        day = self._reached(at_home, company)
        found = {0: (day, at_home)} if day else {}
        for person in sorted({one.resident for one in signals if one.resident in members}):
            since = met.get(person, datetime.date.min)
            own = [one for one in signals if one.resident == person and one.date > since]
            together = own + (at_home if members[person] else [])
            if own and (day := self._reached(together, company)):
                found[person] = (day, together)
        if found:
            self._open(home, alert, found)
        elif alert:
            alert._close(members, contacts)

    @api.model
    def _last_met(self, living, contacts):
        """Return the last day of a contact by person; 0: with anybody who lives there.

        Who was met is not said of each visit; where one person lives, it was that one.
        """
        met = {0: datetime.date.min}
        for one in contacts:
            people = [one.resident]
            if not one.resident and len(living) == 1:
                people = [0, living[0]]
            elif one.resident in living:
                people = [0, one.resident]
            for person in people:
                met[person] = max(met.get(person, one.date), one.date)
        return met

    def _reached(self, signals, company):
        if not signals:
            return None
        return reached_on(
            [(one.date, self._points(one, company)) for one in signals],
            self._number("watch_days", company, max(one.date for one in signals)),
            lambda day: max(self._number("watch_points", company, day), 1),
        )

    # opening and closing

    def _open(self, home, alert, found):
        """Open the alert of a home, or bring an open one up to its signals.

        :param dict found: by person (0: the home) the day and the signals
        """
        people = [person for person in found if person]
        values = {
            "date": min(day for day, _signals in found.values()),
            "resident_id": people[0] if len(people) == 1 and 0 not in found else False,
        }
        if alert:
            changed = {
                name: value
                for name, value in values.items()
                if (alert[name].id if name == "resident_id" else alert[name]) != value
            }
            if changed:
                alert.write(changed)
        else:
            # Raw SQL: nothing of the home changes. Of two transactions that began together the
            # database refuses one; Odoo runs it again, and it finds the alert of the other.
            self.env.cr.execute(
                SQL("UPDATE community_household SET write_date = write_date WHERE id = %s", home.id)
            )
            alert = self.create({"household_id": home.id, **values})
        wanted = {
            (one.model, one.id, one.kind): one.date
            for _day, signals in found.values()
            for one in signals
        }
        there = {(one.res_model, one.res_id, one.kind): one for one in alert.signal_ids}
        alert.signal_ids.filtered(
            lambda one: wanted.get((one.res_model, one.res_id, one.kind)) != one.date
        ).unlink()
        self.env[SIGNAL].create(
            [
                {
                    "alert_id": alert.id,
                    "date": date,
                    "kind": kind,
                    "res_model": model,
                    "res_id": record_id,
                }
                for (model, record_id, kind), date in sorted(wanted.items())
                if (model, record_id, kind) not in there
                or there[model, record_id, kind].exists().date != date
            ]
        )

    def _close(self, members, contacts):
        """Close one alert: by the last contact since its first signal, or else by what else is so.

        :param dict members: who is still in the home
        """
        self.ensure_one()
        sources = {(one.res_model, one.res_id) for one in self.signal_ids}
        first = min(self.signal_ids.mapped("date"), default=self.date)
        heard = [one for one in contacts if one.date >= first or (one.model, one.id) in sources]
        gone = not members or (self.resident_id and self.resident_id.id not in members)
        today = fields.Date.context_today(self)
        values = {"state": "closed", "date_closed": today, "closed_by": "corrected"}
        if gone:
            values["closed_by"] = "ended"
        elif heard:
            last = max(heard, key=lambda one: (one.date, one.id))
            values |= {
                "date_closed": max(last.date, self.date),
                "closed_by": "contact",
                "contact_model": last.model,
                "contact_id": last.id,
            }
        self.write(values)
