from odoo import api, fields, models
from odoo.exceptions import UserError

from ..requests.community_request import OPEN as OPEN_REQUESTS


class CommunityLifeEvent(models.Model):
    """What still runs in the name of somebody who has died, and how it ends.

    The register ends residencies and categories with the death itself. Visits, other events and
    whatever other parts add end by proposal: a named person confirms the list once.
    """

    _inherit = "community.life.event"

    ended_by_id = fields.Many2one("res.users", "Matters ended by", copy=False, readonly=True)
    date_ended = fields.Date("Matters ended on", copy=False, readonly=True)
    loose_end_count = fields.Integer("Matters that would end", compute="_compute_loose_end_count")

    @api.depends("kind", "resident_id")
    def _compute_loose_end_count(self):
        for event in self:
            event.loose_end_count = sum(len(records) for records, _chosen in event._loose_ends())

    def _loose_ends(self):
        """Return what would end after a death: ``[(records, ticked beforehand)]``.

        Parts that keep something in a person's name add theirs, and say in ``_end_after_death``
        of that model how it ends. Records are read with the rights of the user.
        """
        self.ensure_one()
        if self.kind != "farewell" or not self.resident_id or self.state not in ("planned", "done"):
            return []
        home = self.household_id
        alone = not home.open_residency_ids
        visits = self.env["community.visit"].search(
            [("household_id", "=", home.id), ("state", "=", "planned"), ("kind", "!=", "comfort")]
        )
        events = self.search(
            [
                ("resident_id", "=", self.resident_id.id),
                ("state", "in", ("proposed", "planned")),
                ("id", "!=", self.id),
            ]
        )
        requests = self.env["community.request"].search(
            [("resident_id", "=", self.resident_id.id), ("state", "in", OPEN_REQUESTS)]
        )
        ends = [(events, True), (requests, alone), (visits - self.visit_ids, alone)]
        if alone:
            needs = self.env["community.visit.need"].search(
                [("household_id", "=", home.id), ("state", "=", "open"), ("follow_up_id", "=", 0)]
            )
            ends.append((needs, True))
        return [(records, chosen) for records, chosen in ends if records]

    def action_loose_ends(self):
        """Open the list of what would end with the death, to be confirmed once."""
        self.ensure_one()
        self.check_access("write")
        ends = self._loose_ends()
        model_names = {
            records._name: self.env["ir.model"]._get(records._name).name for records, _c in ends
        }
        lines = [
            (
                0,
                0,
                {
                    "res_model": record._name,
                    "res_id": record.id,
                    "name": f"{model_names[record._name]} · {record.display_name}",
                    "is_chosen": chosen,
                },
            )
            for records, chosen in ends
            for record in records
        ]
        if not lines:
            raise UserError(
                self.env._(
                    "%(event)s: nothing runs on in the name of the person who died.",
                    event=self.display_name,
                )
            )
        dialog = self.env["community.life.event.ending"].create(
            {"event_id": self.id, "line_ids": lines}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What ends with the death"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _end_matters(self, chosen):
        """End the chosen matters in the name of the current user.

        :param set chosen: pairs (model, id); whatever is not in the list of today is left alone
        :return: number of matters ended
        """
        self.ensure_one()
        self.check_access("write")
        count = 0
        for records, _ticked in self._loose_ends():
            records = records.filtered(lambda record: (record._name, record.id) in chosen)
            records._end_after_death(self)
            count += len(records)
        self._by_code({"ended_by_id": self.env.uid, "date_ended": fields.Date.context_today(self)})
        self.message_post(
            body=self.env._("Matters that ended with the death: %(count)s.", count=count)
        )
        return count

    def _end_after_death(self, farewell):
        self._cancel(self.env._("The person has died."))


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    def _end_after_death(self, farewell):
        self.action_cancel()


class CommunityVisitNeed(models.Model):
    _inherit = "community.visit.need"

    def _end_after_death(self, farewell):
        self.write({"result": self.env._("The person has died.")})
        self.action_drop()


class CommunityRequest(models.Model):
    _inherit = "community.request"

    def _end_after_death(self, farewell):
        self._end_without("cancelled", self.env._("The person has died."))
