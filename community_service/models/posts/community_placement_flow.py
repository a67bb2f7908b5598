from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.trusted import trusted
from .community_post import HELD


class CommunityPlacement(models.Model):
    """Steps of a placement, and what refuses one with a sentence."""

    _inherit = "community.placement"

    @api.constrains("resident_id", "date_from", "date_to", "state")
    def _check_overlap(self):
        """Say who holds what; the database refuses it in any case."""
        for placement in self.filtered(lambda line: line.state in HELD):
            if placement.date_to and placement.date_to < placement.date_from:
                # Refused by the database in its own sentence; a range turned round is no range.
                continue
            # Raw SQL without a flush: written first, the overlap would be refused below without
            # names. The other placement counts whoever wrote it.
            self.env.cr.execute(
                """SELECT id FROM community_placement
                    WHERE resident_id = %s AND id <> %s AND state IN %s
                      AND daterange(date_from, date_to, '[]') && daterange(%s, %s, '[]') LIMIT 1""",
                [
                    placement.resident_id.id,
                    placement.id,
                    HELD,
                    placement.date_from,
                    placement.date_to or None,
                ],
            )
            other = self.sudo().browse([row[0] for row in self.env.cr.fetchall()])
            if other:
                raise UserError(
                    self.env._(
                        "%(person)s would hold two posts at once: “%(other)s” runs %(span)s. End "
                        "that placement first, or begin after it.",
                        person=placement.resident_id.name,
                        other=other.post_id.name or other.job or other.display_name,
                        span=other._span(),
                    )
                )

    @api.constrains("post_id", "date_from", "date_to", "state")
    def _check_seats(self):
        for placement in self.filtered(lambda line: line.state in HELD and line.post_id):
            post = placement.post_id
            if placement.date_from < post.date_open:
                raise UserError(
                    self.env._(
                        "%(person)s cannot begin on %(date)s: “%(post)s” opens on %(open)s. "
                        "Correct one of the two days.",
                        person=placement.resident_id.name,
                        date=placement.date_from,
                        post=post.name,
                        open=post.date_open,
                    )
                )
        self.post_id._check_placements()

    @api.constrains("date_to", "date_subsidy_end", "state")
    def _check_term(self):
        for placement in self.filtered(lambda line: line.kind == "post" and line.state in HELD):
            end, retires = placement.date_subsidy_end, placement.date_retirement
            if retires and retires <= placement.date_from:
                raise UserError(
                    self.env._(
                        "%(person)s reaches retirement age on %(date)s and cannot begin in a "
                        "welfare post after that. Check the birth date, or choose another kind.",
                        person=placement.resident_id.name,
                        date=retires,
                    )
                )
            if end and placement.date_to and placement.date_to > end:
                raise UserError(
                    self.env._(
                        "%(person)s: the subsidy of a welfare post runs until %(end)s, three years "
                        "or until a near retirement; %(date)s is later. Choose an earlier end.",
                        person=placement.resident_id.name,
                        end=end,
                        date=placement.date_to,
                    )
                )

    @api.constrains("special_reason", "post_id", "state")
    def _check_second_time(self):
        posts = self.filtered(lambda line: line.kind == "post" and line.state in HELD)
        # sudo: an earlier post counts, also one of another grid or time.
        earlier = self.sudo().search(
            [
                ("resident_id", "in", posts.resident_id.ids),
                ("kind", "=", "post"),
                ("state", "in", HELD),
            ]
        )
        for placement in posts.sudo():
            before = earlier.filtered(
                lambda line, this=placement: (
                    line.resident_id == this.resident_id and line.date_from < this.date_from
                )
            )
            if before and not (placement.special_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(person)s has held a welfare post before (%(post)s, %(span)s): a second "
                        "one is a special case, give its reason.",
                        person=placement.resident_id.name,
                        post=before[0].post_id.name,
                        span=before[0]._span(),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        for placement in self:
            if placement.state in HELD:
                raise UserError(
                    self.env._(
                        "%(placement)s is part of the record: end it with a reason instead.",
                        placement=placement.display_name,
                    )
                )

    def action_place(self):
        """Decide proposed placements; the register says from that day on that the person works.

        :raises UserError: when it is not decided why a post goes to this person, or rules forbid
        """
        self._check_state("proposed")
        for placement in self:
            if placement.kind == "post" and placement.hard_kind in (False, "none"):
                raise UserError(
                    self.env._(
                        "A welfare post is for people hard to place: decide why %(person)s is one "
                        "(proposed: %(reasons)s), or choose another kind.",
                        person=placement.resident_id.name,
                        reasons=placement.hard_proposal or self.env._("nothing"),
                    )
                )
        self._set_closed(decided_by_id=self.env.uid, date_decided=fields.Date.context_today(self))
        self._set_closed(state="active")
        self._tell_register()

    def _tell_register(self):
        """Let the register know from which day these people work."""
        today = fields.Date.context_today(self)
        for placement in self:
            work = "employed" if placement.kind in ("post", "employer") else "flexible"
            runs = placement.date_from <= today and (
                not placement.date_to or placement.date_to >= today
            )
            if runs and placement.resident_id.employment not in ("employed", "flexible"):
                # sudo: only code may say from which day a fact holds, and why.
                writer = placement.resident_id.sudo().with_context(
                    **trusted(
                        community_fact={
                            "kind": "change",
                            "date": placement.date_from,
                            "reason": placement.display_name,
                        }
                    )
                )
                writer.write({"employment": work})

    def action_end(self):
        """End placements today, or on the earlier day they end, for the reason on the form."""
        self._check_state("active")
        today = fields.Date.context_today(self)
        for placement in self:
            if not placement.end_reason:
                raise UserError(
                    self.env._(
                        "Choose first why %(placement)s ends.", placement=placement.display_name
                    )
                )
            if placement.date_from > today:
                raise UserError(
                    self.env._(
                        "%(placement)s begins on %(date)s and cannot have ended: cancel it.",
                        placement=placement.display_name,
                        date=placement.date_from,
                    )
                )
            end = min(filter(None, (placement.date_to, today)))
            placement._set_closed(date_to=end, state="ended")

    def action_cancel(self):
        """Cancel placements that came to nothing."""
        self._check_state("proposed", "active")
        self._set_closed(state="cancelled")

    def _check_state(self, *states, why=None):
        self.check_access("write")
        return super()._check_state(*states, why=why)

    def _state_sentence(self, state, needed):
        return self.env._(
            "%(placement)s is “%(state)s”: this step does not fit it. Reload the page and look "
            "again.",
            placement=self.display_name,
            state=state,
        )

    def _end_after_death(self, farewell):
        """Let the placement end with the day of the death; what never began is cancelled."""
        day = farewell.date
        coming = self.filtered(lambda line: line.state == "proposed" or line.date_from > day)
        coming.action_cancel()
        for placement in self - coming:
            placement.write({"end_reason": "died", "date_to": day})
            placement.action_end()

    @api.model
    def _cron_warn_subsidy(self):
        """Remind the officer once, before the subsidy of a post ends.

        Of one that ended while the job did not run, the officer learns afterwards.
        """
        name = "community_service.ir_cron_warn_subsidy"
        with self.env["community.daily.job"]._catching_up(name) as days:
            missed = Domain("state", "=", "active") & Domain("date_subsidy_end", "in", days)
            ending = self.search(
                Domain("is_warned", "=", False) & (Domain("is_subsidy_ending", "=", True) | missed)
            )
            for placement in ending:
                placement.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=placement.date_subsidy_end,
                    summary=self.env._("The subsidy of a welfare post ends"),
                    user_id=placement._person_in_charge().id or self.env.uid,
                )
            ending._set_closed(is_warned=True)
