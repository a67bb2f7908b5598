from odoo import api, fields, models
from odoo.fields import Domain

AT_WORK = ("employed", "flexible")


class CommunityResident(models.Model):
    """What a resident's file shows of trainings, and what the employment was on a day."""

    _inherit = "community.resident"

    attendance_ids = fields.One2many("community.attendance", "resident_id", "Attendance records")
    training_count = fields.Integer("Trainings", compute="_compute_training_count")

    @api.depends_context("uid")
    def _compute_training_count(self):
        """Count the trainings at which the resident was present."""
        self._count_links(
            "training_count",
            "community.attendance",
            "resident_id",
            [("state", "=", "present"), ("kind_id.counts_as_training", "=", True)],
        )

    def action_open_attendances(self):
        """Open the activities that the resident came to."""
        return self._links_action("community_service.community_attendance_action", "resident_id")

    def _on_lists(self):
        """Return the domain of the lines of one person on lists of activities."""
        who = Domain("resident_id", "=", self.id)
        if self.partner_id:
            who |= Domain("partner_id", "=", self.partner_id.id)
        return who

    def _entered_after(self, ending):
        """Add activities at which the person was present after the death."""
        came = self._running(
            "community.attendance",
            self._on_lists() & Domain("state", "=", "present") & Domain("date", ">", ending.date),
        )
        return [*super()._entered_after(ending), came]

    def _ending_matters(self, ending):
        """Add the activities to come for which the person is on the list."""
        signed_up = self._running(
            "community.attendance",
            self._on_lists()
            & Domain("state", "=", "registered")
            & Domain("activity_id.state", "in", ("planned", "open"))
            & Domain("date", ">", ending.date),
        )
        return [*super()._ending_matters(ending), (signed_up, True)]

    @api.model
    def _employment_lines(self, residents):
        """Return the changes of employment of these residents, latest first."""
        # sudo: the snapshot of a day is the same whoever signs people in.
        return (
            self.env["community.fact.change"]
            .sudo()
            .search_fetch(
                [
                    ("model", "=", "community.resident"),
                    ("resident_id", "in", residents.ids),
                    ("field_name", "=", "employment"),
                    ("kind", "=", "change"),
                ],
                ["res_id", "date", "old_value", "new_value"],
                order="date desc, id desc",
            )
        )

    def _employment_on(self, day):
        """Return ``{id: employment}`` of residents as it was on ``day``; two queries in all."""
        # sudo: see _employment_lines.
        values = {resident.id: resident.employment for resident in self.sudo()}
        if not values or not day or day >= fields.Date.context_today(self):
            return values
        for change in self._employment_lines(self):
            # What the earliest later change replaced held on that day; it is written last.
            if change.date > day:
                values[change.res_id] = change.old_value
        return values

    def _work_days(self):
        """Return ``{id: days}``: when these residents began to work, as the register says."""
        days = {}
        for change in self._employment_lines(self):
            if change.new_value in AT_WORK and change.old_value not in AT_WORK:
                days.setdefault(change.res_id, []).append(change.date)
        return days
