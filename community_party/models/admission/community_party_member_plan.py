from odoo import fields, models

from ...tools.admission import earliest, latest
from .community_party_member_admission import STAGES
from .community_party_step_record import ACCEPTANCE, CONVERSION, CONVERSION_APPROVAL

HERE = ("normal", "mobile")


class CommunityPartyMember(models.Model):
    """What was done on the way in, what follows from it, and what is due next."""

    _inherit = "community.party.member"

    # what is done

    def _live_records(self):
        return self.step_record_ids.filtered(
            lambda r: r.state == "done" and r.result != "refused" and not r.is_superseded
        )

    def _steps_done(self):
        """Return (dict step number -> its day, numbers presumed by the stage of the person)."""
        self.ensure_one()
        done = {record.step_number: record.date for record in self._live_records()}
        if self.date_probation:
            done.setdefault(ACCEPTANCE, self.date_probation)
        entry = self.entry_stage or self.stage
        steps = self.env["community.party.step"]._all()
        rank = STAGES.index(entry)
        given = steps.filtered(lambda s: s.gives_stage and STAGES.index(s.gives_stage) <= rank)
        limit = max(given.mapped("number"), default=0) if rank else 0
        return done, {step.number for step in steps if step.number <= limit}

    def _step_dates(self, step):
        """Return (first day, last day) of a step by the rules; None where nothing binds."""
        done, _presumed = self._steps_done()
        after = [number for number in step.after_ids.mapped("number") if number in done]
        waits = []
        if step.wait_step_id:
            extra = self.extension_months if step.wait_step_id.number == ACCEPTANCE else 0
            waits = [(step.wait_step_id.number, step.wait_months + extra)]
        limits = [(step.limit_step_id.number, step.limit_months)] if step.limit_step_id else []
        return earliest(done, after, waits), latest(done, limits)

    def _archive_missing(self):
        """Return the papers of the archive that no recorded step has in the file."""
        self.ensure_one()
        wanted = self.env["community.party.step.material"].search([("is_archived", "=", True)])
        return wanted - self.step_record_ids.filtered(lambda r: r.state != "withdrawn").material_ids

    def _archive_lines(self):
        """Return what the archive list prints: a dict for each step that has a paper or a record.

        :return: list of dicts number, name, date, is_presumed, papers (name, in the file), note
        """
        self.ensure_one()
        done, presumed = self._steps_done()
        lines = []
        for step in self.env["community.party.step"]._all():
            records = self.step_record_ids.filtered_domain(
                [("step_id", "=", step.id), ("state", "!=", "withdrawn")]
            )
            filed = records.material_ids
            papers = [(paper.name, paper in filed) for paper in step.material_ids]
            notes = [
                self.env._("against the rules: %(reason)s", reason=record.override_reason)
                for record in records.filtered("override_user_id")
            ]
            notes += [
                self.env._("taken at %(unit)s", unit=record.carried_from)
                for record in records.filtered("is_carried")
            ]
            notes += [record.vote_text for record in records if record.vote_text]
            lines.append(
                {
                    "number": step.number,
                    "name": step.name,
                    "date": done.get(step.number),
                    "is_presumed": step.number in presumed and step.number not in done,
                    "papers": papers,
                    "note": "; ".join(notes),
                }
            )
        return lines

    # what follows

    def _follow_steps(self):
        """Set stage, acceptance and standing from the recorded steps."""
        for member in self:
            live = member._live_records()
            decision = live.filtered(lambda r: r.step_number == CONVERSION).result
            given = [
                record.step_id.gives_stage
                for record in live
                if record.step_id.gives_stage
                and (record.step_number != CONVERSION_APPROVAL or decision == "passed")
            ]
            entry = member.entry_stage or STAGES[0]
            stage = max([entry, *given], key=STAGES.index)
            values = {"stage": stage, "entry_stage": entry}
            day = live.filtered(lambda r: r.step_number == ACCEPTANCE).date
            if STAGES.index(stage) < STAGES.index("probationary"):
                values["date_probation"] = False
            elif day:
                values["date_probation"] = day
            member.write(values)
            if entry != "full":
                member.date_full = stage == "full" and member.date_probation_end

    def _plan_steps(self):
        """Keep one open record for each step that is due next, with its first and last day."""
        steps = self.env["community.party.step"]._all()
        missing = []
        for member in self:
            wanted = member._next_steps(steps)
            planned = member.step_record_ids.filtered(lambda r: r.state == "open")
            gone = planned.filtered("is_planned").filtered_domain(
                [("step_id", "not in", wanted.ids)]
            )
            for record in planned - gone:
                first, last = member._step_dates(record.step_id)
                if (record.date_earliest or None, record.date_latest or None) != (first, last):
                    record.write({"date_earliest": first, "date_latest": last})
            for step in wanted - (planned - gone).step_id:
                first, last = member._step_dates(step)
                missing.append(
                    {
                        "member_id": member.id,
                        "step_id": step.id,
                        "is_planned": True,
                        "date_earliest": first,
                        "date_latest": last,
                    }
                )
            gone.unlink()
        self.env["community.party.step.record"].create(missing)

    def _next_steps(self, steps):
        """Return the steps whose predecessors are done; none for whoever is gone or was refused."""
        records = self.step_record_ids
        recorded = records.filtered(lambda r: r.state == "done")
        over = self.stage == "full" and not recorded
        if over or self.status not in HERE or not self.active:
            return steps.browse()
        done, presumed = self._steps_done()
        known = done.keys() | presumed
        refused = recorded.filtered(lambda r: r.result == "refused").step_id
        again = records.filtered(lambda r: r.state == "open" and not r.is_planned).step_id
        return steps.filtered(
            lambda step: (
                step.number not in known
                and known.issuperset(step.after_ids.mapped("number"))
                and step not in refused - again
            )
        )

    def _propose_checks(self):
        """Make the half-yearly checks that have come due, counted from the day of step 3."""
        Check = self.env["community.party.check"]
        today = fields.Date.context_today(self)
        values = []
        # Checks are proposed for everybody, whoever starts it; who sees them is another matter.
        for member in self.sudo():
            done, _presumed = member._steps_done()
            known = set(member.check_ids.mapped("date_due"))
            days = Check._days_due(done[3], today) if 3 in done else []
            values += [
                {"member_id": member.id, "date_due": day} for day in days if day not in known
            ]
        return Check.sudo().create(values)
