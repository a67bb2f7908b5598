from odoo import api, fields, models


class CommunityMatchCandidate(models.Model):
    """Somebody of the register whom a row of a list may mean, with what agrees and what does not.

    Made by the matching alone, as a set.
    """

    _name = "community.match.candidate"
    _description = "Candidate of a List"
    _inherit = ["community.guarded.mixin"]
    _order = "row_id, rank, id"
    _log_access = False
    _rec_name = "resident_id"

    row_id = fields.Many2one(
        "community.match.row", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="row_id.company_id", store=True, precompute=True)
    resident_id = fields.Many2one(
        "community.resident", required=True, index=True, readonly=True, ondelete="cascade"
    )
    rank = fields.Integer(readonly=True, aggregator=None, export_string_translation=False)
    same = fields.Char(readonly=True, export_string_translation=False)
    against = fields.Char(readonly=True, export_string_translation=False)
    end_kind = fields.Selection(
        [("died", "Died"), ("moved", "Moved away"), ("archived", "In the archive")],
        "No longer here",
        readonly=True,
    )
    has_contradiction = fields.Boolean("Contradicts", compute="_compute_texts")
    agreement = fields.Char("Agrees", compute="_compute_texts")
    contradiction = fields.Char("Speaks against it", compute="_compute_texts")
    # What lists show of a person, as the reader sees it.
    name = fields.Char("Full name", related="resident_id.name", related_sudo=False)
    birth_date = fields.Date("Born on", related="resident_id.birth_date", related_sudo=False)
    household_id = fields.Many2one(
        "community.household", "Home", related="resident_id.household_id", related_sudo=False
    )
    phone_display = fields.Char("Phone", related="resident_id.phone_display", related_sudo=False)
    result = fields.Selection(related="row_id.result", related_sudo=False)

    @api.model
    def _fact_labels(self):
        return {
            "number": self.env._("ID number"),
            "tail": self.env._("last characters of the ID number"),
            "name": self.env._("name"),
            "sound": self.env._("name by its sound"),
            "birth": self.env._("birth date"),
            "phone": self.env._("phone"),
            "home": self.env._("home"),
        }

    @api.model
    def _fact_words(self, facts):
        """Return the facts of a stored list in words.

        :param str facts: codes with commas between
        """
        labels = self._fact_labels()
        return "、".join(labels[fact] for fact in (facts or "").split(",") if fact)

    @api.depends("same", "against")
    def _compute_texts(self):
        for candidate in self:
            candidate.has_contradiction = bool(candidate.against)
            candidate.agreement = self._fact_words(candidate.same)
            candidate.contradiction = self._fact_words(candidate.against)

    def action_choose(self):
        """Say that this person is meant by the row; remembered for the next list."""
        self.ensure_one()
        self.row_id._check_open()
        self._choose()

    def action_not_same(self):
        """Say that this person is not meant by the row; remembered for the next list."""
        self.ensure_one()
        row = self.row_id
        row._check_open()
        self.env["community.match.choice"]._remember(self, False)
        # The candidates are the program's own rows; the right to match was asked.
        self.sudo().unlink()
        row._settle()

    def _choose(self):
        """Take these candidates, one of a row, for the people whom their rows mean."""
        if not self:
            return
        self.env["community.match.choice"]._remember(self, True)
        ends = self.row_id.match_id._end_dates(set(self.filtered("end_kind").resident_id.ids))
        for candidate in self:
            # Rows are written by the program; the right to match was asked.
            candidate.row_id.sudo().write(
                {
                    "result": "absent" if candidate.end_kind else "certain",
                    "resident_id": candidate.resident_id.id,
                    "end_kind": candidate.end_kind,
                    "date_end": ends.get(candidate.resident_id.id) or False,
                    "is_chosen": True,
                    "candidate_count": 0,
                }
            )
