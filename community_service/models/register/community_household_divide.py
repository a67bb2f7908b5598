from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .community_category_derive import ELDERLY_AGE
from .community_residency import LIVING_KINDS

CONDOLENCE_DAYS = 7


class CommunityHousehold(models.Model):
    """Operations that make, end or renew a family: split, merge, birth, death."""

    _inherit = "community.household"

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
        lines = self.grid_id.officer_line_ids.filtered(
            lambda line: line.date_from <= today and (not line.date_to or line.date_to >= today)
        ).sorted("is_substitute")
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=visit_date,
            summary=self.env._("Lives alone since a death: visit within 7 days"),
            user_id=lines.user_id[:1].id or self.env.uid,
        )
