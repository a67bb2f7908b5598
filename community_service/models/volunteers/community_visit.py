from datetime import timedelta

from odoo import api, fields, models

from ...tools.volunteer import hours_between

# What the hours of volunteers rest on.
SOURCE = ("state", "date", "date_start", "duration", "volunteer_ids", "household_id")


class CommunityVisit(models.Model):
    """Volunteers who go along on a visit: their hours follow it until somebody confirms them.

    A visit that was made at an agreed hour reports the hours of each volunteer; moved, corrected or
    taken back, it takes what was reported along. Confirmed hours stay: the difference stands beside
    them as a proposal. Volunteers see their own hours, and not whom they visited.
    """

    _inherit = "community.visit"

    volunteer_ids = fields.Many2many(
        "community.volunteer",
        "community_visit_volunteer_rel",
        "visit_id",
        "volunteer_id",
        "Volunteers along",
        copy=False,
        check_company=True,
        help="Who went along as a volunteer. The agreed hour and the duration make their hours.",
    )
    volunteer_service_ids = fields.One2many(
        "community.volunteer.service", "visit_id", "Hours of volunteers"
    )
    volunteer_note = fields.Char(
        "Hours not counted because", compute="_compute_volunteer_note", compute_sudo=False
    )

    @api.depends("state", "date_start", "duration", "volunteer_ids")
    def _compute_volunteer_note(self):
        for visit in self:
            visit.volunteer_note = False
            if visit.state != "done" or not visit.volunteer_ids:
                continue
            if not visit.date_start:
                visit.volunteer_note = self.env._("the hour at which it began is missing")
            elif not visit._volunteer_hours():
                visit.volunteer_note = self.env._("it was shorter than one step of hours")

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits.filtered("volunteer_ids")._report_volunteers()
        return visits

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & set(SOURCE):
            self._report_volunteers()
        return res

    def _volunteer_span(self):
        """Return begin and end of a visit that was made, or nothing; it cannot end after now."""
        if self.state != "done" or not self.date_start:
            return None
        stop = self.date_start + timedelta(minutes=round(self.duration * 60))
        stop = min(stop, fields.Datetime.now().replace(second=0, microsecond=0))
        return (self.date_start, stop) if stop > self.date_start else None

    def _volunteer_hours(self):
        """Return the hours that this visit counts for each volunteer; 0 while it counts none."""
        self.ensure_one()
        span = self._volunteer_span()
        step = self.company_id.community_volunteer_step_minutes
        return hours_between(*span, step) if span else 0.0

    def _report_volunteers(self):
        """Let the hours that are reported, not those that were decided, follow these visits."""
        # sudo: whoever makes a visit reports for volunteers whose hours others keep.
        Service = self.env["community.volunteer.service"].sudo()
        known = Service.search([("visit_id", "in", self.ids)]).grouped("visit_id")
        for visit in self:
            services = known.get(visit, Service.browse())
            volunteers = visit.sudo().volunteer_ids
            wanted = volunteers if visit._volunteer_hours() else volunteers.browse()
            reported = services.filtered(lambda service: service.state == "reported")
            gone = reported.filtered(lambda service: service.volunteer_id not in wanted)  # noqa: B023
            kept = services - gone
            gone.unlink()
            (kept & reported)._follow_visit()
            for volunteer in wanted - kept.volunteer_id:
                start, stop = visit._volunteer_span()
                values = {"visit_id": visit.id, "volunteer_id": volunteer.id}
                values |= {"date_start": start, "date_stop": stop, "kind": "visit"}
                Service.create(
                    {
                        **values,
                        "name": self.env._("Home visit"),
                        "late_reason": self.env._("Entered with the visit"),
                    }
                )
