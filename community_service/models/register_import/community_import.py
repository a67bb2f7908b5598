import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

FIRST_ROWS = 10


class CommunityImport(models.Model):
    """A household register taken from a workbook into the register, in three steps.

    ``action_check`` reads the file into staged rows and says what would be created, changed and
    refused; nothing is written to the register. ``action_apply`` writes it. Both may be repeated:
    a row that was applied is never applied again, and facts that are already in the register are
    left as they are.
    """

    _name = "community.import"
    _description = "Register Import"
    _inherit = ["mail.thread", "community.guarded.mixin"]
    _order = "id desc"
    _rec_name = "filename"
    _check_company_auto = True

    # file
    file = fields.Binary(
        "Workbook", compute="_compute_file", inverse="_inverse_file", exportable=False
    )
    filename = fields.Char("File name")
    file_data = fields.Binary("Workbook (whole)", attachment=True, groups=fields.NO_ACCESS)
    file_size = fields.Integer("Size in bytes", readonly=True, aggregator=None)

    # where
    company_id = fields.Many2one(
        "res.company",
        "Community",
        default=lambda self: self.env.company,
        required=True,
        index=True,
        readonly=True,
    )
    area_id = fields.Many2one(
        "community.area",
        "Inside",
        domain="[('kind', '=', 'community')]",
        check_company=True,
        help="The place in which the estates stand; empty: the place of this community.",
    )
    user_id = fields.Many2one("res.users", "Imported by", readonly=True, copy=False)

    # course
    state = fields.Selection(
        [
            ("draft", "Workbook"),
            ("checking", "Reading"),
            ("checked", "Checked"),
            ("applying", "Applying"),
            ("done", "Applied"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    sheet_headings = fields.Json(readonly=True, copy=False)
    notice = fields.Text("Remarks", readonly=True, copy=False)
    date_checked = fields.Datetime(readonly=True, copy=False)
    date_started = fields.Datetime(readonly=True, copy=False)
    date_applied = fields.Datetime(readonly=True, copy=False)
    seconds = fields.Float("Seconds of work", readonly=True, copy=False, aggregator=None)
    rows_per_second = fields.Integer(compute="_compute_rows_per_second")

    # findings
    row_ids = fields.One2many("community.import.row", "import_id", "Rows")
    column_ids = fields.One2many("community.import.column", "import_id", "Columns")
    word_ids = fields.One2many("community.import.word", "import_id", "Unknown words")
    row_count = fields.Integer("Person rows", readonly=True, copy=False)
    error_count = fields.Integer("Refused", readonly=True, copy=False)
    create_count = fields.Integer("To create", readonly=True, copy=False)
    change_count = fields.Integer("To change", readonly=True, copy=False)
    same_count = fields.Integer("Unchanged", readonly=True, copy=False)
    warning_count = fields.Integer("With remarks", readonly=True, copy=False)
    done_count = fields.Integer("Applied rows", readonly=True, copy=False)
    good_count = fields.Integer("Good rows", compute="_compute_good_count")
    todo_count = fields.Integer("Rows to apply", readonly=True, copy=False)
    household_count = fields.Integer("Households", readonly=True, copy=False)
    household_create_count = fields.Integer("Households to create", readonly=True, copy=False)
    headless_count = fields.Integer("Households without head", readonly=True, copy=False)
    create_row_ids = fields.Many2many(
        "community.import.row", string="First to create", compute="_compute_first_rows"
    )
    change_row_ids = fields.Many2many(
        "community.import.row", string="First to change", compute="_compute_first_rows"
    )
    error_row_ids = fields.Many2many(
        "community.import.row", string="First refused", compute="_compute_first_rows"
    )
    error_file = fields.Binary("Refused rows", compute="_compute_error_file", exportable=False)

    # An uploaded register holds whole numbers: it can be given, not taken back.
    def _compute_file(self):
        self.file = False

    def _inverse_file(self):
        for record in self:
            if record.file:
                if record.state in ("applying", "checking"):
                    raise UserError(
                        self.env._(
                            "%(file)s is being worked on: wait until it is finished, then start "
                            "a new import.",
                            file=record.filename,
                        )
                    )
                # Writing is allowed to whoever may write the import; reading back is not.
                secret = record.sudo()
                secret.file_data = record.file
                secret.file_size = len(record.file) * 3 // 4
                if record.state != "draft":
                    record.state = "draft"

    @api.depends("done_count", "seconds")
    def _compute_rows_per_second(self):
        for record in self:
            record.rows_per_second = record.done_count / record.seconds if record.seconds else 0

    @api.depends("row_count", "error_count")
    def _compute_good_count(self):
        for record in self:
            record.good_count = record.row_count - record.error_count

    def _compute_first_rows(self):
        Row = self.env["community.import.row"]
        for record in self:
            own = [("import_id", "=", record.id)]
            for name, domain in (
                ("create_row_ids", [("action", "=", "create"), ("state", "!=", "refused")]),
                ("change_row_ids", [("action", "=", "change"), ("state", "!=", "refused")]),
                ("error_row_ids", [("state", "=", "refused")]),
            ):
                known = record.id and record.state != "draft"
                record[name] = Row.search(own + domain, limit=FIRST_ROWS) if known else Row

    def _compute_error_file(self):
        for record in self:
            has_errors = record.id and record.error_count
            record.error_file = base64.b64encode(record._error_workbook()) if has_errors else False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applying(self):
        for record in self:
            if record.state == "applying":
                raise UserError(
                    self.env._(
                        "%(file)s is being applied: resume it and let it finish first.",
                        file=record.filename,
                    )
                )
