from odoo import fields, models

from .community_party_organization import COUNTED

# Ages as the yearly count of a branch asks for them: label, from, up to.
AGES = ((0, 25), (26, 54), (55, 59), (60, 69), (70, 80), (81, 200))
SCHOOLS = (
    ("none", "primary", "junior"),
    ("senior", "vocational"),
    ("college", "bachelor", "master"),
)


class CommunityPartyOrganization(models.Model):
    """The roster of an organisation: its members of today, and what they are in figures."""

    _inherit = "community.party.organization"

    def _paper_needs(self, paper):
        needs = ("complete_name",) if paper == "report_party_roster" else ()
        return (*super()._paper_needs(paper), *needs)

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper == "report_party_roster" and not self._paper_members():
            lacks.append(self.env._("members whom you may read"))
        return lacks

    def _paper_members(self):
        """Return the members on probation and full of this organisation and of those below it."""
        return self.env["community.party.member"].search(
            [
                ("organization_id", "child_of", self.ids),
                ("stage", "in", ("probationary", "full")),
                ("status", "in", COUNTED),
            ],
            order="date_probation, id",
        )

    def _paper_figures(self):
        """Return the figures of the roster as rows of (label, number)."""
        members = self._paper_members()

        def count(**values):
            return len(
                members.filtered(
                    lambda member: all(member[name] == value for name, value in values.items())
                )
            )

        ages = [member.age for member in members if member.birth_date]
        labels = (
            self.env._("25 and younger"),
            self.env._("26 to 54"),
            self.env._("55 to 59"),
            self.env._("60 to 69"),
            self.env._("70 to 80"),
            self.env._("81 and older"),
        )
        schools = (
            self.env._("Junior secondary and below"),
            self.env._("Senior secondary and vocational"),
            self.env._("College and above"),
        )
        known = sum(1 for member in members if member.education)
        return [
            (self.env._("Members in all"), len(members)),
            (self.env._("Full members"), count(stage="full")),
            (self.env._("Members on probation"), count(stage="probationary")),
            (self.env._("Men"), count(sex="male")),
            (self.env._("Women"), count(sex="female")),
            *(
                (label, sum(low <= age <= high for age in ages))
                for label, (low, high) in zip(labels, AGES, strict=True)
            ),
            (self.env._("Age not known"), len(members) - len(ages)),
            *(
                (label, len(members.filtered(lambda member, keys=keys: member.education in keys)))
                for label, keys in zip(schools, SCHOOLS, strict=True)
            ),
            (self.env._("Education not known"), len(members) - known),
        ]

    def _paper_roster(self):
        """Return the rows of the roster by pages: number and six facts of each member."""
        members = self._paper_members()
        labels = {
            name: dict(members._fields[name]._description_selection(self.env))
            for name in ("sex", "education", "stage")
        }
        rows = [
            [
                number,
                member.name,
                labels["sex"].get(member.sex, ""),
                f"{member.birth_date:%Y-%m}" if member.birth_date else "",
                f"{member.date_probation:%Y-%m}" if member.date_probation else "",
                labels["education"].get(member.education, ""),
                labels["stage"].get(member.stage, ""),
                member.organization_id.name,
            ]
            for number, member in enumerate(members, 1)
        ]
        return self._paper_pages(rows, [3, 6, 3, 5, 5, 7, 5, 8], first=130.0)

    def _paper_today(self):
        return fields.Date.context_today(self)
