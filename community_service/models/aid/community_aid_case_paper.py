from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain

# Fields that stand in a paper as facts: paper -> names.
NEEDS = {
    "report_aid_application": ("number", "resident_id", "member_ids", "date_received"),
    "report_aid_authority": ("number", "programme_id", "member_ids"),
    "report_aid_survey": (
        "number",
        "resident_id",
        "member_ids",
        "survey_visit_id",
        "survey_visit_id.date",
        "survey_visit_id.visitor_ids",
    ),
    "report_aid_confirmation": (
        "number",
        "resident_id",
        "reason",
        "member_ids",
        "family_size",
        "date_received",
        "date_accepted",
    ),
    "report_aid_temporary": ("number", "resident_id", "reason", "member_ids"),
    "report_aid_notice": ("resident_id", "family_size", "notice_id.date_from", "notice_id.date_to"),
    "report_aid_result": ("resident_id", "family_size", "amount"),
    "report_aid_refusal": (
        "number",
        "resident_id",
        "date_received",
        "date_decision",
        "decision_body",
        "decision_reason",
        "decision_basis",
    ),
}

MONTHS = 12  # over which earlier temporary aid is told


class CommunityAidCase(models.Model):
    """What the papers of a case say, and what they need for it."""

    _inherit = "community.aid.case"

    def _paper_needs(self, paper):
        needs = NEEDS.get(paper, ())
        if self._is_stranger():
            needs = tuple("contact_name" if name == "resident_id" else name for name in needs)
        return (*super()._paper_needs(paper), *needs)

    def _is_stranger(self):
        """Tell whether the aid is for somebody of whom the register knows nothing."""
        self.ensure_one()
        return not (self.household_id or self.resident_id)

    def _applicant_name(self):
        """Return who applies: by the register, or the name that was written down."""
        self.ensure_one()
        return self.resident_id.name or (self.contact_name or "").strip()

    def _paper_address(self):
        """Return where the applicant lives: here, or elsewhere as far as it was written down."""
        return self.household_id.address or self.contact_address or ""

    def _whose(self):
        """Return the domain of what concerns the same household; without one the same person.

        Of a stranger it finds nothing: who else may be the same nobody can say.
        """
        self.ensure_one()
        if self.household_id:
            return Domain("household_id", "=", self.household_id.id)
        return Domain("resident_id", "=", self.resident_id.id) if self.resident_id else Domain.FALSE

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper == "report_aid_notice" and self.notice_id.opinion == "grant":
            if not (self.notice_id.amount or self.proposed_amount):
                lacks.append(self.env._("the amount of the first opinion"))
        return lacks

    def _paper_proposal(self):
        """Return what the community says of the case in its opinion box, or nothing yet."""
        if not self.family_size:
            return ""
        return self.env._(
            "People who count: %(people)s. Programme proposed: %(programme)s.",
            people=self.family_size,
            programme=self.programme_id.name,
        )

    def _paper_opinion(self):
        """Return the street's first opinion, or nothing while none was entered."""
        notice = self.notice_id
        if not notice:
            return ""
        label = dict(notice._fields["opinion"]._description_selection(self.env))[notice.opinion]
        if notice.opinion == "grant" and notice.amount:
            label += " · " + self._paper_yuan(notice.amount)
        return label

    def _paper_decision(self):
        """Return the decision in words: what, how much, from when; nothing before it is made."""
        if not self.date_decision:
            return ""
        label = dict(self._fields["decision"]._description_selection(self.env))[self.decision]
        parts = [label]
        if self.decision == "granted":
            parts += [self.programme_id.name, self._paper_yuan(self.amount)]
            if self.date_start:
                day = self._paper_day(self.date_start)
                parts.append(self.env._("from %(day)s", day=day))
        elif self.decision_reason:
            parts.append(self.decision_reason)
        return " · ".join(parts)

    def _paper_yuan(self, amount):
        """Return an amount as a public list names it: each month, or once."""
        text = f"{amount:.2f}"
        if self.programme_id.is_monthly:
            return self.env._("%(amount)s a month", amount=text)
        return text

    def _paper_earlier_aid(self):
        """Return what the household had of temporary aid in the twelve months before this case.

        :returns: a sentence: how often, when last, how much in all; nothing for none
        """
        self.ensure_one()
        end = self.date_received
        domain = self._whose() & Domain(
            [
                ("case_id.kind", "=", "temporary"),
                ("case_id", "!=", self.id),
                ("date", "<=", end),
                ("date", ">", end - relativedelta(months=MONTHS)),
            ]
        )
        payments = self.env["community.aid.payment"].search(domain, order="date")
        benefits = payments.filtered(lambda line: line.kind != "recovery")
        if not benefits:
            return ""
        return self.env._(
            "%(count)s times, last on %(day)s, %(amount)s yuan in all",
            count=len(benefits.case_id),
            day=self._paper_day(benefits[-1:].date),
            amount=f"{sum(payments.mapped('signed_amount')):.2f}",
        )

    def _paper_authority(self):
        """Return what the members of the family authorise, for the programme of the case."""
        return self.env._(
            "We apply for “%(programme)s”. All members of the family living together who are named "
            "below authorise the civil affairs authorities and the bodies they charge to check our "
            "income, assets, spending and household register with banks, securities, insurance, "
            "tax, social insurance, housing fund, property, vehicle, market, and public "
            "security registers, and with whoever else keeps them, and to use what is found for "
            "this aid alone.",
            programme=self.programme_id.name,
        )

    def _paper_refused(self):
        """Return the sentence that tells of the refusal."""
        return self.env._(
            "The application for “%(programme)s” that you handed in on %(day)s (case %(number)s) "
            "was examined and is not granted.",
            programme=self.programme_id.name,
            day=self._paper_day(self.date_received),
            number=self.number,
        )

    def _paper_other_aid(self):
        """Return the programmes from which the household has aid at present, by name."""
        running = self.search(
            self._whose() & Domain([("state", "in", ("approved", "active")), ("id", "!=", self.id)])
        )
        return self.env._(", ").join(running.programme_id.mapped("name"))

    def _paper_notices(self):
        """Return the public notice of these cases: one page for what hangs on the same days.

        :returns: list of dicts ``programme``, ``opinion``, ``from``, ``days``, ``unit``, ``rows``
        """
        groups = defaultdict(list)
        for case in self:
            notice = case.notice_id
            key = (case.programme_id, notice.opinion, notice.date_from, notice.date_to)
            groups[key, case.company_id].append(case)
        labels = dict(
            self.env["community.aid.notice"]._fields["opinion"]._description_selection(self.env)
        )
        found = []
        for (key, company), cases in groups.items():
            programme, opinion, first, last = key
            rows = []
            for number, case in enumerate(cases, 1):
                amount = case.notice_id.amount or case.proposed_amount
                shown = case._paper_yuan(amount) if opinion == "grant" else "–"
                rows.append([number, case._applicant_name(), case.family_size, shown])
            found += [
                {
                    "programme": programme.name,
                    "opinion": labels[opinion],
                    "from": first,
                    "days": self.env._(
                        "Published from %(first)s to %(last)s.",
                        first=self._paper_day(first),
                        last=self._paper_day(last),
                    ),
                    "unit": company.name,
                    "rows": page,
                }
                for page in self._paper_pages(rows, [4, 11, 10, 12], first=150.0, rest=150.0)
            ]
        return found

    def _paper_results(self):
        """Return the public list of these households by pages, rows of texts."""
        cases = self.sorted(lambda case: (case.programme_id.sequence, case._applicant_name()))
        rows = [
            [
                number,
                case._applicant_name(),
                case.family_size,
                case.programme_id.name,
                case._paper_yuan(case.amount),
            ]
            for number, case in enumerate(cases, 1)
        ]
        return self._paper_pages(rows, [3, 8, 6, 12, 10], first=190.0)
