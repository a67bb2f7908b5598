from odoo import models


class CommunityPartyMember(models.Model):
    """The list of what lies in a member's file, put together from the records themselves."""

    _inherit = "community.party.member"

    def _file_lines(self):
        """Return the table of contents of the file of one member, oldest first in each part.

        :return: list of (part, list of (day or False, what it is, note))
        """
        self.ensure_one()
        parts = (
            (self.env._("Admission"), self._file_of_admission()),
            (self.env._("Posts"), self._file_of_posts()),
            (self.env._("Transfers of relation"), self._file_of_transfers()),
            (self.env._("Democratic appraisal"), self._file_of_appraisals()),
            (self.env._("Discipline and decisions"), self._file_of_decisions()),
        )
        return [(part, lines) for part, lines in parts if lines]

    def _file_of_admission(self):
        done = self.step_record_ids.filtered(lambda r: r.state == "done")
        return [
            (record.date, paper.name, record.carried_from or "")
            for record in done.sorted(lambda r: (r.step_number, r.date))
            for paper in record.material_ids
        ]

    def _file_of_posts(self):
        kinds = dict(self.post_ids._fields["kind"]._description_selection(self.env))
        return [
            (
                post.date_from,
                f"{post.organization_id.name} {kinds[post.kind]}",
                self.env._("until %(date)s", date=post.date_to) if post.date_to else "",
            )
            for post in self.post_ids.sorted("date_from")
        ]

    def _file_of_transfers(self):
        transfers = self.env["community.party.transfer"].search(
            [("member_id", "=", self.id), ("state", "in", ("issued", "received"))],
            order="date_issued, id",
        )
        return [
            (
                transfer.date_issued or transfer.date_received,
                self.env._("Letter %(number)s", number=transfer.number or ""),
                "{} → {}".format(
                    transfer.from_organization_id.name or transfer.other_name or "",
                    transfer.to_organization_id.name or transfer.other_name or "",
                ),
            )
            for transfer in transfers
        ]

    def _file_of_appraisals(self):
        lines = self.env["community.party.appraisal.line"].search(
            [("member_id", "=", self.id), ("appraisal_id.state", "=", "decided")], order="year, id"
        )
        grades = dict(lines._fields["grade"]._description_selection(self.env))
        return [
            (
                line.appraisal_id.date_decided,
                self.env._("Appraisal of %(year)s", year=line.year),
                grades.get(line.grade) or self.env._("without a grade"),
            )
            for line in lines
        ]

    def _file_of_decisions(self):
        lines = [
            (line.date_from, line._label_of("kind"), f"{line.decided_by} {line.basis}")
            for line in self.discipline_ids
        ]
        kinds = dict(self.decision_ids._fields["kind"]._description_selection(self.env))
        lines += [
            (line.date, kinds[line.kind], f"{line.decided_by} {line.basis}")
            for line in self.decision_ids
        ]
        return sorted(lines, key=lambda line: line[0])
