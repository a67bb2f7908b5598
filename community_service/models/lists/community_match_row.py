from datetime import timedelta

from odoo import api, fields, models

KEEP_DAYS = 30


class CommunityMatchRow(models.Model):
    """A row of a list from above, and whom of the register it means.

    Rows are made and judged as a set. The numbers of the list are closed as those of the register
    are; they go, with the workbook, 30 days after the list was matched.
    """

    _name = "community.match.row"
    _description = "Row of a List"
    _inherit = ["community.guarded.mixin"]
    _order = "id"
    _log_access = False
    _rec_name = "name"

    match_id = fields.Many2one(
        "community.match", "List", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="match_id.company_id")
    match_state = fields.Selection(
        related="match_id.state", string="State of the list", related_sudo=False
    )
    sheet = fields.Char(readonly=True)
    row = fields.Integer(readonly=True, aggregator=None)
    # what the list says
    name = fields.Char("Name in the list", readonly=True)
    number_masked = fields.Char("ID number in the list", readonly=True)
    birth_date = fields.Date("Birth date in the list", readonly=True)
    phone_masked = fields.Char("Phone in the list", readonly=True)
    address = fields.Char("Address in the list", readonly=True)
    # closed, and what the comparison needs
    id_number = fields.Char(groups=fields.NO_ACCESS, readonly=True)
    id_pattern = fields.Char(
        groups=fields.NO_ACCESS, readonly=True, export_string_translation=False
    )
    phone = fields.Char("Whole phone in the list", groups=fields.NO_ACCESS, readonly=True)
    phone2 = fields.Char("Second whole phone in the list", groups=fields.NO_ACCESS, readonly=True)
    identity = fields.Char(groups=fields.NO_ACCESS, readonly=True, export_string_translation=False)
    has_tail = fields.Boolean(readonly=True, export_string_translation=False)
    is_number_wrong = fields.Boolean(readonly=True, export_string_translation=False)
    name_key = fields.Char(readonly=True, export_string_translation=False)
    pinyin = fields.Char(readonly=True, export_string_translation=False)
    area_ids = fields.Json(readonly=True, export_string_translation=False)
    room = fields.Char(readonly=True, export_string_translation=False)
    columns = fields.Json(readonly=True, export_string_translation=False)
    remarks = fields.Json(readonly=True, export_string_translation=False)
    # finding
    result = fields.Selection(
        [("certain", "Certain"), ("possible", "Possible"), ("absent", "Not here")],
        required=True,
        readonly=True,
    )
    resident_id = fields.Many2one(
        "community.resident",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
    )
    end_kind = fields.Selection(
        [("died", "Died"), ("moved", "Moved away"), ("archived", "In the archive")],
        "Why not here",
        readonly=True,
    )
    date_end = fields.Date("Not here since", readonly=True)
    is_chosen = fields.Boolean("Chosen by hand", readonly=True)
    candidate_ids = fields.One2many("community.match.candidate", "row_id", "Candidates")
    candidate_count = fields.Integer("Count of candidates", readonly=True, aggregator=None)
    reason = fields.Char(compute="_compute_reason")

    _result_idx = models.Index("(match_id, result)")

    @api.depends("result", "resident_id", "end_kind", "remarks", "candidate_ids.same")
    def _compute_reason(self):
        Candidate = self.env["community.match.candidate"]
        for row in self:
            texts = []
            if row.resident_id and row.candidate_ids:
                one = row.candidate_ids.filtered(
                    lambda one, row=row: one.resident_id == row.resident_id
                )[:1]
                texts.append(
                    self.env._("Same: %(facts)s.", facts=Candidate._fact_words(one.same))
                    if one.same
                    else ""
                )
                if one.against:
                    texts.append(
                        self.env._(
                            "Different: %(facts)s.", facts=Candidate._fact_words(one.against)
                        )
                    )
            texts.append(row._result_sentence())
            texts += row._remark_sentences()
            row.reason = " ".join(filter(None, texts))

    def _result_sentence(self):
        """Return what is said of a row that means nobody who is here."""
        if self.result == "possible":
            return self.candidate_count and self.env._("Choose who is meant.") or ""
        if self.result == "certain":
            return self.is_chosen and self.env._("Chosen by hand.") or ""
        date = self.date_end
        if self.end_kind == "died":
            return (
                self.env._("Died on %(date)s by the register.", date=date)
                if date
                else self.env._("Died by the register.")
            )
        if self.end_kind == "moved":
            return (
                self.env._("Moved away on %(date)s by the register.", date=date)
                if date
                else self.env._("Moved away by the register.")
            )
        if self.end_kind == "archived":
            return self.env._("The file is in the archive of the register.")
        return self.env._("Nobody of the register.")

    def _remark_sentences(self):
        texts = {
            "number": self.env._("The ID number …%(value)s is wrong and was not believed."),
            "name": self.env._("The cell of the name holds more or less than one name."),
            "birth": self.env._("The birth date “%(value)s” cannot be read."),
            "birth_of_number": self.env._(
                "The birth date %(value)s of the list is not that of its ID number."
            ),
            "phone": self.env._("The phone of the list is none."),
            "twice": self.env._("The same person stands in row %(value)s."),
            "crowd": self.env._(
                "%(value)s people have this name: ask the sender for a number, phone or address."
            ),
        }
        return [texts[code] % {"value": value} for code, value in self.remarks or []]

    def _check_open(self):
        """Refuse a choice about a list that is confirmed, or is not the reader's to match."""
        for match in self.match_id:
            match._one()._check_state("matched")

    def _settle(self):
        """Bring rows up to the candidates that are left; nobody left means nobody is here."""
        for row in self.sudo():  # written by the program; the right to match was asked
            count = len(row.candidate_ids)
            row.write(
                {
                    "result": "possible" if count else "absent",
                    "resident_id": False,
                    "end_kind": False,
                    "date_end": False,
                    "is_chosen": not count,
                    "candidate_count": count,
                }
            )

    def action_none(self):
        """Say that none of the candidates is meant; remembered for the next list."""
        self._check_open()
        candidates = self.candidate_ids
        self.env["community.match.choice"]._remember(candidates, False)
        # The candidates are the program's own rows; the right to match was asked.
        candidates.sudo().unlink()
        self._settle()

    def action_reset(self):
        """Forget what was said of these rows, and find their people again."""
        self._check_open()
        secret = self.sudo()  # the hash is closed; what was said of these rows is forgotten
        secret.env["community.match.choice"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("identity", "in", secret.mapped("identity")),
            ]
        ).unlink()
        for match in self.match_id:
            match._find_people()

    @api.autovacuum
    def _gc_closed(self):
        """Delete numbers and workbooks of lists matched more than 30 days ago."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        old = self.env["community.match"].search(
            [("date_matched", "<", limit), ("file_size", ">", 0)], limit=100
        )
        self.search([("match_id", "in", old.ids)]).write(
            {"id_number": False, "id_pattern": False, "phone": False, "phone2": False}
        )
        old.write({"file_data": False})
        old._set_closed(file_size=0)
