from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_amount

from ...tools.aid import (
    assets_finding,
    benefit,
    counted_income,
    first_of_month,
    income_finding,
    may_apply_alone,
    per_capita,
    to_decimal,
)
from .community_aid_case import GRANTED, WORKERS

# Which proposal speaks for granting aid of a kind.
SUPPORTED_BY = {"dibao": "dibao", "edge": "edge", "extreme_poor": "papers", "rigid": "fits"}


class CommunityAidCase(models.Model):
    """What the arithmetic finds: income per person with its working, and a proposal."""

    _inherit = "community.aid.case"

    is_assets_asked = fields.Boolean(
        "Assets asked and checked", help="Without it, no line of assets means: not known."
    )
    limits_unconfirmed = fields.Boolean(
        related="programme_id.is_unconfirmed", string="Local limits to be confirmed"
    )
    family_size = fields.Integer("Family that counts", compute="_compute_finding", store=True)
    is_income_known = fields.Boolean(
        "Income known", compute="_compute_finding", store=True, groups=WORKERS
    )
    counted_income = fields.Monetary(
        "Income that counts",
        compute="_compute_finding",
        store=True,
        groups=WORKERS,
        exportable=False,
        aggregator=None,
    )
    per_capita_income = fields.Monetary(
        "Income per person",
        compute="_compute_finding",
        store=True,
        groups=WORKERS,
        exportable=False,
        aggregator=None,
        help="Empty as long as one income that counts is not known.",
    )
    standard_id = fields.Many2one(
        "community.aid.standard",
        "Standard of the day",
        compute="_compute_finding",
        store=True,
        ondelete="restrict",
    )
    proposal = fields.Selection(
        [
            ("unknown", "Cannot say yet"),
            ("dibao", "Below the standard: dibao"),
            ("edge", "Edge of dibao"),
            ("none", "Above the line"),
            ("beyond", "Assets beyond the rules"),
            ("alone", "Cannot apply alone"),
            ("fits", "Conditions are met"),
            ("papers", "By its papers"),
        ],
        compute="_compute_finding",
        store=True,
        groups=WORKERS,
        help="A proposal; a named person decides.",
    )
    proposed_amount = fields.Monetary(
        compute="_compute_finding",
        store=True,
        groups=WORKERS,
        exportable=False,
        aggregator=None,
        help="Yuan a month for the family.",
    )
    missing_facts = fields.Text("Still to find out", compute="_compute_working", groups=WORKERS)
    working = fields.Text("How it was reckoned", compute="_compute_working", groups=WORKERS)

    @api.depends(
        "programme_id",
        "household_id",
        "area_id",
        "date_received",
        "single_reason",
        "disability_grade",
        "aid_class",
        "is_assets_asked",
        "spending",
        "member_ids.counts",
        "member_ids.is_without_income",
        "income_ids.member_id",
        "income_ids.kind_id",
        "income_ids.amount",
        "income_ids.is_unknown",
        "asset_ids.kind_id",
        "asset_ids.amount",
        "asset_ids.is_unknown",
    )
    def _compute_finding(self):
        for case in self:
            if case.date_decision:
                # Frozen: the figures of the day of the decision stay.
                for name in FIGURES:
                    case[name] = case[name]
                continue
            found = case._figures()
            income = found["per_capita"]
            case.family_size = found["size"]
            case.is_income_known = found["income"] is not None
            case.counted_income = float(found["income"] or 0)
            case.per_capita_income = float(income or 0)
            case.standard_id = found["standard"]
            case.proposal = found["proposal"]
            case.proposed_amount = float(found["amount"] or 0)

    @api.depends("proposal", "per_capita_income", "standard_id", "decision_working")
    def _compute_working(self):
        for case in self:
            case.missing_facts = "\n".join(case._missing_facts())
            case.working = case.decision_working or case._working_text()

    def _judge(self):
        """Reckon open cases again because a rule or a standard has changed."""
        self.filtered(lambda case: not case.date_decision)._compute_finding()

    # arithmetic

    def _figures(self):
        """Return what the arithmetic of ``tools/aid.py`` makes of the case as it stands.

        :return: dict ``size``, ``income``, ``per_capita``, ``standard`` (record), ``assets``,
            ``proposal`` and ``amount``; amounts are Decimal or None
        """
        self.ensure_one()
        programme = self.programme_id
        counted = self.member_ids.filtered("counts")
        day = self.date_received or fields.Date.context_today(self)
        standard = self.env["community.aid.standard"]
        if programme.needs_income or programme.standard_months:
            # Standards are the same for all workers of a community.
            standard = standard.sudo()._find(programme, self.household_id or self.area_id, day)
        size, value = len(counted), standard._value()
        income = None if self._members_unknown() else counted_income(self._income_pairs(counted))
        limit = self._asset_limit(value, size)
        assets = assets_finding([line._pair() for line in self.asset_ids], limit)
        if limit is not None and not self.asset_ids and not self.is_assets_asked:
            assets = "unknown"
        found = {
            "size": size,
            "income": income,
            "per_capita": per_capita(income, size),
            "standard": standard,
            "assets": assets,
        }
        found["proposal"] = self._propose(found, value)
        found["amount"] = self._propose_amount(found, value)
        return found

    def _propose(self, found, value):
        programme = self.programme_id
        if self.single_reason and not may_apply_alone(
            self.single_reason, is_edge=self._is_edge_family(), grade=self.disability_grade or None
        ):
            return "alone"
        if not programme.needs_income:
            return "papers"
        if found["assets"] == "beyond":
            return "beyond"
        factor = Decimal(str(programme.edge_factor))
        finding = income_finding(found["income"], found["size"], value, factor)
        if finding != "none" and found["assets"] == "unknown":
            return "unknown"
        if programme.kind != "rigid":
            return finding
        if finding in ("dibao", "unknown"):
            return self._propose_rigid(found["income"], finding)
        return "none"

    def _propose_rigid(self, income, finding):
        """Below the local income, and with a share of unavoidable spending above its line."""
        share = to_decimal(self.programme_id.spending_share)
        if finding == "unknown" or share and not self.spending:
            return "unknown"
        enough = to_decimal(self.spending) * 100 >= share * income * 12
        return "fits" if enough else "none"

    def _propose_amount(self, found, value):
        programme = self.programme_id
        if not programme.is_monthly or found["proposal"] not in ("dibao", "fits", "papers"):
            return None
        grade = to_decimal(programme[f"grade_{self.aid_class or 'b'}"])
        if programme.amount_method == "free":
            return None
        return benefit(programme.amount_method, value, found["size"], found["income"], grade)

    def _asset_limit(self, value, size):
        months = self.programme_id.asset_months
        if not months or value is None or not self.programme_id.needs_income:
            return None
        return value * months * size

    def _income_pairs(self, counted):
        return [line._pair() for line in self.income_ids if line.member_id in counted]

    def _members_unknown(self):
        """Return the people whose income counts and of whom nothing is known."""
        known = self.income_ids.filtered(lambda line: line.treatment != "deducted").member_id
        return self.member_ids.filtered(
            lambda m: m.counts and not m.is_without_income and m not in known
        )

    def _is_edge_family(self):
        # Only whether it stands in the list matters here, not who may read that case.
        return bool(
            self.env["community.aid.case"]
            .sudo()
            .search_count(
                self._whose()
                & Domain([("kind", "=", "edge"), ("state", "in", ("approved", "active"))]),
                limit=1,
            )
        )

    # what a decision rests on

    def _check_basis(self, is_granted, reason, values):
        labels = dict(self._fields["proposal"]._description_selection(self.env))
        if not is_granted and not reason:
            raise UserError(
                self.env._(
                    "%(case)s: a refusal needs its reasons; the family is told within "
                    "%(days)s working days.",
                    case=self.display_name,
                    days=self.programme_id.refusal_days,
                )
            )
        if not is_granted:
            return
        if self.programme_id.needs_income and self.proposal == "unknown":
            raise UserError(
                self.env._(
                    "%(case)s cannot be granted while facts are missing: %(facts)s.",
                    case=self.display_name,
                    facts=self.env._(", ").join(self._missing_facts()),
                )
            )
        if self.is_staff_relative or self.notice_ids.filtered("date_objection"):
            if not self.date_county_visit:
                raise UserError(
                    self.env._(
                        "%(case)s concerns a relative of staff or met an objection: the county "
                        "visits the home first. Write down the day of its visit.",
                        case=self.display_name,
                    )
                )
        wanted = SUPPORTED_BY.get(self.kind)
        if wanted and self.proposal != wanted and not reason:
            raise UserError(
                self.env._(
                    "%(case)s: the reckoning says “%(proposal)s”. Say why it is granted all the "
                    "same.",
                    case=self.display_name,
                    proposal=labels[self.proposal],
                )
            )
        self._check_registered()
        start = first_of_month(values["date"], 1 if self.programme_id.is_monthly else 0)
        self._hold_people(self._people_in(start))
        if not reason:
            self._check_exclusive(start)
            self._check_family()
        self._check_listed(reason)
        self._check_limit(reason, values.get("amount") or 0)
        if self.programme_id.is_monthly and not 0 < values.get("amount", 0) <= 1_000_000:
            raise UserError(
                self.env._(
                    "%(case)s: %(amount)s yuan a month cannot be granted. Write what the family "
                    "gets each month.",
                    case=self.display_name,
                    amount=values.get("amount") or 0,
                )
            )

    def _check_registered(self):
        """Quick help is registered by person, cause and amount, in place of a check of means."""
        if self.programme_id.needs_cause and not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "%(case)s: %(programme)s is registered by person, cause and amount. Write down "
                    "what happened under “Why help is asked for”.",
                    case=self.display_name,
                    programme=self.programme_id.name,
                )
            )

    def _check_family(self):
        """Refuse to decide on a family that the register has otherwise by now."""
        if lines := self._family_since():
            raise UserError(
                self.env._(
                    "%(case)s: %(facts)s. Correct the family under “Family and income”, or say why "
                    "it is decided as it stands.",
                    case=self.display_name,
                    facts="；".join(lines),
                )
            )

    def _hold_people(self, people):
        """Let those who grant aid to these people at the same moment come one after the other.

        Their rows are written as they are: of two transactions that began together the database
        refuses one, Odoo runs it again, and it finds what the other one granted, with a reason or
        without.
        """
        if people:
            # Raw SQL: nothing of the people changes, and whoever grants need not see them all. In
            # one order, so that two families do not wait for each other.
            self.env.cr.execute(
                SQL(
                    """UPDATE community_resident r SET write_date = r.write_date
                         FROM (SELECT id FROM community_resident WHERE id IN %s
                                ORDER BY id FOR NO KEY UPDATE) held
                        WHERE r.id = held.id""",
                    people._ids,
                )
            )

    def _check_exclusive(self, start, people=None):
        """Refuse what excludes aid that somebody of the family has, by the rules of a month.

        :param date start: the first day of the month from which this aid would be given
        :param people: look at these alone; None: at everybody whom the aid covers
        :raises UserError: naming the person, the other case and the rule
        """
        self.ensure_one()
        rules = self.env["community.aid.exclusion"]._of_month(self.company_id, start)
        rules = rules.filtered(lambda rule: rule._concerns(self))
        people = self._people_in(start) if people is None else people
        if not rules or not people:
            return
        # Whoever has aid already has it, whoever may read that case.
        others = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("company_id", "=", self.company_id.id),
                ("kind", "in", list({*rules.mapped("kind"), *rules.mapped("other_kind")})),
                ("state", "in", GRANTED),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", start),
            ]
        )
        for other in others:
            both = people & other._people_in(max(start, first_of_month(other.date_start or start)))
            for rule in rules.filtered(
                lambda rule: rule._concerns(other) and rule._side(other) != rule._side(self)  # noqa: B023
            ):
                if both:
                    raise UserError(
                        self.env._(
                            "%(case)s: %(name)s has %(programme)s from %(other)s, and the two "
                            "exclude each other (%(basis)s). End that aid first, let %(name)s "
                            "leave that family by a change, or say why both are granted; a month "
                            "is paid from one of them.",
                            case=self.display_name,
                            name=both[0].name,
                            programme=other.programme_id.name,
                            other=other.number,
                            basis=rule.legal_basis,
                        )
                    )

    def _check_listed(self, reason):
        """Larger help is for families of the edge and rigid lists; others need a reason."""
        if not self.programme_id.only_listed or reason:
            return
        # Only whether the family stands in a list matters, not who may read that case.
        is_listed = (
            self.env["community.aid.case"]
            .sudo()
            .search_count(
                self._whose()
                & Domain([("kind", "in", ("edge", "rigid")), ("state", "in", GRANTED)]),
                limit=1,
            )
        )
        if not is_listed:
            raise UserError(
                self.env._(
                    "%(case)s: %(programme)s is for edge families and families in rigid "
                    "expenditure hardship, and this household has no such case. Say why it is "
                    "granted all the same.",
                    case=self.display_name,
                    programme=self.programme_id.name,
                )
            )

    def _check_limit(self, reason, amount):
        """More than so many months of the standard a person is granted with a reason alone."""
        months, standard = self.programme_id.standard_months, self.standard_id
        people = self.programme_id._limit_count(self.family_size)
        limit = months * standard.amount * people
        if months and standard and amount > limit and not reason:
            raise UserError(
                self.env._(
                    "%(case)s: %(amount)s yuan is more than %(months)s months of the standard for "
                    "%(count)s people (%(limit)s yuan). Grant less, or say why.",
                    case=self.display_name,
                    amount=f"{amount:g}",
                    months=months,
                    count=people,
                    limit=f"{limit:g}",
                )
            )

    # words

    def _missing_facts(self):
        """Return what has to be found out before anything can be said, one line each."""
        self.ensure_one()
        if not self.programme_id.needs_income or self.date_decision:
            return []
        lines = [
            self.env._("income of %(name)s", name=member.name) for member in self._members_unknown()
        ]
        lines += [
            self.env._("%(kind)s of %(name)s", kind=line.kind_id.name, name=line.member_id.name)
            for line in self.income_ids
            if line.is_unknown and line.treatment != "exempt" and line.member_id.counts
        ]
        lines += [
            self.env._(
                "whether %(kind)s of %(name)s counts: ask the bureau",
                kind=line.kind_id.name,
                name=line.member_id.name,
            )
            for line in self.income_ids
            if line.treatment == "ask" and line.amount and line.member_id.counts
        ]
        found = self._figures()
        if not found["size"]:
            lines.append(self.env._("who belongs to the family"))
        if not found["standard"]:
            lines.append(
                self.env._(
                    "the standard of %(programme)s on the day of the application",
                    programme=self.programme_id._standard_programme().name,
                )
            )
        if found["assets"] == "unknown":
            lines.append(self.env._("assets of the family"))
        if self.kind == "rigid" and self.programme_id.spending_share and not self.spending:
            lines.append(self.env._("unavoidable spending of the last 12 months"))
        return lines

    def _working_text(self):
        """Return the reckoning in words: each income, the sum, the heads, the standard."""
        self.ensure_one()
        if not self.programme_id.needs_income:
            return self.env._("No income line in this programme: it is decided by its papers.")
        found = self._figures()
        counted = self.member_ids.filtered("counts")
        labels = dict(
            self.env["community.aid.income"]._fields["treatment"]._description_selection(self.env)
        )
        lines = []
        for line in self.income_ids.filtered(lambda line: line.member_id in counted):
            amount = self.env._("not known") if line.is_unknown else self._yuan(line.amount)
            lines.append(
                f"{line.member_id.name} · {line.kind_id.name}: {amount} ({labels[line.treatment]})"
            )
        lines += [
            self.env._("%(name)s: not known", name=member.name)
            for member in self._members_unknown()
        ]
        if found["income"] is None:
            lines.append(self.env._("An unknown income is never zero: nothing can be said yet."))
        elif found["size"]:
            lines.append(
                self.env._(
                    "%(income)s ÷ %(count)s people = %(each)s a person and month",
                    income=self._yuan(found["income"]),
                    count=found["size"],
                    each=self._yuan(found["per_capita"]),
                )
            )
        if found["standard"]:
            value = found["standard"]._value()
            edge = value * Decimal(str(self.programme_id.edge_factor))
            lines.append(
                self.env._(
                    "Standard since %(date)s: %(standard)s; edge below %(edge)s",
                    date=found["standard"].date_from,
                    standard=self._yuan(value),
                    edge=self._yuan(edge),
                )
            )
        return "\n".join(lines)

    def _yuan(self, amount):
        return format_amount(self.env, float(amount or 0), self.currency_id)


FIGURES = (
    "family_size",
    "is_income_known",
    "counted_income",
    "per_capita_income",
    "standard_id",
    "proposal",
    "proposed_amount",
)
