from odoo import api, models

from odoo.addons.community_service.tools.said_day import local_day

from ...tools.admission import Term, is_of_age, is_trained, month_later, term_end, workdays_run
from ...tools.voting import is_passed, is_valid
from .community_party_step_record import APPLICATION


class CommunityPartyStepRecord(models.Model):
    _inherit = "community.party.step.record"

    def _rule_breaks(self):
        """Return a sentence for each rule that recording this step now would break.

        :return: list of str; a manager may record the step all the same, with a reason
        """
        self.ensure_one()
        if self.is_carried or self.result == "refused":
            # A refusal needs no waiting time; what was done elsewhere was judged there.
            return []
        if not self.rule_id:
            return [self._sentence_not_yet()]
        checks = (
            self._break_order,
            self._break_dates,
            self._break_rejoin,
            self._break_age,
            self._break_notice,
            self._break_training,
            self._break_people,
            self._break_checks,
            self._break_stay,
            self._break_archive,
        )
        return [sentence for check in checks if (sentence := check())]

    def _values(self, **values):
        return {"record": self.display_name, "date": self.date, **values}

    def _sentence_not_yet(self):
        return self.env._(
            "%(record)s: the rules know this step from %(since)s on only; on %(date)s nothing of "
            "the kind was asked for.",
            **self._values(since=self.step_id._since()),
        )

    def _break_order(self):
        done, presumed = self.member_id._steps_done()
        missing = self.rule_id.after_ids.filtered(
            lambda step: step.number not in done and step.number not in presumed
        )
        if missing:
            return self.env._(
                "%(record)s comes after step %(missing)s, which has not been recorded.",
                **self._values(missing=missing.sorted("sequence")[0].display_name),
            )
        return False

    def _break_dates(self):
        done, _presumed = self.member_id._steps_done()
        rule, wait = self.rule_id, self.rule_id.wait_step_id
        for before in rule.after_ids:
            if before.number in done and self.date < done[before.number]:
                return self.env._(
                    "%(record)s cannot be taken on %(date)s, before step %(before)s of %(day)s.",
                    **self._values(before=before.mark, day=done[before.number]),
                )
        if wait and wait.number not in done:
            return self.env._(
                "%(record)s waits %(term)s from step %(wait)s, whose day is not known: "
                "enter that step first, as taken elsewhere if it was.",
                **self._values(term=rule._term_words(rule._wait()), wait=wait.mark),
            )
        first = self.member_id._first_day(rule, done)
        if first and self.date < first:
            return self.env._(
                "%(record)s cannot be taken on %(date)s: it waits %(term)s from step "
                "%(wait)s, so not before %(first)s.",
                **self._values(term=rule._term_words(rule._wait()), wait=wait.mark, first=first),
            )
        return self._break_limit(done)

    def _break_limit(self, done):
        """Return the sentence about a binding limit, or the longest time, that has passed."""
        limit, last, never = self.member_id._step_limit(self.step_id, done)
        step = limit.limit_step_id.mark
        if limit.limit_kind == "strict" and self.date > last:
            return self.env._(
                "%(record)s was due within %(term)s of step %(limit)s, by %(last)s, and "
                "was taken on %(date)s.",
                **self._values(term=limit._term_words(limit._limit()), limit=step, last=last),
            )
        if never and self.date > never:
            return self.env._(
                "%(record)s: no reason prolongs it over %(most)s months after step %(limit)s, "
                "until %(never)s; it was taken on %(date)s.",
                **self._values(most=limit.limit_most_months, limit=step, never=never),
            )
        return False

    def _impossible_delay(self):
        """Return the sentence that asks why a step took longer than is normal, or False."""
        if self.is_carried or self.result == "refused" or (self.delay_reason or "").strip():
            return False
        done, _presumed = self.member_id._steps_done()
        limit, last, _never = self.member_id._step_limit(self.step_id, done)
        if limit.limit_kind != "reason" or self.date <= last:
            return False
        return self.env._(
            "%(record)s is normally taken within %(term)s of step %(limit)s, by %(last)s, and was "
            "taken on %(date)s: write under “Why it took longer” what the special case was.",
            **self._values(
                term=limit._term_words(limit._limit()), limit=limit.limit_step_id.mark, last=last
            ),
        )

    # the public notice

    @api.depends("rule_id", "date_notice", "date", "notice_place", "notice_result", "company_id")
    def _compute_notice(self):
        labels = dict(self._fields["notice_result"]._description_selection(self.env))
        for record in self:
            days, start = record.rule_id.notice_workdays, record.date_notice
            record.date_notice_end = start and days and record._notice_end()
            parts = [
                start
                and record.env._(
                    "notice from %(from)s to %(to)s",
                    **{
                        "from": local_day(record.env, start),
                        "to": local_day(record.env, record.date or record.date_notice_end),
                    },
                ),
                start and record.notice_place,
                start and labels.get(record.notice_result),
            ]
            record.notice_text = record.env._(", ").join(filter(None, parts)) or False

    def _notice_end(self):
        """Return the last working day for which the notice stands at least."""
        exceptions = self.member_id._calendar()
        return term_end(self.date_notice, Term(0, self.rule_id.notice_workdays), exceptions)

    def _break_notice(self):
        least = self.rule_id.notice_workdays
        if not least:
            return False
        if not self.date_notice:
            return self.env._(
                "%(record)s: enter the day on which the notice was put up; it stands at least "
                "%(least)s working days.",
                **self._values(least=least),
            )
        if self.date < self._notice_end():
            exceptions = self.member_id._calendar()
            return self.env._(
                "%(record)s: the notice of %(start)s stood for %(days)s working days until "
                "%(date)s; at least %(least)s are asked for, until %(last)s.",
                **self._values(
                    start=self.date_notice,
                    days=workdays_run(self.date_notice, self.date, exceptions),
                    least=least,
                    last=self._notice_end(),
                ),
            )
        if self.notice_result == "upheld":
            return self.env._(
                "%(record)s: an objection stands, so the step is not agreed to: choose “Not "
                "agreed” as the result, or correct what became of the objections.",
                **self._values(),
            )
        return False

    def _impossible_notice(self):
        """Return the sentence about objections that nobody noted, or False."""
        if self.is_carried or not self.rule_id.notice_workdays:
            return False
        if not self.notice_result:
            return self.env._(
                "%(record)s: say under “Objections” whether there were any.", **self._values()
            )
        if self.notice_result != "none" and not (self.note or "").strip():
            return self.env._(
                "%(record)s: write under “What was found” what was objected and what the branch "
                "found.",
                **self._values(),
            )
        return False

    def _break_rejoin(self):
        """Return the sentence about an application within the years after a removal, or False."""
        if self.step_number != APPLICATION:
            return False
        member = self.member_id
        decision, first = self.env["community.party.membership.decision"]._bar_of(
            member.partner_id, member.resident_id, member.company_id
        )
        if not first or not decision.date <= self.date < first:
            return False
        return self.env._(
            "%(record)s: the person left the Party by the decision of %(day)s and may apply again "
            "from %(first)s.",
            **self._values(day=decision.date, first=first),
        )

    def _break_age(self):
        age = self.rule_id.least_age
        birth = self.member_id.birth_date
        if age and birth and not is_of_age(birth, self.date, age):
            return self.env._(
                "%(record)s: the person is %(age)s on %(day)s at the earliest.",
                **self._values(age=age, day=month_later(birth, 12 * age)),
            )
        return False

    def _break_training(self):
        step = self.rule_id
        if not step.least_training_days or is_trained(
            self.training_days,
            self.training_hours,
            step.least_training_days,
            step.least_training_hours,
        ):
            return False
        return self.env._(
            "%(record)s: %(days)g days and %(hours)g hours of training are entered; %(least)s "
            "days or %(least_hours)g hours are asked for.",
            **self._values(
                days=self.training_days,
                hours=self.training_hours,
                least=step.least_training_days,
                least_hours=step.least_training_hours,
            ),
        )

    def _break_people(self):
        kind, rule = self.step_id.people_kind, self.rule_id
        if not kind:
            return False
        lines = self.member_id.mentor_ids.filtered(
            lambda line: line.kind == kind and not line.date_to
        )
        for line in lines:
            if reason := line._why_not():
                return reason
        if rule.people_least <= len(lines) <= rule.people_most:
            return False
        return self.env._(
            "%(record)s: %(count)s full members are named, %(least)s to %(most)s are asked for.",
            **self._values(count=len(lines), least=rule.people_least, most=rule.people_most),
        )

    def _break_checks(self):
        if not self.rule_id.needs_checks:
            return False
        checks = self.member_id.check_ids
        open_check = checks.filtered(lambda c: c.state == "open" and c.date_due <= self.date)[:1]
        if open_check:
            return self.env._(
                "%(record)s: the check of %(day)s is still open; close it first.",
                **self._values(day=open_check.date_due),
            )
        if not checks.filtered(lambda c: c.state == "done"):
            return self.env._(
                "%(record)s: no half-yearly check has been recorded yet.", **self._values()
            )
        return False

    def _break_stay(self):
        months = self.rule_id.stay_months
        if months and self.date_leaving and self.date_leaving < month_later(self.date, months):
            return self.env._(
                "%(record)s: the person leaves on %(leaving)s, within %(months)s months; the unit "
                "that takes the person in goes on with the admission.",
                **self._values(leaving=self.date_leaving, months=months),
            )
        return False

    def _break_archive(self):
        if self.step_id != self.env["community.party.step"]._all()[-1:]:
            return False
        if missing := self.member_id._archive_missing():
            return self.env._(
                "%(record)s: the file still lacks %(papers)s.",
                **self._values(papers=self.env._(", ").join(missing.mapped("name"))),
            )
        return False

    # votes

    @api.depends(
        "has_vote", "due_count", "present_count", "yes_count", "written_count", "written_yes_count"
    )
    def _compute_vote_text(self):
        for record in self:
            record.is_passed = record.vote_text = False
            if not record.has_vote or record._vote_numbers_wrong():
                continue
            yes = record.yes_count + record.written_yes_count
            valid, carried = record._vote_judged()
            record.is_passed = valid and carried
            if not valid:
                text = record.env._("%(present)s of %(due)s due present: the meeting is not valid")
            elif carried:
                text = record.env._("%(yes)s yes of %(due)s due: carried")
            else:
                text = record.env._("%(yes)s yes of %(due)s due: not carried")
            record.vote_text = text % {
                "present": record.present_count,
                "due": record.due_count,
                "yes": yes,
            }

    def _vote_judged(self):
        """Return (the meeting was valid, the vote was carried) by the rule of admissions."""
        voices = self.present_count + self.written_count
        yes = self.yes_count + self.written_yes_count
        share = self.env["community.parameter"]._quorum_share(
            "admission", self.company_id, self.date
        )
        return (
            is_valid("admission", self.due_count, self.present_count, share),
            is_passed("admission", self.due_count, voices, yes, share),
        )

    def _vote_numbers_wrong(self):
        """Return the sentence about votes that cannot be counted like this, or False."""
        values = {
            "record": self.display_name,
            "due": self.due_count,
            "present": self.present_count,
            "yes": self.yes_count,
            "written": self.written_count,
            "written_yes": self.written_yes_count,
        }
        if not self.due_count:
            return self.env._("%(record)s: enter how many members were due.", **values)
        if self.present_count + self.written_count > self.due_count:
            return self.env._(
                "%(record)s: %(present)s present and %(written)s written opinions are more than "
                "the %(due)s members due. Count again.",
                **values,
            )
        if self.yes_count > self.present_count or self.written_yes_count > self.written_count:
            return self.env._(
                "%(record)s: %(yes)s yes of %(present)s present, %(written_yes)s of %(written)s in "
                "writing: more votes than voters. Count again.",
                **values,
            )
        return False

    def _impossible_vote(self):
        if not self.step_id.has_vote or self.is_carried:
            return False
        if wrong := self._vote_numbers_wrong():
            return wrong
        valid, carried = self._vote_judged()
        if not valid:
            return self.env._(
                "%(record)s: %(present)s of %(due)s members due were present; more than half are "
                "needed, so the meeting decided nothing. Hold it again.",
                record=self.display_name,
                present=self.present_count,
                due=self.due_count,
            )
        yes = self.yes_count + self.written_yes_count
        if carried and self.result == "refused" or not carried and self.result != "refused":
            return self.env._(
                "%(record)s: %(yes)s yes of %(due)s members due (more than half of those due are "
                "needed) does not go with the result entered. Correct the votes or the result.",
                record=self.display_name,
                yes=yes,
                due=self.due_count,
            )
        return False
