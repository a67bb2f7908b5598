from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .community_party_step_record import ACCEPTANCE, CONVERSION, CONVERSION_APPROVAL

MANAGER = "community_party.group_party_manager"

OFFICER = "community_party.group_party_officer"

TYPED = ("due_count", "present_count", "yes_count", "written_count", "written_yes_count")


class CommunityPartyStepRecord(models.Model):
    _inherit = "community.party.step.record"

    resolution_id = fields.Many2one(
        "community.party.resolution",
        "Resolution of the meeting",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        domain="[('member_id', '=', member_id), ('kind', '=', 'admission'),"
        " ('state', '!=', 'draft')]",
        help="Day and votes are taken from it; the members due are the denominator.",
    )

    _resolution_uniq = models.UniqueIndex(
        "(resolution_id) WHERE resolution_id IS NOT NULL AND state <> 'withdrawn'",
        "This resolution is the vote of another step already.",
    )

    def action_record(self):
        """Record due steps with what was filled in; the person's stage and dates follow.

        :raises UserError: naming each rule that the step would break, unless a manager wrote a
            reason; and always for votes that cannot be or for a day to come
        :raises AccessError: for a step of the committee above to whoever is no Party officer
        """
        self.check_access("write")
        for record in self.sorted("step_sequence"):
            record._record()
        return True

    def _record(self):
        if self.state != "open":
            raise UserError(self.env._("%(record)s is not due.", record=self.display_name))
        user = self.env.user
        above = self.step_id.level == "above" or self.is_carried
        if above and not (self.env.su or user.has_group(OFFICER)):
            raise AccessError(
                self.env._(
                    "%(record)s is taken above the branch, or elsewhere: a Party officer records "
                    "it.",
                    record=self.display_name,
                )
            )
        if impossible := self._impossible():
            raise UserError(impossible)
        broken = self._rule_breaks()
        reason = (self.override_reason or "").strip()
        if broken and not reason:
            raise UserError(
                "\n".join(
                    [
                        *broken,
                        self.env._("A manager may record it all the same, with a reason."),
                    ]
                )
            )
        if broken and not user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "%(record)s is against the rules: only a manager records it, with the reason.",
                    record=self.display_name,
                )
            )
        # These fields are the program's own: the checks above stand before them.
        self.sudo()._set_closed(
            state="done",
            user_id=user.id,
            decided_by=self.decided_by or user.name,
            rule_text=self._rule_words(),
            rule_breaks="\n".join(broken) or False,
            override_user_id=user.id if broken else False,
            override_reason=reason or False,
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.sudo()._apply()

    def _rule_words(self):
        """Return the edition that the step was judged by, in words that are kept."""
        if not self.rule_id:
            return self._sentence_not_yet()
        done, _presumed = self.member_id._steps_done()
        limit, _last, _never = self.member_id._step_limit(self.step_id, done)
        return self.rule_id._rule_text(limit)

    def _apply(self):
        """Carry what was recorded to the person: stage, probation, standing, what comes next."""
        member = self.member_id
        number = self.step_number
        rounds = member.step_record_ids.filtered(
            lambda r: r.state == "done" and not r.is_superseded
        )
        decision = rounds.filtered(
            lambda r: r.step_number == CONVERSION and r.result != "refused"
        ).result
        if number == CONVERSION_APPROVAL and self.result == "passed":
            if decision == "extend":
                # The next round begins with a new request when the extension ends.
                rounds.filtered(
                    lambda r: CONVERSION - 1 <= r.step_number <= CONVERSION_APPROVAL
                ).is_superseded = True
            elif decision == "cancel":
                member.status = "removed"
        member._follow_steps()
        member._plan_steps()
        if number == ACCEPTANCE and self.result == "passed":
            # Cultivation ends with the vote; checks due later were made when this was entered late.
            member.check_ids.filtered(
                lambda check: check.state == "open" and check.date_due > self.date
            ).unlink()
        if number in (5, 6):
            member._propose_checks()

    def action_withdraw(self, reason=None):
        """Take back a step that was recorded by mistake; it is due again.

        :param str reason: why; the button asks for it in *Reason against the rules*
        :raises AccessError: to whoever is no manager
        :raises UserError: without a reason, or while a later step builds on it
        """
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(self.env._("Only a manager withdraws a step that was recorded."))
        for record in self:
            record._withdraw((reason or "").strip())
        return True

    def _withdraw(self, reason):
        if self.state != "done" or self.is_superseded:
            raise UserError(self.env._("%(record)s cannot be withdrawn.", record=self.display_name))
        if not reason:
            raise UserError(
                self.env._(
                    "%(record)s: say why it is withdrawn; the reason is kept.",
                    record=self.display_name,
                )
            )
        later = self.member_id.step_record_ids.filtered(
            lambda r: r.state == "done" and self.step_id in r.rule_id.after_ids
        )
        if later and self.result != "refused":
            raise UserError(
                self.env._(
                    "%(record)s cannot be withdrawn while %(later)s builds on it: withdraw that "
                    "one first.",
                    record=self.display_name,
                    later=later[0].display_name,
                )
            )
        # As in _record: the state is the program's own.
        self.sudo()._set_closed(state="withdrawn", override_reason=reason)
        self.sudo().member_id._follow_steps()
        self.sudo().member_id._plan_steps()

    def _impossible(self):
        """Return the sentence about what no reason can excuse, or False."""
        today = fields.Date.context_today(self)
        values = {"record": self.display_name, "date": self.date}
        if not self.date:
            return self.env._("%(record)s: enter the day on which it was taken.", **values)
        if self.date > today:
            return self.env._(
                "%(record)s: %(date)s is still to come. Record it on that day.", **values
            )
        if self.result in ("extend", "cancel") and self.step_number != CONVERSION:
            return self.env._(
                "%(record)s: probation is extended or ended at step %(step)s only.",
                step=CONVERSION,
                **values,
            )
        return (
            self._impossible_extension()
            or self._impossible_vote()
            or self._impossible_resolution()
            or self._impossible_notice()
            or self._impossible_delay()
        )

    def _impossible_extension(self):
        if self.result != "extend":
            return False
        Parameter = self.env["community.parameter"]
        least = Parameter._whole("party_extension_least_months", self.company_id, self.date)
        most = Parameter._whole("party_extension_most_months", self.company_id, self.date)
        if self.member_id.extension_months:
            return self.env._(
                "%(record)s: probation was extended by %(months)s months already, and only once: "
                "confirm or cancel.",
                record=self.display_name,
                months=self.member_id.extension_months,
            )
        if not least <= self.extension_months <= most:
            return self.env._(
                "%(record)s: an extension of %(months)s months is not possible; it lasts from "
                "%(least)s to %(most)s months.",
                record=self.display_name,
                months=self.extension_months,
                least=least,
                most=most,
            )
        return False

    # The vote of a step is the resolution of the meeting: its day and numbers are not typed
    # again.
    #
    # Numbers are typed only for a meeting that is not kept here. A step cannot be recorded as
    # agreed
    # to against a resolution on the person that was not carried.

    @api.onchange("resolution_id")
    def _onchange_resolution_id(self):
        if self.resolution_id:
            self.update(self._votes_of(self.resolution_id))

    @api.model
    def _votes_of(self, resolution):
        """Return the values of a step that a decided resolution gives."""
        lines = resolution.activity_id.due_ids
        values = {
            "date": resolution.date,
            "decided_by": resolution.activity_id.display_name,
            "due_count": resolution.due_count,
            "present_count": resolution.present_count,
            "yes_count": resolution.yes_count - resolution.written_yes_count,
            "written_count": len(
                lines.filtered(lambda x: x.is_due and x.has_vote and x.has_opinion)
            ),
            "written_yes_count": resolution.written_yes_count,
        }
        if resolution.state == "rejected":
            values["result"] = "refused"
        return values

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_votes(vals) for vals in vals_list])

    def write(self, vals):
        if vals.get("resolution_id"):
            return super().write(self._with_votes(vals))
        changed = [] if "resolution_id" in vals else [name for name in TYPED if name in vals]
        for record in self if changed else self.browse():
            if record.resolution_id and any(record[name] != vals[name] for name in changed):
                raise UserError(
                    self.env._(
                        "%(record)s: its votes are those of “%(resolution)s” (%(result)s): count "
                        "again there, or take the resolution out here.",
                        record=record.display_name,
                        resolution=record.resolution_id.name,
                        result=record.resolution_id.result,
                    )
                )
        return super().write(vals)

    @api.model
    def _with_votes(self, vals):
        if not vals.get("resolution_id"):
            return vals
        resolution = self.env["community.party.resolution"].browse(vals["resolution_id"])
        given = self._votes_of(resolution)
        # What was found on a step is said by whoever records it; day and votes are the meeting's.
        said = {name: vals[name] for name in ("result", "decided_by") if vals.get(name)}
        return {**vals, **given, **said}

    def _impossible_resolution(self):
        """Return the sentence about a step that goes against the meeting's resolution, or False."""
        if not self.step_id.has_vote or self.is_carried:
            return False
        resolution = self.resolution_id or self._resolutions_of_the_day()[:1]
        if not resolution:
            return False
        values = {
            "record": self.display_name,
            "resolution": resolution.name,
            "result": resolution.result,
            "date": resolution.date,
        }
        if resolution.kind != "admission" or resolution.member_id != self.member_id:
            return self.env._(
                "%(record)s: “%(resolution)s” is no vote on this person: choose the resolution "
                "about the person in the file.",
                **values,
            )
        if resolution.state == "draft":
            return self.env._(
                "%(record)s: “%(resolution)s” of %(date)s has not been decided: decide it at the "
                "meeting first.",
                **values,
            )
        if resolution.state == "rejected" and self.result != "refused":
            return self.env._(
                "%(record)s: the meeting of %(date)s did not carry “%(resolution)s” (%(result)s): "
                "record it as not agreed, or vote again at another meeting.",
                **values,
            )
        if resolution.state == "passed" and self.result == "refused":
            return self.env._(
                "%(record)s: the meeting of %(date)s carried “%(resolution)s” (%(result)s): record "
                "what it decided.",
                **values,
            )
        if self.date != resolution.date:
            return self.env._(
                "%(record)s: the meeting was on %(date)s, not on %(day)s: the day of the meeting "
                "counts.",
                day=self.date,
                **values,
            )
        return False

    def _late_before(self, day):
        """Return the names of steps that come before this one and were taken after ``day``.

        That none is missing is seen when the step is due, and again when it is recorded.
        """
        done, _presumed = self.member_id._steps_done()
        before = self.step_id._rule_on(day).after_ids
        return [step.display_name for step in before if done.get(step.number, day) > day]

    def _resolutions_of_the_day(self):
        """Return the votes on the person held on the day of this step, the last first."""
        # A vote stands whoever keeps the meeting.
        return (
            self.env["community.party.resolution"]
            .sudo()
            .search(
                [
                    ("member_id", "=", self.member_id.id),
                    ("kind", "=", "admission"),
                    ("date", "=", self.date),
                ],
                order="id desc",
            )
            .with_env(self.env)
        )
