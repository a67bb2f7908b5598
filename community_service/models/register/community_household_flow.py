from contextlib import contextmanager
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.trusted import trusted
from .community_category import ELDERLY_AGE
from .community_residency import LIVING_KINDS, REGISTERED_KINDS

CONDOLENCE_DAYS = 7


class CommunityHousehold(models.Model):
    """Who comes, goes, is born and dies: seven operations, each one transaction with a date.

    Each takes the day from which it holds, refuses what cannot have been, and returns its
    ``community.household.operation``. Ends are written first: the unique indexes on open
    residencies look at each statement.
    """

    _inherit = "community.household"

    @contextmanager
    def _operation(self, kind, date, residents=None, others=None):
        """Record what happens to these households and residents as one operation.

        Yields the operation with a superuser environment in which derived categories wait until
        the end; add a household or resident that is made inside to its many2many fields.
        """
        self.ensure_one()
        self.check_access("write")
        residents = residents or self.env["community.resident"]
        households = self | (others or self.browse())
        # One operation may end a residency in a grid that its user does not see; the right to this
        # household was checked, the people were named by whoever sees them or by whole ID number.
        Operation = self.env["community.household.operation"].sudo()
        households |= (
            residents.sudo().residency_ids.filtered(lambda line: not line.date_to).household_id
        )
        households = households.sudo()
        before = Operation._snapshot(households, residents)
        inhabited = households.filtered(lambda household: household._open_lines())
        operation = Operation.create(
            {
                "kind": kind,
                "date": date,
                "household_id": self.id,
                "household_ids": [(6, 0, households.ids)],
                "resident_ids": [(6, 0, residents.ids)],
            }
        )
        yield operation.with_context(**trusted(community_sync_later=True), active_test=False)
        # Nobody is visited where nobody is left; the history stays readable in the archive.
        inhabited.filtered(lambda household: not household._open_lines()).active = False
        self.env.flush_all()
        self.env["community.category"].sudo()._sync_derived(operation.household_ids)
        after = Operation._snapshot(operation.household_ids, operation.resident_ids)
        old, new = Operation._differences(before, after)
        operation.write({"before": old, "after": new})
        # After the comparison: going back asks the facts, and restores no proposals.
        operation.resident_ids._person_ended()

    def _check_operation_date(self, date, residents=None, lines=None):
        """Refuse a day in the future, before a birth or before a residency began."""
        date = fields.Date.to_date(date)
        if not date or date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(date)s lies in the future: enter what has happened, on the day it did.",
                    date=date or "",
                )
            )
        for resident in (residents or self.env["community.resident"]).sudo():
            if resident.birth_date and date < resident.birth_date:
                raise UserError(
                    self.env._(
                        "%(resident)s was born on %(birth)s: %(date)s lies before that. "
                        "Correct the date.",
                        resident=resident.name,
                        birth=resident.birth_date,
                        date=date,
                    )
                )
            if resident.date_death:
                raise UserError(
                    self.env._(
                        "%(resident)s died on %(death)s: reverse the death first if that is wrong.",
                        resident=resident.name,
                        death=resident.date_death,
                    )
                )
        for line in (lines or self.env["community.residency"]).sudo():
            if line.date_from and date < line.date_from:
                raise UserError(
                    self.env._(
                        "%(resident)s is in %(household)s only from %(start)s: %(date)s lies "
                        "before that. Correct the date.",
                        resident=line.resident_id.name,
                        household=line.household_id._name_for_reader(),
                        start=line.date_from,
                        date=date,
                    )
                )
        return date

    def _open_lines(self, residents=None):
        """Return the open residencies of this household, or those of some of its members.

        :raises UserError: naming who of them is not a member
        """
        # What stands open is a fact of the household, whatever the reader's rules hide.
        lines = self.sudo().residency_ids.filtered(lambda line: not line.date_to)
        if residents is None:
            return lines
        for resident in residents - lines.resident_id:
            raise UserError(
                self.env._(
                    "%(resident)s does not belong to %(household)s: choose one of its members.",
                    resident=resident.sudo().name,
                    household=self.display_name,
                )
            )
        return lines.filtered(lambda line: line.resident_id in residents)

    def _close(self, lines, date, reason):
        """End residencies on a day, before anything else is written."""
        lines.write({"date_to": date, "end_reason": reason})
        lines.flush_recordset(["date_to"])

    def _move_in(self, date, resident=None, values=None, role="other", kind="both"):
        """Move in somebody new (``values``) or known (``resident``), ended elsewhere that day."""
        known = resident or self.env["community.resident"]
        lines = known.sudo().residency_ids.filtered(lambda line: not line.date_to)
        ended = {"living": LIVING_KINDS, "registered": REGISTERED_KINDS}.get(
            kind, {*LIVING_KINDS, *REGISTERED_KINDS}
        )
        lines = lines.filtered(lambda line: line.kind in ended or line.household_id == self)
        date = self._check_operation_date(date, known, lines)
        same = lines.filtered(
            lambda line: line.household_id == self and line.kind in ("both", kind)
        )
        if same:
            raise UserError(
                self.env._(
                    "%(resident)s is already in %(household)s.",
                    resident=known.sudo().name,
                    household=self.display_name,
                )
            )
        self._check_head_free(role)
        with self._operation("move_in", date, known) as operation:
            household = self.with_env(operation.env)
            stays = [
                dict(line.copy_data({"date_from": date, "date_to": False})[0], kind=rest)
                for line in lines
                if line.kind == "both" and line.household_id != self
                for rest in {"living": ["registered"], "registered": ["living"]}.get(kind, [])
            ]
            household._close(lines.with_env(operation.env), date, "move_out")
            operation.env["community.residency"].create(
                [{**stay, "start_reason": "other", "end_reason": False} for stay in stays]
            )
            row = {
                "household_id": self.id,
                "role": role,
                "kind": kind,
                "date_from": date,
                "start_reason": "move_in",
            }
            person = known.with_env(operation.env)
            if person:
                person.write({"active": True, "residency_ids": [(0, 0, row)]})
            else:
                person = person.create({**values, "residency_ids": [(0, 0, row)]})
            operation.resident_ids |= person
            operation.env.flush_all()
            self._check_operation_date(date, person)
            household.active = True
        return operation

    def _check_head_free(self, role):
        if role == "head" and self.sudo().head_id:
            raise UserError(
                self.env._(
                    "%(household)s has a head, %(head)s: choose another relation, and change the "
                    "head afterwards.",
                    household=self.display_name,
                    head=self.sudo().head_id.name,
                )
            )

    def _move_out(self, date, residents, new_head=None, keep_registered=False, roles=None):
        """Move members out; their registration stays here when ``keep_registered`` says so."""
        lines = self._open_lines(residents)
        date = self._check_operation_date(date, residents, lines)
        self._check_new_head(lines if not keep_registered else lines.browse(), new_head)
        with self._operation("move_out", date, residents | (new_head or residents.browse())) as op:
            lines = lines.with_env(op.env)
            stays = [
                line.copy_data({"date_from": date, "kind": "registered", "date_to": False})[0]
                for line in lines
                if keep_registered and line.kind == "both"
            ]
            if keep_registered:
                lines = lines.filtered(lambda line: line.kind in LIVING_KINDS)
            self._close(lines, date, "move_out")
            op.env["community.residency"].create(
                [{**stay, "start_reason": "other", "end_reason": False} for stay in stays]
            )
            self._set_roles(op, new_head, roles)
        return op

    def _check_new_head(self, leaving, new_head):
        """Refuse to leave the others without a head, and a head who leaves as well."""
        remaining = self._open_lines() - leaving
        if new_head:
            if new_head not in remaining.resident_id:
                self._open_lines(new_head)
                raise UserError(
                    self.env._(
                        "%(resident)s leaves %(household)s and cannot be its head: choose somebody "
                        "who stays.",
                        resident=new_head.sudo().name,
                        household=self.display_name,
                    )
                )
        elif "head" in leaving.mapped("role") and remaining:
            raise UserError(
                self.env._(
                    "%(head)s was the head of %(household)s: choose the new head.",
                    head=leaving.filtered(lambda line: line.role == "head").resident_id.name,
                    household=self.display_name,
                )
            )

    def _set_roles(self, operation, new_head=None, roles=None):
        """Write who is head and what the others are to that person; history keeps the old."""
        lines = self.with_env(operation.env)._open_lines()
        wanted = dict(roles or {})
        if new_head:
            for line in lines.filtered(lambda line: line.role == "head"):
                if wanted.get(line.resident_id.id, "head") == "head":
                    wanted[line.resident_id.id] = "other"
            wanted[new_head.id] = "head"
        changed = lines.filtered(
            lambda line: wanted.get(line.resident_id.id, line.role) != line.role
        )
        # Whoever stops being the head is written first: see the index on open heads.
        for line in changed.sorted(lambda line: line.role != "head"):
            line.with_context(
                **trusted(community_fact={"date": operation.date, "kind": "change"})
            ).write({"role": wanted[line.resident_id.id], "role_word": False})
            line.flush_recordset(["role"])

    def _change_head(self, date, new_head, roles=None):
        """Make a member the head; ``roles`` maps resident ids to what they are to the new head."""
        lines = self._open_lines(new_head)
        date = self._check_operation_date(date, new_head, lines)
        if self.sudo().head_id == new_head:
            raise UserError(
                self.env._(
                    "%(resident)s is already the head of %(household)s.",
                    resident=new_head.sudo().name,
                    household=self.display_name,
                )
            )
        with self._operation("change_head", date, self._open_lines().resident_id) as operation:
            self._set_roles(operation, new_head, roles)
        return operation

    # Operations that make, end or renew a family: split, merge, birth, death.

    def _split(self, date, residents, dwelling, head, new_head=None, roles=None):
        """Give some members a household of their own in ``dwelling``, led by ``head``.

        ``new_head`` leads those who stay, where the head leaves; ``roles`` maps resident ids to
        their relation to the head of the household in which they are from that day.
        """
        lines = self._open_lines(residents)
        date = self._check_operation_date(date, residents, lines)
        if not lines or not self._open_lines() - lines:
            raise UserError(
                self.env._(
                    "A split takes some members of %(household)s and leaves some: choose who goes.",
                    household=self.display_name,
                )
            )
        if head not in residents:
            raise UserError(
                self.env._("Choose the head of the new household among those who go there.")
            )
        dwelling.check_access("read")
        self._check_new_head(lines, new_head)
        with self._operation("split", date, self._open_lines().resident_id) as operation:
            household = operation.env["community.household"].create(
                {"dwelling_id": dwelling.id, "date_entered": date}
            )
            operation.household_ids |= household
            roles = dict(roles or {})
            rows = self._moved_rows(lines, household, date, "split")
            for row in rows:
                row["role"] = roles.pop(row["resident_id"], "other")
                if row["resident_id"] == head.id or row["role"] == "head":
                    row["role"] = "head" if row["resident_id"] == head.id else "other"
            self._close(lines.with_env(operation.env), date, "split")
            operation.env["community.residency"].create(rows)
            self._set_roles(operation, new_head, roles)
        return operation

    def _moved_rows(self, lines, household, date, reason):
        return [
            {
                "resident_id": line.resident_id.id,
                "household_id": household.id,
                "role": line.role,
                "kind": line.kind,
                "is_whereabouts_unknown": line.is_whereabouts_unknown,
                "date_from": date,
                "start_reason": reason,
            }
            for line in lines
        ]

    def _merge(self, date, target, roles=None):
        """Take all open members into ``target`` and archive this household."""
        target.check_access("write")
        lines = self._open_lines()
        if target == self or not lines:
            raise UserError(
                self.env._(
                    "%(household)s cannot be merged: choose another household, and one that has "
                    "members.",
                    household=self.display_name,
                )
            )
        date = self._check_operation_date(date, lines.resident_id, lines)
        residents = lines.resident_id | target._open_lines().resident_id
        with self._operation("merge", date, residents, target) as operation:
            there = target.with_env(operation.env)
            rows = self._moved_rows(lines, target, date, "merge")
            # Somebody may live in one of the two and be registered in the other.
            both = there._open_lines().filtered(lambda line: line.resident_id in lines.resident_id)
            has_head = bool(there.head_id)
            roles = dict(roles or {})
            for row in rows:
                row["role"] = roles.pop(row["resident_id"], row["role"])
                if row["role"] == "head" and has_head:
                    row["role"] = "other"
            self._close(lines.with_env(operation.env), date, "merge")
            for line in both:
                row = next(row for row in rows if row["resident_id"] == line.resident_id.id)
                row.update(kind="both", role=line.role, is_whereabouts_unknown=False)
            there._close(both, date, "merge")
            operation.env["community.residency"].create(rows)
            there._set_roles(operation, None, roles)
        return operation

    def _birth(self, date, values, role="child", kind="both"):
        """Enter a newborn, who is in the household from the day of birth."""
        date = self._check_operation_date(date)
        with self._operation("birth", date) as operation:
            row = {
                "household_id": self.id,
                "role": role if role != "head" else "child",
                "kind": kind,
                "date_from": date,
                "start_reason": "birth",
            }
            # "birth certificate" where no number is known yet
            operation.resident_ids |= operation.env["community.resident"].create(
                {**values, "birth_date": date, "residency_ids": [(0, 0, row)]}
            )
        return operation

    def _death(self, date, resident, new_head=None, roles=None):
        """Record a death: residencies and categories end; an old person left alone gets a visit."""
        self._open_lines(resident)
        # A deceased person leaves every household, also one of another grid.
        lines = resident.sudo().residency_ids.filtered(lambda line: not line.date_to)
        date = self._check_operation_date(date, resident, lines)
        own = lines.filtered(lambda line: line.household_id == self)
        self._check_new_head(own, new_head)
        with self._operation("death", date, self._open_lines().resident_id) as operation:
            person = resident.with_env(operation.env)
            self._close(lines.with_env(operation.env), date, "death")
            for line in person.category_line_ids.filtered(
                lambda line: not line.date_to or line.date_to > date
            ):
                line.date_to = max(date, line.date_from)
            person.date_death = date
            self._set_roles(operation, new_head, roles)
            for household in operation.household_ids.filtered("active"):
                household._visit_elderly_alone(date)
        return operation

    def _visit_elderly_alone(self, date):
        """Propose a visit within seven days to an old person whom a death leaves alone."""
        today = fields.Date.context_today(self)
        living = self._open_lines().filtered(lambda line: line.kind in LIVING_KINDS).resident_id
        old = today - relativedelta(years=ELDERLY_AGE)
        if len(living) != 1 or not living.birth_date or living.birth_date > old:
            return
        visit_date = max(today, date + timedelta(days=CONDOLENCE_DAYS))
        if not self.own_visit_date or self.own_visit_date > visit_date:
            self.own_visit_date = visit_date
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=visit_date,
            summary=self.env._("Lives alone since a death: visit within 7 days"),
            user_id=self._person_in_charge().id or self.env.uid,
        )
