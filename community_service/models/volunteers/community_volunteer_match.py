from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.fields import Domain

from ...tools.volunteer import touched_times

CHINA = "Asia/Shanghai"


class CommunityVolunteerCall(models.Model):
    """Who fits a call: skill, place, free time, insurance, and nothing else at that hour.

    《志愿服务条例》 art. 16: the work fits the volunteer's age, knowledge, skill and health. The
    list proposes; the organiser asks, and nobody is ordered (art. 20).
    """

    _inherit = "community.volunteer.call"

    def _matching(self):
        """Return the volunteers who fit one call, those with the fewest hours first."""
        self.ensure_one()
        return self.env["community.volunteer"].search(
            self._matching_domain(), order="hours_total, id"
        )

    def _matching_domain(self):
        """Return the domain of the volunteers who fit one call."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.skill_ids:
            domain &= Domain("skill_ids", "in", self.skill_ids.ids)
        if self.needs_insurance:
            domain &= Domain("insurance_until", ">=", self._local(self.date_stop).date())
        return domain & self._place_domain() & self._free_domain()

    def _place_domain(self):
        """Volunteers who help at the place of the call: everywhere, in its grid, or above it."""
        everywhere = Domain("area_ids", "=", False) & Domain("grid_ids", "=", False)
        # The place of the household is read for the match alone.
        area = self.area_id or self.sudo().household_id.area_id
        if not area:
            return Domain.TRUE
        above = [int(area_id) for area_id in area.parent_path.strip("/").split("/")]
        domain = everywhere | Domain("area_ids", "in", above)
        if self.grid_id:
            domain |= Domain("grid_ids", "in", self.grid_id.ids)
        return domain

    def _free_domain(self):
        """Volunteers who are free all the time of the call, and not promised elsewhere."""
        touched = touched_times(self._local(self.date_start), self._local(self.date_stop))
        times = self.env["community.volunteer.time"]._touched(touched)
        free = Domain.AND(Domain("time_ids", "in", time.ids) for time in times)
        busy = [
            ("call_id", "!=", self.id),
            ("state", "in", ("applied", "accepted")),
            ("call_id.date_start", "<", self.date_stop),
            ("call_id.date_stop", ">", self.date_start),
        ]
        return (Domain("time_ids", "=", False) | free) & Domain("signup_ids", "not any", busy)

    def _local(self, moment):
        """Return a stored time on the clock of the organiser, without its zone."""
        zone = ZoneInfo(self.organiser_id.tz or CHINA)
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None)

    def action_matching(self):
        """Open the volunteers who fit one call."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_volunteer_action"
        )
        return action | {
            "name": self.env._("Volunteers who fit"),
            "domain": [("id", "in", self._matching().ids)],
            "context": {"volunteer_call": self.id},
        }


class CommunityVolunteer(models.Model):
    _inherit = "community.volunteer"

    signup_ids = fields.One2many("community.volunteer.signup", "volunteer_id", "Sign-ups")


class CommunityClaimMixin(models.AbstractModel):
    """Help is asked for from the need, request or event itself."""

    _inherit = "community.claim.mixin"

    def action_call_volunteers(self):
        """Open a new call for volunteers that comes from one record."""
        self.ensure_one()
        self.check_access("read")
        household = self._call_household()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call for volunteers"),
            "res_model": "community.volunteer.call",
            "views": [(False, "form")],
            "context": {
                "volunteer_origin": (self._name, self.id),
                "default_household_id": household.id,
                "default_briefing": self._claim_title(),
            },
        }

    def _call_household(self):
        return self.household_id if "household_id" in self._fields else self.browse()


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def action_call_volunteers(self):
        """Open a new call for volunteers who help this household."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call for volunteers"),
            "res_model": "community.volunteer.call",
            "views": [(False, "form")],
            "context": {"default_household_id": self.id},
        }
