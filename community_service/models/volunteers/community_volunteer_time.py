from odoo import api, fields, models


class CommunityVolunteerTime(models.Model):
    """A part of a day of the week: 21 of them, of which a volunteer chooses the free ones."""

    _name = "community.volunteer.time"
    _description = "Part of the Week"
    _rec_name = "weekday"
    _order = "weekday, part"

    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        required=True,
    )
    # The keys sort as the day passes.
    part = fields.Selection(
        [("1_morning", "morning"), ("2_afternoon", "afternoon"), ("3_evening", "evening")],
        required=True,
    )

    _time_uniq = models.UniqueIndex("(weekday, part)", "This part of the week is listed already.")

    @api.depends("weekday", "part")
    @api.depends_context("lang")
    def _compute_display_name(self):
        days, parts = (
            dict(self._fields[name]._description_selection(self.env))
            for name in ("weekday", "part")
        )
        for time in self:
            time.display_name = f"{days.get(time.weekday, '')} {parts.get(time.part, '')}".strip()

    @api.model
    def _touched(self, touched):
        """Return the records of ``(weekday, part)`` pairs, see :func:`..tools.volunteer`."""
        # The 21 rows are no secret, and a portal page needs them too.
        times = self.sudo().search([("weekday", "in", {str(day) for day, _part in touched})])
        return times.filtered(lambda t: (int(t.weekday), t.part[2:]) in touched)
