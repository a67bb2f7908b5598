from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .community_aid_case import GRANTED

CASE_LIMIT = 8


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    aid_case_id = fields.Many2one(
        "community.aid.case",
        "Aid case",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        help="The aid case that this visit belongs to.",
    )
    companion = fields.Char(
        "Together with", copy=False, help="Colleagues who do not use this program, by name."
    )

    @api.model
    def _tells_sensitive(self):
        return super()._tells_sensitive() | Domain("kind", "=", "aid_survey")

    def _surveyor_count(self):
        """Return how many people made this visit."""
        self.ensure_one()
        return len(self.visitor_ids) + (1 if (self.companion or "").strip() else 0)

    def action_new_aid_case(self):
        """Open a new aid case with what this visit knows filled in."""
        self.ensure_one()
        self.check_access("read")
        return self.env["community.aid.case"]._action_new(
            {
                "default_visit_id": self.id,
                "default_household_id": self.household_id.id,
                "default_reason": self.situation or "",
            }
        )

    # duties of a home

    @api.model
    def _duty_sources(self):
        return [*super()._duty_sources(), self._duties_of_reviews]

    @api.model
    def _duties_of_reviews(self, household, made, today):
        """Return the home survey that each review of aid needs, once since the review before."""
        cases = self.env["community.aid.case"].search(
            Domain("household_id", "=", household.id)
            & Domain("state", "in", GRANTED)
            & Domain("next_review_date", "!=", False)
        )
        for case in cases:
            months = case.programme_id._review_months(case.aid_class)
            since = case.next_review_date - relativedelta(months=months)
            surveys = made.filtered(
                lambda one, since=since: (
                    one.kind == "aid_survey" and one.mode == "home" and one.date > since
                )
            )
            # Surveyed is surveyed, also when the review itself is late.
            due = max(case.next_review_date, today) if surveys else case.next_review_date
            yield {
                "kind": "review",
                "name": self.env._("Review of %(programme)s", programme=case.programme_id.name),
                "modes": self.env._("Home survey for aid"),
                "date_due": due,
                "visit": surveys[-1:],
            }

    # My Day

    @api.model
    def my_day(self):
        """Add the aid cases of the user whose clock or review falls due within a week.

        :return: the dict of the day with ``cases``: dicts ``id``, ``model``, ``name`` (what is due
            next), ``number``, ``address``, ``date_due``, ``is_overdue``
        """
        day = super().my_day()
        today = fields.Date.context_today(self)
        cases = self.env["community.aid.case"].search_fetch(
            Domain("user_id", "=", self.env.uid) & Domain("date_due", "<=", today + timedelta(7)),
            ["number", "household_id", "date_due"],
            limit=CASE_LIMIT,
            order="date_due, id",
        )
        cases.household_id.fetch(["address"])
        day["cases"] = [
            {
                "id": case.id,
                "model": case._name,
                "name": case.next_step or case.number,
                "number": case.number,
                "address": case.household_id.address or "",
                "date_due": fields.Date.to_string(case.date_due),
                "is_overdue": case.date_due < today,
            }
            for case in cases
        ]
        return day
