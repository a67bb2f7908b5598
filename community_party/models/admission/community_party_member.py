from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.age_field import Age
from odoo.addons.community_service.tools.listed import clauses

from ...tools.admission import Term, earliest, month_later, probation_end, term_end
from .community_party_step import MEMBER_STAGES
from .community_party_step_record import ACCEPTANCE, CONVERSION, CONVERSION_APPROVAL

BRANCH = "community_party.group_party_branch"

STAGES = [stage for stage, _label in MEMBER_STAGES]

FOLLOWED = ("stage", "date_probation", "date_full")

HERE = ("normal", "mobile")


class CommunityPartyMember(models.Model):
    """The way of a person into the Party: what was done, what is due next and by when.

    Stage, acceptance and standing follow the recorded steps. Of a person who was entered at a later
    stage the steps before it are presumed: they count for the order, but their days are unknown
    until they are entered as taken elsewhere.
    """

    _inherit = "community.party.member"

    stage = fields.Selection(group_expand="_expand_stages")
    entry_stage = fields.Selection(
        MEMBER_STAGES, readonly=True, copy=False, help="The stage with which the person came here."
    )
    step_record_ids = fields.One2many(
        "community.party.step.record", "member_id", "Steps", copy=False, groups=BRANCH
    )
    mentor_ids = fields.One2many(
        "community.party.mentor", "member_id", "Contacts and introducers", copy=False, groups=BRANCH
    )
    check_ids = fields.One2many(
        "community.party.check", "member_id", "Checks", copy=False, groups=BRANCH
    )
    date_applied = fields.Date(
        "Applied on", compute="_compute_date_applied", store=True, readonly=False, index=True
    )
    applied_age = Age(
        "Age at application", compute="_compute_applied_age", store=True, aggregator="avg"
    )
    applied_band = fields.Selection(
        [("25", "Up to 25"), ("35", "26-35"), ("45", "36-45"), ("55", "46-55"), ("56", "Over 55")],
        "Age band at application",
        compute="_compute_applied_age",
        store=True,
    )
    extension_months = fields.Integer(
        "Extended by (months)", compute="_compute_extension", store=True
    )
    date_probation_end = fields.Date(
        "Probation ends on", compute="_compute_date_probation_end", store=True
    )
    next_step_id = fields.Many2one(
        "community.party.step", "Next step", compute="_compute_next_step", store=True, groups=BRANCH
    )
    date_next_earliest = fields.Date(
        "Not before", compute="_compute_next_step", store=True, groups=BRANCH
    )
    date_next_latest = fields.Date(
        "Next step by",
        compute="_compute_next_step",
        store=True,
        index="btree_not_null",
        groups=BRANCH,
    )
    is_next_late = fields.Boolean(
        "Step overdue", compute="_compute_is_next_late", compute_sudo=True
    )

    @api.depends("step_record_ids.state", "step_record_ids.date", "step_record_ids.step_number")
    def _compute_date_applied(self):
        for member in self:
            record = member.step_record_ids.filtered(
                lambda r: r.step_number == 1 and r.state == "done"
            )
            member.date_applied = record[:1].date or member.date_applied

    @api.depends("date_applied", "birth_date")
    def _compute_applied_age(self):
        for member in self:
            birth = member.birth_date
            known = birth and member.date_applied
            age = relativedelta(member.date_applied, birth).years if known else None
            member.applied_age = age
            bands = [band for band in ("25", "35", "45", "55") if known and age <= int(band)]
            member.applied_band = (bands[0] if bands else "56") if known else False

    @api.depends(
        "step_record_ids.state", "step_record_ids.result", "step_record_ids.extension_months"
    )
    def _compute_extension(self):
        for member in self:
            member.extension_months = sum(
                member.step_record_ids.filtered(
                    lambda r: r.state == "done" and r.result == "extend"
                ).mapped("extension_months")
            )

    @api.depends("date_probation", "extension_months")
    def _compute_date_probation_end(self):
        for member in self:
            start = member.date_probation
            member.date_probation_end = start and probation_end(
                start, self._probation_months(start), member.extension_months
            )

    @api.depends(
        "step_record_ids.state",
        "step_record_ids.date_earliest",
        "step_record_ids.date_latest",
        "step_record_ids.step_sequence",
    )
    def _compute_next_step(self):
        for member in self:
            due = member.step_record_ids.filtered(lambda r: r.state == "open")
            due = due.sorted("step_sequence")
            member.next_step_id = due[:1].step_id
            member.date_next_earliest = due[:1].date_earliest
            member.date_next_latest = min(filter(None, due.mapped("date_latest")), default=False)

    @api.depends("date_next_latest")
    def _compute_is_next_late(self):
        today = fields.Date.context_today(self)
        for member in self:
            last = member.date_next_latest
            member.is_next_late = bool(last) and last < today

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        for stage, group in members.grouped("stage").items():
            # The program keeps with which stage somebody came; nobody writes it.
            group.sudo()._set_closed(entry_stage=stage)
        members.filtered(lambda m: m.stage != "full").sudo()._plan_steps()
        return members

    def write(self, vals):
        if not self.env.su:
            self._check_followed(vals)
        result = super().write(vals)
        if "stage" in vals and "entry_stage" not in vals:
            # The program keeps with which stage somebody came; nobody writes it.
            self.sudo()._set_closed(entry_stage=vals["stage"])
        if {"status", "active", *FOLLOWED} & vals.keys():
            # What is due is kept by the program, not by whoever may write the person.
            self.sudo()._plan_steps()
        return result

    def _check_followed(self, vals):
        names = [name for name in FOLLOWED if name in vals]
        for member in self.filtered("step_record_ids") if names else self.browse():
            recorded = member.step_record_ids.filtered(
                lambda r: r.state == "done" and r.result == "passed"
            )
            changed = [
                name
                for name in names
                if member._fields[name].convert_to_cache(vals[name], member) != member[name]
                and (vals[name] or member[name])
            ]
            if recorded and changed:
                raise UserError(
                    self.env._(
                        "%(field)s of %(person)s follows the recorded steps: record or withdraw "
                        "the step itself.",
                        field=self._fields[changed[0]]._description_string(self.env),
                        person=member.display_name,
                    )
                )

    @api.model
    def _expand_stages(self, stages, _domain):
        # The columns of the pipeline stand in the order of the way, also while one is empty.
        on_the_way = STAGES[:-1] if self.env.context.get("community_party_pipeline") else ()
        return [stage for stage in STAGES if stage in stages or stage in on_the_way]

    @api.model
    def _probation_months(self, day):
        """Return the months of probation by the edition in force on the day of the acceptance."""
        for step in self.env["community.party.step"]._all():
            rule = step._rule_on(day)
            if rule.wait_step_id.number == ACCEPTANCE:
                return rule.wait_months
        return 12

    @api.model
    def _on_the_way(self):
        """Return everybody who is on the way in."""
        return self.search([("step_record_ids.state", "=", "open")])

    def _voters_count(self):
        """Return how many members of the person's organisation may vote today."""
        members = self.sudo().organization_id.member_ids
        return len(members.filtered("has_vote"))

    # What was done on the way in, what follows from it, and what is due next.

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
        limit = max(given.mapped("sequence"), default=0) if rank else 0
        return done, {step.number for step in steps if step.sequence <= limit}

    def _waits(self, rule):
        """Return the waiting time of an edition for this person: [(number of a step, term)]."""
        if not rule.wait_step_id:
            return []
        number, term = rule.wait_step_id.number, rule._wait()
        if number == ACCEPTANCE:
            term = Term(term.months + self.extension_months, term.workdays)
        return [(number, term)]

    def _calendar(self):
        return self.env["community.holiday"]._exceptions(self.company_id)

    def _first_day(self, rule, done, exceptions=None):
        """Return the first day on which a step may be taken by an edition; None where none binds.

        :param dict done: as of :meth:`_steps_done`
        :param dict exceptions: a calendar; without one, that of the community
        """
        after = [number for number in rule.after_ids.mapped("number") if number in done]
        exceptions = self._calendar() if exceptions is None else exceptions
        return earliest(done, after, self._waits(rule), exceptions)

    def _step_limit(self, step, done, exceptions=None):
        """Return (edition, last day, day after which no reason helps) of a step's time limit.

        The limit is that of the edition in force on the day on which its clock starts. Empty where
        no clock runs.
        """
        exceptions = self._calendar() if exceptions is None else exceptions
        for rule in step.rule_ids:
            start = done.get(rule.limit_step_id.number)
            if start and step._rule_on(start) == rule:
                most = rule.limit_most_months
                never = month_later(start, most) if most else False
                return rule, term_end(start, rule._limit(), exceptions), never
        return step.rule_ids.browse(), False, False

    def _step_dates(self, step, exceptions=None):
        """Return the values of an open record: first and last day of a step taken today."""
        done, _presumed = self._steps_done()
        rule = step._rule_on(fields.Date.context_today(self))
        _limit, last, never = self._step_limit(step, done, exceptions)
        return {
            "date_earliest": self._first_day(rule, done, exceptions) or False,
            "date_latest": last,
            "date_never": never,
        }

    def _is_passed_over(self, step, done):
        """Tell whether this person never needs a step: what comes after it was taken without it.

        That is so where the rules did not know the step on the day of what comes after it.
        """
        rules = (
            later._rule_on(done[later.number])
            for later in step._later_steps()
            if later.number in done
        )
        return any(rule and step not in rule.after_ids for rule in rules)

    def _way(self):
        """Return the steps of this person's way in, without those that never were part of it."""
        self.ensure_one()
        done, presumed = self._steps_done()
        today = fields.Date.context_today(self)
        recorded = self.step_record_ids.filtered(lambda r: r.state == "done").step_id
        return (
            self.env["community.party.step"]
            ._all()
            .filtered(
                lambda step: (
                    step in recorded
                    or not step._since()
                    or step._rule_on(today)
                    and step.number not in presumed
                    and not self._is_passed_over(step, done)
                )
            )
        )

    def _archive_missing(self):
        """Return the papers of the archive that no recorded step has in the file."""
        self.ensure_one()
        wanted = self._way().material_ids.filtered("is_archived")
        return wanted - self.step_record_ids.filtered(lambda r: r.state != "withdrawn").material_ids

    def _archive_lines(self):
        """Return what the archive list prints: a dict for each step that has a paper or a record.

        :return: list of dicts number, name, date, is_presumed, papers (name, in the file), note
        """
        self.ensure_one()
        done, presumed = self._steps_done()
        lines = []
        for step in self._way():
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
            notes += [record.notice_text for record in records if record.notice_text]
            notes += [
                self.env._("took longer: %(reason)s", reason=record.delay_reason)
                for record in records
                if record.delay_reason
            ]
            notes += [record.vote_text for record in records if record.vote_text]
            lines.append(
                {
                    "number": step.mark,
                    "name": step.name,
                    "date": done.get(step.number),
                    "is_presumed": step.number in presumed and step.number not in done,
                    "papers": papers,
                    "note": clauses(self.env.lang, notes),
                }
            )
        return lines

    def _archive_pages(self):
        """Return the rows of the archive list by pages: number, step, day, papers, in the file."""
        there, missing = self.env._("yes"), self.env._("missing")
        rows = [
            [
                line["number"],
                "\n".join(filter(None, (line["name"], line["note"]))),
                self._paper_day(line["date"])
                or (self.env._("not recorded here") if line["is_presumed"] else ""),
                "\n".join(name for name, _filed in line["papers"]),
                "\n".join(there if filed else missing for _name, filed in line["papers"]),
            ]
            for line in self._archive_lines()
        ]
        return self._paper_pages(rows, [2, 9, 4.5, 12, 4], first=150.0, rest=205.0)

    # what the forms of admission say

    def _paper_step(self, number):
        """Return the record of a step as it counts today, or none.

        :param int number: of the step, as people say it
        """
        records = self._live_records().filtered(lambda r: r.step_number == number)
        return records.sorted("date")[-1:]

    def _paper_mentors(self, kind):
        """Return the names of the contacts, or of the introducers, of this person."""
        return self.mentor_ids.filtered(lambda line: line.kind == kind).mentor_id.mapped("name")

    def _paper_training(self, record):
        """Return how long a recorded training was, in words."""
        if record.training_hours:
            return self.env._("%s hours", f"{record.training_hours:g}")
        return self.env._("%s days", f"{record.training_days:g}")

    def _checks_done(self):
        return self.check_ids.filtered(lambda check: check.state == "done").sorted("date")

    def _check_pages(self):
        """Return the rows of the checks that are done by pages: day, conduct, opinion, result."""
        results = dict(self.check_ids._fields["opinion_result"]._description_selection(self.env))
        rows = [
            [
                self._paper_day(check.date),
                check.conduct,
                check.opinion,
                results.get(check.opinion_result, ""),
            ]
            for check in self._checks_done()
        ]
        return self._paper_pages(rows, [7.5, 10.5, 9, 4], first=110.0, rest=205.0)

    def _paper_needs(self, paper):
        needs = {
            "report_admission_probation": ("date_probation", "date_probation_end"),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper == "report_admission_cultivation":
            if not self._paper_mentors("contact"):
                kinds = dict(self.mentor_ids._fields["kind"]._description_selection(self.env))
                lacks.append(kinds["contact"])
            if not self._checks_done():
                lacks.append(self.env._("a check that is done"))
        return lacks

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
                dates = member._step_dates(record.step_id)
                if any(record[name] != day for name, day in dates.items()):
                    record.write(dates)
            for step in wanted - (planned - gone).step_id:
                missing.append(
                    {
                        "member_id": member.id,
                        "step_id": step.id,
                        "is_planned": True,
                        **member._step_dates(step),
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
                and self._may_come_next(step, done, known)
                and step not in refused - again
                and not self._is_passed_over(step, done)
            )
        )

    def _may_come_next(self, step, done, known):
        """Tell whether what comes before a step is known, by the edition of today or an older one.

        An older one counts while the step may have been taken under it and is entered late.
        """
        today = fields.Date.context_today(self)
        for rule, end in step._rules_until(today):
            if not known.issuperset(rule.after_ids.mapped("number")):
                continue
            first = end and self._first_day(rule, done)
            if not end or not first or first < end:
                return True
        return False

    def _propose_checks(self):
        """Make the half-yearly checks that have come due, counted from the day of step 3."""
        Check = self.env["community.party.check"]
        today = fields.Date.context_today(self)
        values = []
        # Checks are proposed for everybody, whoever starts it; who sees them is another matter.
        for member in self.sudo():
            done, _presumed = member._steps_done()
            known = set(member.check_ids.mapped("date_due"))
            days = Check._days_due(done[3], today, member.company_id) if 3 in done else []
            values += [
                {"member_id": member.id, "date_due": day} for day in days if day not in known
            ]
        return Check.sudo().create(values)

    @api.model
    def _list_fields(self):
        names = (
            "applied_age applied_band date_applied date_next_earliest date_next_latest "
            "date_probation_end is_next_late next_step_id"
        )
        return super()._list_fields() | set(names.split())
