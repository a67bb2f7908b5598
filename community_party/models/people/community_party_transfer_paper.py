from markupsafe import Markup

from odoo import api, models

from odoo.addons.community_service.tools.paper_pages import text_width
from odoo.addons.community_service.tools.paper_words import days_capitals, month_capitals

# Where the blanks of the preprinted sheet lie: mm from its left and its upper edge. Sheets are
# printed by the provinces and differ by some millimetres: two numbers of the place shift them all.
# The third number is the width of a blank; what is longer is written smaller.
BLANKS = {
    "stub_name": (50, 40, 60),
    "stub_from": (70, 55, 60),
    "stub_to": (135, 55, 60),
    "stub_year": (125, 68, 20),
    "stub_month": (147, 68, 16),
    "stub_day": (165, 68, 20),
    "to": (22, 120, 150),
    "name": (37, 130, 60),
    "age": (122, 130, 20),
    "ethnicity": (151, 130, 30),
    "from": (27, 150, 62),
    "whither": (96, 150, 90),
    "dues_year": (111, 160, 22),
    "dues_month": (136, 160, 20),
    "days": (53, 170, 40),
    "year": (125, 190, 20),
    "month": (147, 190, 16),
    "day": (165, 190, 20),
}
EM = 4.3  # mm, the width of a character of 12 points
LETTERS = ("report_transfer_letter", "report_transfer_overprint")


class CommunityPartyTransfer(models.Model):
    """What the letter of introduction says, on our own sheet and over the preprinted one.

    It is issued by the committee of the basic level, never by a branch or a group, and names no
    reason. Whole ID numbers leave the program on no paper: that blank is filled with a pen.
    """

    _inherit = "community.party.transfer"

    def _paper_needs(self, paper):
        needs = ()
        if paper in LETTERS:
            needs = ("number", "partner_id", "date_issued", "valid_days", "dues_paid_until")
        elif paper == "report_transfer_slip":
            needs = ("number", "partner_id", "date_received", "other_name", "to_organization_id")
        return (*super()._paper_needs(paper), *needs)

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper in LETTERS and not (self._paper_here() and self._paper_there()):
            lacks.append(self.env._("the organisations from which and to which the member goes"))
        return lacks

    @api.model
    def _paper_committee(self, organization):
        """Return the committee that seals for an organisation, or the highest one above it."""
        # sudo: a keeper of a branch need not read the committee, whose name stands on the letter.
        organization = organization.sudo()
        while organization.kind != "committee" and organization.parent_id:
            organization = organization.parent_id
        return organization

    @api.model
    def _paper_branch(self, organization):
        """Return the whole name of the branch of an organisation: a group is named in no letter."""
        # sudo: as above, a name that stands on the letter.
        organization = organization.sudo()
        while organization.kind == "group" and organization.parent_id:
            organization = organization.parent_id
        names = organization.name or ""
        committee = self._paper_committee(organization)
        if committee != organization and not names.startswith(committee.name or ""):
            names = f"{committee.name}{names}"
        return names

    def _paper_here(self):
        """Return the name of the organisation that the member leaves."""
        return self._paper_branch(self.from_organization_id)

    def _paper_there(self):
        """Return the name of the organisation to which the member goes."""
        return self._paper_branch(self.to_organization_id) or self.other_name or ""

    def _paper_issuer(self):
        """Return the name of the committee that issues the letter."""
        return self._paper_committee(self.from_organization_id).name or ""

    def _paper_age(self):
        """Return the age of the member on the day of the letter, or nothing where it is unknown."""
        born, day = self.member_id.birth_date, self.date_issued
        if not born or not day:
            return ""
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def _paper_dues(self):
        """Return the month up to which dues are paid, in Chinese numerals."""
        return month_capitals(self.dues_paid_until) if self.dues_paid_until else ""

    def _paper_days(self):
        """Return the days of the letter in Chinese numerals."""
        return days_capitals(self.valid_days)

    def _paper_line(self, width):
        """Return room for a pen, so many millimetres wide."""
        return Markup('<span class="line" style="min-width: %dmm"></span>') % width

    def _paper_choice(self, options, chosen):
        """Return options with those struck out that do not apply; all of them where none is known.

        :param list options: pairs (key, words)
        """
        words = [
            Markup('<span class="%s">%s</span>') % ("strike", text)
            if chosen and key != chosen
            else Markup("<span>%s</span>") % text
            for key, text in options
        ]
        return Markup("/").join(words)

    def _paper_stage(self):
        """Return on probation or full, the wrong one struck out."""
        options = [("probationary", self.env._("probationary")), ("full", self.env._("full"))]
        return self._paper_choice(options, self.member_id.stage or self.stage)

    def _paper_stub(self):
        """Return the sentence of the stub."""
        return self.env._(
            "%(name)s, a %(stage)s member of the Communist Party of China, is transferred from "
            "%(here)s to %(there)s.",
            name=Markup.escape(self.partner_id.name),
            stage=self._paper_stage(),
            here=self._paper_here(),
            there=self._paper_there(),
        )

    def _paper_letter(self):
        """Return the sentences of the letter; what is not known is left for a pen."""
        sexes = [("male", self.env._("male")), ("female", self.env._("female"))]
        return self.env._(
            "%(name)s (%(sex)s), aged %(age)s, ethnic group %(ethnicity)s, a %(stage)s member of "
            "the Communist Party of China, ID number %(number)s, goes from %(here)s to %(there)s. "
            "Please take over the relation. Party dues are paid up to %(month)s.",
            name=Markup.escape(self.partner_id.name),
            sex=self._paper_choice(sexes, self.member_id.sex),
            age=self._paper_age() or self._paper_line(12),
            ethnicity=self.member_id.ethnicity or self._paper_line(16),
            stage=self._paper_stage(),
            number=self._paper_line(60),
            here=self._paper_here(),
            there=self._paper_there(),
            month=self._paper_dues(),
        )

    def _paper_valid(self):
        """Return for how many days the letter is valid, in numerals."""
        return self.env._("(Valid for %(days)s days)", days=self._paper_days())

    def _paper_received(self):
        """Return the sentence of the receipt slip."""
        name = self.partner_id.name
        if not self.date_received or self.direction != "incoming":
            return self.env._("The relation of %(name)s has been transferred to us.", name=name)
        return self.env._(
            "The relation of %(name)s was transferred to us on %(day)s.",
            name=name,
            day=self._paper_day(self.date_received),
        )

    def _paper_blanks(self):
        """Return what is printed over the preprinted sheet.

        :returns: list of (left, top, text, points); millimetres on the sheet
        """
        day, dues = self._day_in_capitals(self.date_issued), self._paper_dues()
        year, month, rest = day[:4], day[5:].split("月")[0], day.split("月")[1].rstrip("日")
        texts = {
            "stub_name": self.partner_id.name,
            "stub_from": self._paper_here(),
            "stub_to": self._paper_there(),
            "to": self._paper_there(),
            "name": self.partner_id.name,
            "age": self._paper_age(),
            "ethnicity": self.member_id.ethnicity,
            "from": self._paper_here(),
            "whither": self._paper_there(),
            "dues_year": dues[:4],
            "dues_month": dues[5:].rstrip("月"),
            "days": self._paper_days(),
        }
        for part in ("", "stub_"):
            texts |= {f"{part}year": year, f"{part}month": month, f"{part}day": rest}
        value = self.env["community.parameter"]._value
        right = value("party_overprint_right", self.company_id, self.date_issued)
        down = value("party_overprint_down", self.company_id, self.date_issued)
        blanks = []
        for name, (left, top, width) in BLANKS.items():
            if text := str(texts[name] or ""):
                points = min(12, max(7, int(12 * width / EM / text_width(text))))
                blanks.append((left + right, top + down, text, points))
        return blanks
