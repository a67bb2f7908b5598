import base64
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import file_open

from ...tools.form_period import next_period, period_of
from ...tools.form_sheet import FormBook
from ...tools.xlsx_reader import WorkbookError

MANAGER = "community_service.group_community_manager"
MAX_BYTES = 5 * 1024 * 1024
# What was approved: another body, basis or rhythm is another form.
APPROVED = {"name", "body", "basis", "period", "date_start"}


class CommunityForm(models.Model):
    """A form that another body demands again and again: who, by which rule, how often, until when.

    No form is filled before somebody has approved it by its basis. The work of it is told: how
    many minutes it takes to type, and when it is due next.
    """

    _name = "community.form"
    _description = "Demanded Form"
    _inherit = ["community.closed.mixin", "community.record.mixin"]
    _order = "body, name, id"
    _check_company_auto = True

    name = fields.Char("Title of the form", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        default=lambda self: self.env.company,
        required=True,
        index=True,
        readonly=True,
    )
    body = fields.Char("Demanded by", required=True, help="The body that wants the form.")
    basis = fields.Char(
        "Article or paper", help="By which rule it is demanded. Without one it is not approved."
    )
    user_id = fields.Many2one(
        "res.users", "Filled in by", default=lambda self: self.env.user, index=True
    )
    period = fields.Selection(
        [
            ("month", "Each month"),
            ("quarter", "Each quarter"),
            ("half_year", "Each half-year"),
            ("year", "Each year"),
        ],
        "How often",
        required=True,
        default="month",
    )
    days_after = fields.Integer(
        "Handed in within (days)",
        default=5,
        help="How many days after the end of the period it has to be there.",
    )
    date_start = fields.Date("Demanded from", required=True, default=fields.Date.context_today)
    date_stop = fields.Date("Demanded until", help="Empty: no end was named.")
    state = fields.Selection(
        [
            ("proposed", "To be approved"),
            ("approved", "Approved"),
            ("refused", "Not to be filled in"),
            ("ended", "No longer filled in"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    approved_by_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    date_approved = fields.Date("Decided on", readonly=True, copy=False)
    refusal = fields.Char(
        "Why it is not filled in", copy=False, help="What the body is told that demanded it."
    )
    minutes = fields.Integer(
        "Minutes of typing", help="How long one form takes by hand: what filling it in saves."
    )
    note = fields.Text("How it is filled in")
    example = fields.Selection(
        selection="_selection_example",
        string="Begin with an example",
        copy=False,
        help="A form with all of its cells, as upper bodies send them; it is yours to change.",
    )
    file = fields.Binary("Blank workbook", attachment=True)
    filename = fields.Char("File name")
    date_due = fields.Date(
        "Due next on", compute="_compute_date_due", store=True, index="btree_not_null"
    )
    next_from = fields.Date("Next period from", compute="_compute_date_due", store=True)
    next_to = fields.Date("Next period until", compute="_compute_date_due", store=True)
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")

    _check_numbers = models.Constraint(
        "CHECK (days_after BETWEEN 0 AND 366 AND minutes BETWEEN 0 AND 10000)",
        "A form is handed in 0 to 366 days after its period, and takes 0 to 10,000 minutes.",
    )
    _check_stop = models.Constraint(
        "CHECK (date_stop IS NULL OR date_stop >= date_start)",
        "A form is not demanded until a day before it was demanded first.",
    )

    @api.depends("state", "period", "days_after", "date_start", "date_stop")
    def _compute_date_due(self):
        for form in self:
            first, last = form._next_period()
            form.next_from, form.next_to = first, last
            form.date_due = last and last + timedelta(days=form.days_after)

    def _next_period(self):
        """Return (first, last) day of the period that is to be filled next, or (False, False)."""
        self.ensure_one()
        if self.state != "approved" or not self.date_start:
            return False, False
        filled = self._filled_until()
        first, last = (
            next_period(filled, self.period) if filled else period_of(self.date_start, self.period)
        )
        if self.date_stop and first > self.date_stop:
            return False, False
        return first, last

    def _filled_until(self):
        """Return the last day of the last period that is filled, False where none is."""
        return False

    @api.depends("date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for form in self:
            form.is_overdue = bool(form.date_due and form.date_due < today)

    @api.constrains("name", "body")
    def _check_words(self):
        for form in self:
            if not (form.name.strip() and form.body.strip()):
                raise ValidationError(
                    self.env._("A form has a title, and the name of the body that demands it.")
                )

    @api.constrains("file")
    def _check_file(self):
        for form in self.filtered("file"):
            form._book()

    def _book(self):
        """Return the blank workbook, opened.

        :raises UserError: saying why it cannot be filled in
        """
        self.ensure_one()
        # Odoo keeps a file in base64; the reader wants its bytes.
        data = self.with_context(bin_size=False).file
        if not data:
            raise UserError(
                self.env._(
                    "%(form)s: drop in the blank workbook first, as it was sent.", form=self.name
                )
            )
        try:
            return FormBook.of_base64(data, MAX_BYTES)
        except WorkbookError as error:
            raise UserError(
                self.env._(
                    "%(file)s of %(form)s: %(reason)s",
                    file=self.filename or self.env._("The workbook"),
                    form=self.name,
                    reason=self._file_problem(error),
                )
            ) from error

    @api.model
    def _file_problem(self, error):
        """Return one sentence about a workbook that cannot be filled in."""
        return {
            "too_big": self.env._(
                "it is larger than 5 MB. Ask for the form without pictures, or delete them."
            ),
            "old": self.env._(
                "it is a workbook of the old kind (.xls) or has a password. Save it as .xlsx "
                "without a password and drop it in again."
            ),
            "strict": self.env._(
                "it is saved as “Strict Open XML”. Save it as “Excel workbook (.xlsx)” and drop it "
                "in again."
            ),
        }.get(
            error.code,
            self.env._("it cannot be read as a workbook (.xlsx). Save it anew and drop it in."),
        )

    # examples

    @api.model
    def _form_examples(self):
        """Return what forms come with the program: key -> (name, files without their ending).

        Beside the workbook stands a description: who demands it, and what fills its cells.
        """
        return {
            "dibao_changes": (
                self.env._("Monthly changes of dibao"),
                "community_service/data/forms/dibao_changes",
            ),
            "population": (
                self.env._("Population and people to care for"),
                "community_service/data/forms/population",
            ),
        }

    @api.model
    def _selection_example(self):
        return [(key, name) for key, (name, _stem) in self._form_examples().items()]

    @api.onchange("example")
    def _onchange_example(self):
        """Fill a new form with an example: title, body, rhythm, workbook and what fills it."""
        if self.example and self.state == "proposed":
            self.update(self._example_values(self.example))

    @api.model
    def _example_values(self, key):
        """Return the values of a form made from an example, cells among them."""
        _name, stem = self._form_examples()[key]
        with file_open(f"{stem}.json", "r") as file:
            values = json.load(file)
        with file_open(f"{stem}.xlsx", "rb") as file:
            workbook = base64.b64encode(file.read())
        return {
            **{name: value for name, value in values.items() if name != "cells"},
            "file": workbook,
            "filename": f"{values['name']}.xlsx",
            "cell_ids": [
                Command.clear(),
                *(Command.create(self._example_cell(cell)) for cell in values["cells"]),
            ],
        }

    @api.model
    def _example_cell(self, cell):
        """Return the values of one cell of an example; what a community has of its own is taken."""
        values = dict(cell)
        company = self.env.company
        if name := values.pop("indicator", None):
            values["indicator_id"] = self.env.ref(name)._held_by(company).id
        if name := values.pop("ledger", None):
            ledger = self.env.ref(name)._held_by(company)
            path = values.pop("path", None)
            values["ledger_id"] = ledger.id
            if path:
                columns = ledger.column_ids.filtered(lambda column: column.path == path)
                values["column_id"] = columns[:1].id
        return values

    def _settled_fields(self):
        settled = super()._settled_fields()
        return settled | APPROVED if self.state != "proposed" else settled

    def _settled_sentence(self, name):
        if name not in APPROVED:
            return super()._settled_sentence(name)
        return self.env._(
            "%(form)s was decided on as it is: who demands it, by which rule and how often stays. "
            "Copy it, change the copy and have that one approved.",
            form=self.name,
        )

    def copy_data(self, default=None):
        """Copy a form as a new one, which somebody has to approve again."""
        return [
            {**vals, "name": self.env._("%(form)s (copy)", form=form.name)}
            if "name" not in (default or {})
            else vals
            for form, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for form in self:
            if form.state != "proposed":
                raise UserError(
                    self.env._(
                        "%(form)s was decided on and stays in the register: archive it.",
                        form=form.name,
                    )
                )

    # steps

    def action_approve(self):
        """Approve the form by the rule that it names; from now on it is filled in.

        :raises AccessError: to whoever does not manage the community
        :raises UserError: where no basis is named
        """
        self._check_decider()
        self._check_state("proposed")
        self._check_filled("basis")
        self._set_closed(
            state="approved",
            approved_by_id=self.env.uid,
            date_approved=fields.Date.context_today(self),
        )

    def action_refuse(self):
        """Note that the form is not filled in, and why.

        :raises AccessError: to whoever does not manage the community
        :raises UserError: without the reason that the body is told
        """
        self._check_decider()
        self._check_state("proposed")
        self._check_filled("refusal")
        self._set_closed(
            state="refused",
            approved_by_id=self.env.uid,
            date_approved=fields.Date.context_today(self),
        )

    def action_end(self):
        """Fill the form in no longer; what was handed in stays.

        :raises AccessError: to whoever does not manage the community
        """
        self._check_decider()
        self._check_state("approved")
        today = fields.Date.context_today(self)
        for form in self:
            if not form.date_stop or form.date_stop > today:
                form.date_stop = max(today, form.date_start)
        self._set_closed(state="ended")

    def action_reopen(self):
        """Take a decision back: the form is to be approved again.

        :raises AccessError: to whoever does not manage the community
        """
        self._check_decider()
        self._check_state("refused", "ended")
        self._set_closed(state="proposed", approved_by_id=False, date_approved=False)

    def _check_decider(self):
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Whether a form is filled in is decided by a community manager: ask one of "
                    "them."
                )
            )
