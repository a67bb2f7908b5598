from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.ending import DIED, Ending


class CommunityLifeEvent(models.Model):
    """What a person does with an event: accept, dismiss, carry out, close, open again."""

    _inherit = "community.life.event"

    ended_by_id = fields.Many2one("res.users", "Matters ended by", copy=False, readonly=True)
    date_ended = fields.Date("Matters ended on", copy=False, readonly=True)
    loose_end_count = fields.Integer("Matters that would end", compute="_compute_loose_end_count")

    def action_accept(self):
        """Accept proposals: each gets the steps of its checklist and an officer.

        :raises UserError: when one is not a proposal any more
        """
        self.check_access("write")
        self._check_state("proposed")
        for event in self:
            event._set_closed(
                state="planned",
                decided_by_id=self.env.uid,
                user_id=event.user_id.id or self.env.uid,
            )
        self.filtered(lambda event: not event.task_ids)._make_tasks()

    def action_ask_reason(self):
        """Open the dialog that asks why events do not take place."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why does it not take place?"),
            "res_model": "community.life.event.end",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_event_ids": self.ids},
        }

    def _cancel(self, reason):
        """Dismiss proposals and cancel what is under way; the same cause proposes nothing again.

        :param str reason: why, kept with the event
        :raises UserError: without a reason, or when one is closed already
        """
        self.check_access("write")
        reason = " ".join(reason.split()) if isinstance(reason, str) else ""
        if not reason:
            raise UserError(
                self.env._("Say why %(event)s does not take place.", event=self[:1].display_name)
            )
        self._check_open()
        for event in self:
            decided = event.decided_by_id.id or self.env.uid
            # The key is closed to everybody; here it only tells a proposal from the rest.
            is_proposal = bool(event.sudo().cause_key)
            event._set_closed(
                state="cancelled", end_reason=reason, decided_by_id=is_proposal and decided
            )
            event._close_need(reason, is_met=False)
            event.task_ids.filtered(lambda task: not task.is_done)._lapse_claims()

    def action_done(self):
        """Close events whose steps are all ticked; the need behind each closes with them.

        :raises UserError: naming a step that is still open
        """
        self.check_access("write")
        self._check_state("planned")
        today = fields.Date.context_today(self)
        for event in self:
            task = event.task_ids.filtered(lambda task: not task.is_done)[:1]
            if task:
                raise UserError(
                    self.env._(
                        "%(event)s: “%(task)s” is still open. Tick it, or remove it if it is not "
                        "needed.",
                        event=event.display_name,
                        task=task.name,
                    )
                )
            if not (event.result or event.task_ids or event.gift_ids or event.visit_ids):
                raise UserError(
                    self.env._(
                        "%(event)s has no step, visit, gift or result: say in one line what came "
                        "of it.",
                        event=event.display_name,
                    )
                )
            event._set_closed(state="done", date_done=today)
            event._close_need(event.result or event._title())

    def action_reopen(self):
        """Take up again what was closed or cancelled."""
        self.check_access("write")
        self._check_state("done", "cancelled")
        self._set_closed(state="planned", date_done=False, end_reason=False)
        self._reopen_need()
        self.task_ids.filtered(lambda task: not task.is_done)._renew_claims()
        self.filtered(lambda event: not event.task_ids)._make_tasks()

    def action_plan_visit(self):
        """Plan a visit of comfort for this event and open it."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("planned")
        visit = self.env["community.visit"].create(
            {
                "household_id": self.household_id.id,
                "date": max(self.date_due, fields.Date.context_today(self)),
                "kind": "comfort",
                "user_id": self.user_id.id or self.env.uid,
                "life_event_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": visit._name,
            "res_id": visit.id,
            "views": [(False, "form")],
        }

    def action_hand_out(self):
        """Open the form that hands something out of the stock for this event."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("planned", "done")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand out"),
            "res_model": "community.caring.stock.move",
            "views": [
                (
                    self.env.ref("community_service.community_caring_stock_move_view_form_out").id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_event_id": self.id, "default_kind": "out"},
        }

    def _state_sentence(self, state, needed):
        return self.env._(
            "%(event)s is “%(state)s” already: reload the page to see what was done.",
            event=self.display_name,
            state=state,
        )

    def _check_open(self):
        self._check_state("proposed", "planned")

    def _is_claimable(self):
        return super()._is_claimable() and self.state == "planned"

    def _claim_title(self):
        return self._title()

    def _offer_label(self):
        if self.kind == "comfort":
            return self.env._("Visit of the caring station")
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    # What still runs in the name of somebody who has died, and how it ends.
    #
    # The register ends residencies and categories with the death itself. Visits, other events and
    # whatever other parts add end by proposal: a named person confirms the list once.

    @api.depends("kind", "resident_id")
    def _compute_loose_end_count(self):
        for event in self:
            event.loose_end_count = sum(len(records) for records, _chosen in event._loose_ends())

    def _loose_ends(self):
        """Return what would end after a death: ``[(records, ticked beforehand)]``.

        It is what the register asks of all parts about the end of a person, as far as it can be
        ended from here (``_end_after_death``), and what is planned for the family, without a tick.
        Records are read with the rights of the user.
        """
        self.ensure_one()
        if self.kind != "farewell" or not self.resident_id or self.state not in ("planned", "done"):
            return []
        person, home = self.resident_id, self.household_id
        ending = Ending(DIED, person.date_death or self.date)
        ends = [
            (records, chosen)
            for records, chosen in person._ending_matters(ending)
            if hasattr(records, "_end_after_death")
        ]
        visits = self.env["community.visit"].search(
            [("household_id", "=", home.id), ("state", "=", "planned"), ("kind", "!=", "comfort")]
        )
        for records, _chosen in ends:
            if records._name == visits._name:
                visits -= records
        own = {"community.life.event": self, "community.visit": self.visit_ids}
        ends = [
            (records - own.get(records._name, records.browse()), chosen)
            for records, chosen in [*ends, (visits, False)]
        ]
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
        self._set_closed(ended_by_id=self.env.uid, date_ended=fields.Date.context_today(self))
        self.resident_id._person_ended()
        self.message_post(
            body=self.env._("Matters that ended with the death: %(count)s.", count=count)
        )
        return count

    def _end_after_death(self, farewell):
        self._cancel(self.env._("The person has died."))
