import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError

from ...tools.xlsx_reader import WorkbookError


class CommunityMatch(models.Model):
    """A list that another office sent, matched with the register.

    ``action_match`` reads the workbook and says of each row whether the person is certain, possible
    or not here; nothing is written to the register. Somebody chooses among the possible ones and
    confirms the result. Then everybody found gets a category, a place on the list of an activity or
    a mark, which may be taken back; and the workbook is returned with its empty columns filled in.
    """

    _name = "community.match"
    _description = "List from Above"
    _inherit = ["mail.thread", "community.guarded.mixin"]
    _order = "id desc"
    _rec_name = "filename"
    _check_company_auto = True

    # the list
    file = fields.Binary(
        "Workbook", compute="_compute_file", inverse="_inverse_file", exportable=False
    )
    filename = fields.Char("File name")
    file_data = fields.Binary("Workbook (whole)", attachment=True, groups=fields.NO_ACCESS)
    file_size = fields.Integer("Size in bytes", readonly=True, aggregator=None)
    sender = fields.Char("Sent by", help="The office that sent the list and waits for it.")
    company_id = fields.Many2one(
        "res.company",
        "Community",
        default=lambda self: self.env.company,
        required=True,
        index=True,
        readonly=True,
    )
    # course
    state = fields.Selection(
        [("draft", "Upload"), ("matched", "Matched"), ("confirmed", "Confirmed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one("res.users", "Matched by", readonly=True, copy=False)
    date_matched = fields.Datetime("Matched on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", "Confirmed by", readonly=True, copy=False)
    date_confirmed = fields.Datetime("Confirmed on", readonly=True, copy=False)
    notice = fields.Text("Remarks", readonly=True, copy=False)
    # Tells a list that came before; what stood in it cannot be read out of it.
    digest = fields.Char(
        groups=fields.NO_ACCESS,
        readonly=True,
        copy=False,
        index="btree_not_null",
        export_string_translation=False,
    )
    sheet_columns = fields.Json(readonly=True, copy=False, export_string_translation=False)
    # findings
    row_ids = fields.One2many("community.match.row", "match_id", "Rows of the list")
    batch_ids = fields.One2many("community.match.batch", "match_id", "Batches of the list")
    row_count = fields.Integer("Rows", compute="_compute_counts")
    certain_count = fields.Integer("Certain", compute="_compute_counts")
    possible_count = fields.Integer("To be chosen", compute="_compute_counts")
    single_count = fields.Integer("With one candidate", compute="_compute_counts")
    absent_count = fields.Integer("Not here", compute="_compute_counts")
    batch_count = fields.Integer("Batches", compute="_compute_batch_count")

    # An uploaded list holds whole numbers: it can be given, not taken back.
    def _compute_file(self):
        self.file = False

    def _inverse_file(self):
        for record in self.filtered("file"):
            if record.state == "confirmed":
                raise UserError(
                    self.env._(
                        "%(file)s is confirmed and stays as it is: start a new list for another "
                        "workbook.",
                        file=record.filename,
                    )
                )
            # Writing is allowed to whoever may write the list; reading back is not.
            secret = record.sudo()
            secret.file_data = record.file
            secret.file_size = len(record.file) * 3 // 4
            if record.state != "draft":
                record._forget_rows()
                record._set_closed(state="draft", notice=False)

    @api.depends("row_ids.result")
    def _compute_counts(self):
        Row = self.env["community.match.row"]
        groups = Row._read_group(
            [("match_id", "in", self.ids)], ["match_id", "result"], ["__count"]
        )
        single = dict(
            Row._read_group(
                [
                    ("match_id", "in", self.ids),
                    ("result", "=", "possible"),
                    ("candidate_count", "=", 1),
                ],
                ["match_id"],
                ["__count"],
            )
        )
        for record in self:
            counts = {result: count for match, result, count in groups if match == record._origin}
            record.row_count = sum(counts.values())
            record.certain_count = counts.get("certain", 0)
            record.possible_count = counts.get("possible", 0)
            record.absent_count = counts.get("absent", 0)
            record.single_count = single.get(record._origin, 0)

    @api.depends_context("uid")
    def _compute_batch_count(self):
        self._count_links("batch_count", "community.match.batch", "match_id")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for record in self:
            if record.batch_ids.filtered(lambda batch: batch.state == "done"):
                raise UserError(
                    self.env._(
                        "%(file)s: something was done with this list. Take that back first, or "
                        "keep the list.",
                        file=record.filename,
                    )
                )

    def _one(self):
        """Return the one existing list of this call, for a user who may match."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one list at a time."))
        record = self.exists()
        if not record:
            raise MissingError(self.env._("This list does not exist any more."))
        record.check_access("write")
        if not self.env.user.has_group("community_service.group_community_officer"):
            raise AccessError(
                self.env._("Only community officers and managers match lists with the register.")
            )
        return record

    # steps

    def action_match(self):
        """Read the list and find its people in the register; nothing is written there.

        May be repeated after the register has changed: what somebody has chosen stays, unless a
        stronger fact speaks against it now.

        :raises UserError: if the file cannot be read as a list, or was matched before
        """
        record = self._one()
        record._check_state("draft", "matched")
        # The uploaded list is closed to everybody; reading it is what it was given for.
        data = record.sudo().with_context(bin_size=False).file_data
        if not data:
            raise UserError(self.env._("Choose the workbook of the list first."))
        try:
            record._read_rows(base64.b64decode(data))
        except WorkbookError as error:
            raise UserError(record._file_problem(error)) from error
        record._find_people()
        record._set_closed(
            state="matched", date_matched=fields.Datetime.now(), user_id=self.env.uid
        )
        record.message_post(
            body=self.env._(
                "%(rows)s rows of %(file)s matched: %(certain)s certain, %(possible)s to be "
                "chosen, %(absent)s not here.",
                rows=record.row_count,
                file=record.filename,
                certain=record.certain_count,
                possible=record.possible_count,
                absent=record.absent_count,
            )
        )

    def action_take_single(self):
        """Choose the candidate of every row that has just one; contradictions stay to be chosen."""
        record = self._one()
        record._check_state("matched")
        rows = record.row_ids.filtered(
            lambda row: row.result == "possible" and row.candidate_count == 1
        )
        rows.candidate_ids.filtered(lambda one: not one.has_contradiction)._choose()

    def action_confirm(self):
        """Confirm the result: rows that are still to be chosen are left out of what is done.

        :raises UserError: if no row means anybody
        """
        record = self._one()
        record._check_state("matched")
        record._set_closed(
            state="confirmed",
            date_confirmed=fields.Datetime.now(),
            confirmed_by_id=self.env.uid,
        )

    def action_reopen(self):
        """Go back to choosing, while nothing is done with the list.

        :raises UserError: naming what was done
        """
        record = self._one()
        record._check_state("confirmed")
        done = record.batch_ids.filtered(lambda batch: batch.state == "done")[:1]
        if done:
            raise UserError(
                self.env._(
                    "%(file)s: “%(batch)s” was done with this result. Take it back first, then "
                    "choose anew.",
                    file=record.filename,
                    batch=done.display_name,
                )
            )
        record._set_closed(state="matched", date_confirmed=False, confirmed_by_id=False)

    def action_view_rows(self):
        """Open all rows of the list."""
        return self._rows_action()

    def action_view_certain(self):
        """Open the rows whose person is certain."""
        return self._rows_action("certain")

    def action_view_possible(self):
        """Open the rows among whose candidates somebody has to choose."""
        return self._rows_action("possible")

    def action_view_absent(self):
        """Open the rows of people who are not here."""
        return self._rows_action("absent")

    def _rows_action(self, result=None):
        domain = [("match_id", "=", self.id)]
        if result:
            domain.append(("result", "=", result))
        return self._one()._list_action("community_service.community_match_row_action", domain)

    def action_view_batches(self):
        """Open what was done with the list."""
        return self._one()._links_action(
            "community_service.community_match_batch_action", "match_id"
        )

    def action_do(self):
        """Open the dialog that gives everybody found a category, an invitation or a mark."""
        return self._dialog("community_service.community_match_apply_action")

    def action_return(self):
        """Open the dialog that returns the workbook with its empty columns filled in."""
        return self._dialog("community_service.community_match_return_action")

    def _dialog(self, xmlid):
        record = self._one()
        record._check_state("confirmed")
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return action | {"context": {"default_match_id": record.id}}

    def _forget_rows(self):
        # Rows are the program's own work; whoever may drop in another workbook may lose them.
        self.env["community.match.row"].sudo().search([("match_id", "in", self.ids)]).unlink()

    def _found_rows(self):
        """Return the rows of people who live or are registered here, one for each of them."""
        rows = self.row_ids.filtered(lambda row: row.result == "certain" and row.resident_id)
        return rows.browse({row.resident_id.id: row.id for row in reversed(rows)}.values()).sorted()
