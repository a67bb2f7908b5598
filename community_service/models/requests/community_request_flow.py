from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.identity import mask_name, mask_numbers
from ..base.community_assigned_mixin import HANDED
from .community_request import CLOSED, OPEN, RUNNING


class CommunityRequest(models.Model):
    """How a request moves from state to state; each move is a step in its log."""

    _inherit = "community.request"

    wait_reason = fields.Char("Waits for", readonly=True, copy=False)
    close_reason = fields.Char(
        "Reason",
        readonly=True,
        copy=False,
        help="Of the refusal, return, cancellation or reopening.",
    )
    next_step = fields.Selection(
        selection=lambda self: (
            self.env["community.request.step"]._fields["kind"]._description_selection(self.env)
        ),
        compute="_compute_next_step",
        string="Next step",
    )

    missing_count = fields.Integer("Missing papers", compute="_compute_missing_count")
    date_told = fields.Date("Missing papers told on", readonly=True, copy=False)

    is_exemplary = fields.Boolean("Exemplary", copy=False)
    example_text = fields.Text("The story, without names", copy=False)
    date_consent = fields.Date("Consent given on", copy=False)
    consent_note = fields.Char("Who consented, how", copy=False)
    is_published = fields.Boolean("Published", readonly=True, copy=False)

    _check_consent = models.Constraint(
        "CHECK (is_published IS NOT TRUE OR (is_exemplary IS TRUE AND date_consent IS NOT NULL "
        "AND length(trim(consent_note)) > 0 AND length(trim(example_text)) > 0))",
        "Before an example is published the person consents, and the story is written.",
    )

    @api.depends("step_ids.kind", "is_proxy")
    def _compute_next_step(self):
        for request in self:
            done = set(request.step_ids.mapped("kind"))
            request.next_step = next(
                (kind for kind in request._expected_steps() if kind not in done), False
            )

    def _expected_steps(self):
        """Return the steps of this request in order: seven where the community is the agent."""
        if self.is_proxy:
            return [
                kind
                for kind, _label in self.env["community.request.step"]._fields["kind"].selection
            ]
        return ["accept", "handle", "deliver", "return_visit"]

    # actions

    def action_next_step(self):
        """Do the next step of the request: one button from the entry to the return visit.

        :return: an action when the step asks for something, else nothing
        """
        self.ensure_one()
        self.check_access("write")
        step = self.next_step
        if step == "accept":
            return self.action_accept()
        if step == "handle":
            return self.action_start()
        if step == "deliver":
            return self.action_ask("done")
        if step == "return_visit":
            return self.action_ask("satisfaction")
        if step:
            if step != "entrust":
                self._check_state("done")
            self._log_step(step)
        return None

    def action_accept(self):
        """Accept registered requests: the clock starts.

        :return: the told-once list as a print action when papers are missing
        :raises UserError: when the item may not be issued, or may not be handled by an agent
        """
        self._accept()
        missing = self.filtered("missing_count")
        if len(self) == 1 and missing:
            return missing.action_tell_missing()
        return None

    def _accept(self):
        self.check_access("write")
        self._check_state("draft")
        today = fields.Date.context_today(self)
        for request in self:
            item = request.item_id
            if item and not item.is_allowed:
                raise UserError(
                    self.env._(
                        "“%(item)s” is not on the list of certificates that the community issues. "
                        "%(reason)s Refuse the request with this reason.",
                        item=item.name,
                        reason=item.refusal_reason,
                    )
                )
            if request.is_proxy and item and not item.proxy_allowed:
                raise UserError(
                    self.env._(
                        "“%(item)s” must be handled by the person: take the mark “Agent service” "
                        "off.",
                        item=item.name,
                    )
                )
        self._set_closed(state="accepted", date_accepted=today)
        self._log_step("accept")

    def action_start(self):
        """Begin with the work on accepted or reopened requests."""
        self._check_state("accepted", "reopened")
        self._move("in_progress", "handle")

    def action_resume(self):
        """Go on with waiting requests: the clock runs again."""
        self._check_state("waiting")
        self._end_wait()
        self._move("in_progress", "handle", note=self.env._("Goes on"))

    def action_ask(self, kind="done"):
        """Open the dialog that asks for what a move needs: a reason, a result, a rating.

        :param str kind: ``wait``, ``done``, ``on_spot``, ``refuse``, ``return``, ``cancel``,
            ``reopen`` or ``satisfaction``
        :raises UserError: for any other word
        """
        self.check_access("write")
        kinds = dict(
            self.env["community.request.move"]._fields["kind"]._description_selection(self.env)
        )
        if kind not in kinds:
            raise UserError(self.env._("“%(kind)s” is no move of a request.", kind=kind))
        return {
            "type": "ir.actions.act_window",
            "name": kinds[kind],
            "res_model": "community.request.move",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_request_ids": self.ids, "default_kind": kind},
        }

    # moves, called by the dialog

    def _wait(self, reason):
        """Stop the clock: something is awaited that the community cannot hurry."""
        self._check_state("accepted", "in_progress", "reopened")
        self._begin_wait(reason)
        self._move("waiting", "handle", note=reason, wait_reason=reason)

    def _finish(self, result):
        """Close with a result; merged requests and the need behind close with it."""
        self._check_state(*RUNNING, "waiting")
        self._check_referrals_answered()
        self.filtered(lambda request: request.state == "waiting")._end_wait()
        result = (result or "").strip()
        if not result:
            raise UserError(
                self.env._(
                    "%(request)s: write what became of it before it is closed.",
                    request=self[:1].display_name,
                )
            )
        self._move(
            "done",
            "deliver",
            note=result[:200],
            result=result,
            date_closed=fields.Date.context_today(self),
        )
        (self | self.merged_ids)._close_need(result)
        self.activity_unlink(["community_service.mail_activity_request", HANDED])

    def _solve_on_spot(self, result):
        """Accept and close in one go what was solved while the person was there."""
        # Nothing is waited for: what was solved while the person was there needed no paper.
        self._accept()
        # Set by this move alone, like the state.
        self.sudo()._set_closed(is_solved_on_spot=True)
        self._finish(result)

    def _end_without(self, state, reason):
        """Refuse, return or cancel with a reason that the person can be told."""
        self._check_state(*OPEN)
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "%(request)s: give the reason that the person will be told.",
                    request=self[:1].display_name,
                )
            )
        self.filtered(lambda request: request.state == "waiting")._end_wait()
        self._move(
            state,
            "handle",
            note=reason,
            close_reason=reason,
            date_closed=fields.Date.context_today(self),
        )
        (self | self.merged_ids)._close_need(reason, is_met=False)
        self.activity_unlink(["community_service.mail_activity_request", HANDED])

    def _reopen(self, reason):
        """Open closed requests again: the result did not hold, or the person objects."""
        self._check_state(*CLOSED)
        for request in self | self.merged_ids:
            # Closed to direct writes; the clock starts anew, and so do its warnings.
            request.sudo()._set_closed(
                state="reopened",
                date_closed=False,
                satisfaction=False,
                close_reason=reason,
                date_reopened=fields.Date.context_today(self),
                date_accepted=request.date_accepted or fields.Date.context_today(self),
                escalation_levels=False,
            )
        self._log_step("handle", note=reason)
        (self | self.merged_ids)._reopen_need()

    def _move(self, state, step, note="", **values):
        self.check_access("write")
        values["wait_reason"] = values.get("wait_reason", False)
        # State and days are closed to direct writes; right and state were checked by the caller.
        (self | self.merged_ids).sudo()._set_closed(state=state, **values)
        self._log_step(step, note=note)

    def _log_step(self, kind, note="", once=False):
        """Add a step to the log.

        :param bool once: not again for requests that have a step of this kind
        """
        requests = self
        if once:
            requests = self.filtered(lambda request: kind not in request.step_ids.mapped("kind"))
        # The log is written by the program alone.
        self.env["community.request.step"].sudo().create(
            [
                {"request_id": request.id, "kind": kind, "note": note, "user_id": self.env.uid}
                for request in requests
            ]
        )

    def _check_state(self, *states, why=None):
        for request in self.filtered("merged_into_id"):
            raise UserError(
                self.env._(
                    "%(request)s has been merged into %(main)s and follows it: act there.",
                    request=request.number,
                    main=request.merged_into_id.number,
                )
            )
        return super()._check_state(*states, why=why)

    def _state_sentence(self, state, needed):
        return self.env._(
            "%(request)s is “%(state)s”: this is possible only when it is %(states)s.",
            request=self.display_name,
            state=state,
            states=self.env._(" or ").join(f"“{label}”" for label in needed),
        )

    # papers

    @api.depends("material_ids.state")
    @api.depends_context("uid")
    def _compute_missing_count(self):
        missing = [("state", "=", "missing")]
        self._count_links("missing_count", "community.request.material", "request_id", missing)

    def _list_materials(self):
        """Put the papers of the item on the list; those entered by hand stay."""
        Material = self.env["community.request.material"]
        stale = self.material_ids.filtered(
            lambda line: (
                line.material_id
                and line.state == "missing"
                and line.material_id.item_id != line.request_id.item_id
            )
        )
        # The list follows the item for whoever may write the request.
        stale.sudo().unlink()
        values = []
        for request in self.filtered("item_id"):
            listed = request.material_ids.material_id
            values += [
                {
                    "request_id": request.id,
                    "material_id": material.id,
                    "sequence": material.sequence,
                    "name": material.name,
                    "note": material.note,
                    "late_reason": request.date_told and self.env._("The item was changed."),
                    "state": "missing" if material.is_required else "not_needed",
                }
                for material in request.item_id.material_ids - listed
            ]
        Material.sudo().create(values)

    def action_tell_missing(self):
        """Print the list of all missing papers, told once, and stop the clock until they come."""
        self.ensure_one()
        self.check_access("write")
        if not self.missing_count:
            raise UserError(
                self.env._("%(request)s: no paper is missing.", request=self.display_name)
            )
        if not self.date_told:
            self._set_closed(date_told=fields.Date.context_today(self))
        if self.state in ("accepted", "in_progress", "reopened"):
            self._wait(self.env._("Missing papers"))
        return self.env.ref("community_service.community_request_report_missing").report_action(
            self
        )

    # Good examples: what was done well and may be told, with the person's consent.

    def action_publish(self):
        """Mark good examples as published (Personal Information Protection Law, art. 25).

        :raises UserError: without a story, or without the person's consent
        """
        self.check_access("write")
        for request in self:
            if not request.is_exemplary or not (request.example_text or "").strip():
                raise UserError(
                    self.env._(
                        "%(request)s: mark it as exemplary and write its story without names.",
                        request=request.display_name,
                    )
                )
            if not request.date_consent or not (request.consent_note or "").strip():
                raise UserError(
                    self.env._(
                        "%(request)s: enter when and how the person consented to the publication.",
                        request=request.display_name,
                    )
                )
        self._set_closed(is_published=True)

    def _masked_story(self):
        """Return the story of an example with names of its people and long numbers masked."""
        self.ensure_one()
        # sudo: the names of the home are looked up so that none of them is shown.
        own = self.sudo()
        people = own.resident_id | own.household_id.residency_ids.resident_id
        names = {*people.mapped("name"), own.contact_name}
        story = mask_numbers(self.example_text or "")
        for name in sorted(filter(None, names), key=len, reverse=True):
            if len(name) > 1:
                story = story.replace(name, mask_name(name, outside=True))
        return story.strip()

    def action_unpublish(self):
        """Take examples back: a consent may be withdrawn at any time (PIPL art. 15)."""
        self.check_access("write")
        self._set_closed(is_published=False)
