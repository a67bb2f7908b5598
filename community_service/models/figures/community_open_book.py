from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.paper_pages import ROW, row_height

# Of the table on paper, in millimetres and in Chinese characters.
PAGE, HEADING = 205.0, 12.0
WIDTHS = [22, 8, 6]
MANAGER = "community_service.group_community_manager"
MONTHS = {"month": 1, "quarter": 3, "year": 12}
OUT = ("published", "replaced", "withdrawn")


class CommunityOpenBook(models.Model):
    """What the community did in a month, a quarter or a year, for residents to read.

    An edition is drawn up by one person, approved by a manager who is somebody else, and frozen as
    it is published. A mistake is corrected by a new edition, which says what changed. The figures
    are lines of a report of its own; small counts are left out of what residents read (see the
    part ``_finding``), and names never stand in it.
    """

    _name = "community.open.book"
    _description = "Open Book"
    _inherit = ["community.guarded.mixin", "community.paper.mixin", "mail.thread"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", search="_search_name")
    company_id = fields.Many2one(
        "res.company",
        "Community",
        default=lambda self: self.env.company,
        required=True,
        index=True,
    )
    span = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
        "Period",
        default="quarter",
        required=True,
    )
    day = fields.Date(
        "A day of the period",
        compute="_compute_day",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Of the month, quarter or year that the figures are of.",
    )
    date_from = fields.Date("Starts on", compute="_compute_period", store=True, precompute=True)
    date_to = fields.Date("Ends on", compute="_compute_period", store=True, precompute=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("replaced", "Replaced"),
            ("withdrawn", "Taken down"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    edition = fields.Integer(readonly=True, copy=False)
    report_id = fields.Many2one(
        "community.report",
        "Figures",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    line_ids = fields.One2many(
        "community.open.book.line", "book_id", "Lines of the book", copy=False
    )
    user_id = fields.Many2one(
        "res.users",
        "Drawn up by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        index=True,
    )
    author_role = fields.Selection(
        [("officer", "Community officer"), ("manager", "Community manager")],
        "Role of the author",
        readonly=True,
        copy=False,
    )
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    date_published = fields.Date("Published on", readonly=True, copy=False)
    date_withdrawn = fields.Date("Taken down on", readonly=True, copy=False)
    withdraw_reason = fields.Char("Why it is taken down", copy=False)
    hidden_below = fields.Integer("Counts left out below", readonly=True, copy=False)
    changed_ids = fields.One2many(
        "community.open.book.line",
        "book_id",
        "Changed since the edition before",
        domain=[("is_changed", "=", True)],
        readonly=True,
        copy=False,
    )

    _draft_uniq = models.UniqueIndex(
        "(company_id, date_from, date_to) WHERE state = 'draft'",
        "An open book of this period is being drawn up already: go on with that one.",
    )
    _published_uniq = models.UniqueIndex(
        "(company_id, date_from, date_to) WHERE state = 'published'",
        "Another edition of this period was published at the same moment: look at it first.",
    )

    @api.depends("span")
    def _compute_day(self):
        """Propose the last period that is over."""
        first = fields.Date.context_today(self).replace(day=1)
        for book in self:
            months = MONTHS.get(book.span, 1)
            start = first - relativedelta(months=(first.month - 1) % months)
            book.day = start - relativedelta(days=1)

    @api.depends("span", "day")
    def _compute_period(self):
        for book in self:
            if not book.day or book.span not in MONTHS:
                book.date_from = book.date_to = False
                continue
            months = MONTHS[book.span]
            first = book.day.replace(day=1)
            book.date_from = first - relativedelta(months=(first.month - 1) % months)
            book.date_to = book.date_from + relativedelta(months=months, days=-1)

    @api.depends("company_id", "date_from", "span")
    @api.depends_context("lang")
    def _compute_name(self):
        for book in self:
            book.name = self.env._(
                "Open book of %(community)s, %(period)s",
                # sudo: the name of the community stands in it, whoever reads it.
                community=book.company_id.sudo().name or "",
                period=book._period_words(),
            )

    @api.model
    def _search_name(self, operator, value):
        """Find by the words of the reader's language; a community has few books."""
        books = self.search([("company_id", "in", self.env.companies.ids)])
        if operator in ("ilike", "like") and isinstance(value, str):
            found = books.filtered(lambda book: value.lower() in book.name.lower())
        elif operator == "in":
            found = books.filtered(lambda book: book.name in value)
        else:
            return NotImplemented
        return Domain("id", "in", found.ids)

    def _period_words(self):
        """Return how people call the period, in the language of the reader."""
        start = self.date_from
        if not start:
            return ""
        if self.span == "month":
            return self._paper_month(start)
        if self.span == "year":
            return self.env._("the year %(year)s", year=start.year)
        quarters = (
            self.env._("the first quarter of %(year)s", year=start.year),
            self.env._("the second quarter of %(year)s", year=start.year),
            self.env._("the third quarter of %(year)s", year=start.year),
            self.env._("the fourth quarter of %(year)s", year=start.year),
        )
        return quarters[(start.month - 1) // 3]

    def _settled_fields(self):
        settled = super()._settled_fields() | {"company_id", "span", "day"}
        if self.state in ("replaced", "withdrawn"):
            settled |= {"line_ids", "withdraw_reason"}
        elif self.state == "published":
            settled |= {"line_ids"}
        return settled

    def _settled_sentence(self, name):
        if name in ("span", "day"):
            return self.env._(
                "%(book)s stays of its period: delete the draft, and draw up another of the right "
                "one.",
                book=self.name,
            )
        return super()._settled_sentence(name)

    @api.model_create_multi
    def create(self, vals_list):
        books = super().create(vals_list)
        for book in books:
            report = self.env["community.report"]._create_closed(
                [
                    {
                        "name": book.name,
                        "kind": "open",
                        "company_id": book.company_id.id,
                        "date_from": book.date_from,
                        "date_to": book.date_to,
                        "comparison": "before",
                        "practice": False,
                        "problems": False,
                        "proposals": False,
                    }
                ],
                "kind",
            )
            book._set_closed(report_id=report.id)
            book._refresh_lines(book._last_edition())
        return books

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        for book in self:
            if book.state != "draft":
                raise UserError(
                    self.env._(
                        "%(book)s was published and stays in the file: take it down, or "
                        "correct it.",
                        book=book.name,
                    )
                )

    def unlink(self):
        """Remove drafts with their figures."""
        reports = self.report_id
        result = super().unlink()
        reports.unlink()
        return result

    @api.model
    def _book_codes(self):
        """Return the codes of the indicators that may stand in an open book, as a set.

        Each was weighed: it counts work done and breaks nothing down by what is nobody's business
        (health, disability, faith...). Addons add theirs with ``super()``, and of a confidential
        file no more than its managers' report says.
        """
        return {
            "visits",
            "visits_routine",
            "visits_care",
            "visits_comfort",
            "visits_policy",
            "visits_hearing",
            "visits_follow_up",
            "answered_on_spot",
            "needs_found",
            "needs_closed",
            "needs_closed_on_time",
            "requests_received",
            "requests_closed",
            "requests_on_time",
            "requests_agent",
            "certificates_issued",
            "aid_dibao_households",
            "aid_edge_households",
            "aid_students",
            "aid_housing_solved",
            "aid_fee_waivers",
            "activities_held",
            "activity_attendances",
            "training_attendances",
            "people_trained",
            "posts_opened",
            "people_placed",
            "volunteers_active",
            "volunteer_services",
            "volunteer_hours",
            "convenience_orders",
        }

    def _same_period(self):
        """Return the editions of the same period that are or were out, the oldest first."""
        self.ensure_one()
        return self.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_from", "=", self.date_from)
            & Domain("date_to", "=", self.date_to)
            & Domain("state", "in", OUT)
            & Domain("id", "!=", self.id),
            order="edition, id",
        )

    def _last_edition(self):
        return self._same_period()[-1:]

    def _refresh_lines(self, pattern=None):
        """Work out the figures again, and have a line for each.

        :param pattern: an edition whose ticks a new line takes over
        """
        self.ensure_one()
        self.report_id._refresh_figures()
        known = self.line_ids.report_line_id
        ticks = {line.indicator_id: line.is_shown for line in (pattern or self).line_ids}
        self.env["community.open.book.line"].create(
            [
                {
                    "book_id": self.id,
                    "report_line_id": line.id,
                    "is_shown": ticks.get(line.indicator_id, True),
                }
                for line in self.report_id.line_ids - known
            ]
        )

    def action_refresh(self):
        """Work out the figures of a draft again."""
        self.check_access("write")
        self._check_state("draft")
        for book in self:
            book._refresh_lines()

    def action_publish(self):
        """Approve the edition and put it out: what it says is frozen.

        An edition of the same period that is out is replaced, and this one says what changed.

        :raises AccessError: to whoever is no manager, or drew it up
        :raises UserError: if the period is not over, or no line is ticked
        """
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("An open book is approved by a community manager: ask one of them.")
            )
        self._check_state("draft")
        today = fields.Date.context_today(self)
        for book in self:
            if book.user_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You drew up %(book)s: another manager has to approve it.", book=book.name
                    )
                )
            if book.date_to >= today:
                raise UserError(
                    self.env._(
                        "%(book)s goes to %(day)s: publish it when that day is over, or its "
                        "figures would be half.",
                        book=book.name,
                        day=format_date(self.env, book.date_to),
                    )
                )
            book._refresh_lines()
            if not book.line_ids.filtered("is_shown"):
                raise UserError(
                    self.env._(
                        "No line of %(book)s is ticked: tick what residents shall read.",
                        book=book.name,
                    )
                )
            book._freeze(today)

    def _freeze(self, today):
        before = self._same_period()
        last = before[-1:]
        hidden = self._hidden_lines()
        self.line_ids._freeze(hidden, last)
        self.report_id.line_ids._freeze()
        self.report_id._set_closed(state="locked", frozen_examples=[])
        # A database that is told of both at once keeps one published edition of a period.
        before.filtered(lambda book: book.state == "published")._set_closed(state="replaced")
        self.env.flush_all()
        self._set_closed(
            state="published",
            edition=(last.edition or 0) + 1,
            author_role="manager" if self.user_id.has_group(MANAGER) else "officer",
            approved_by_id=self.env.uid,
            date_published=today,
            hidden_below=self.company_id.community_suppress_below,
        )

    def action_correct(self):
        """Draw up a new edition of a published one; its ticks are taken over.

        :return: action: the draft
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("published", "withdrawn")
        book = self.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_from", "=", self.date_from)
            & Domain("date_to", "=", self.date_to)
            & Domain("state", "=", "draft"),
            limit=1,
        ) or self.create({"span": self.span, "day": self.date_from})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": book.id,
            "views": [(False, "form")],
        }

    def action_withdraw(self):
        """Take a published edition down; what it said stays in the file.

        :raises AccessError: to whoever is no manager
        :raises UserError: without a reason
        """
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("An open book is taken down by a community manager: ask one of them.")
            )
        self._check_state("published")
        for book in self:
            if len((book.withdraw_reason or "").strip()) < 4:
                raise UserError(
                    self.env._("Say in a few words why %(book)s is taken down.", book=book.name)
                )
        self._set_closed(state="withdrawn", date_withdrawn=fields.Date.context_today(self))

    # what residents read

    @api.model
    def _public_community(self):
        """Return the community whose open book is read at this address, empty while it is off."""
        company = self.env["res.company"]._community_of_address()
        return company.filtered("community_online_book")

    @api.model
    def _public_page(self, book_id=None):
        """Return what the page for residents shows, or None where it is off.

        :param int book_id: which edition; the newest without it, or where it is not out
        :return: dict ``community``, ``books`` (id and title of each that is out), ``book`` (as
            :meth:`_public_values`, None while nothing is out)
        """
        company = self._public_community()
        if not company:
            return None
        # sudo: read by people without an account; published editions of this community alone.
        books = self.sudo().search(
            Domain("company_id", "=", company.id) & Domain("state", "=", "published")
        )
        book = books.filtered(lambda book: book.id == book_id) or books[:1]
        return {
            "community": company.name,
            "books": [
                {"id": one.id, "title": one._period_words(), "is_here": one == book}
                for one in books
            ],
            "book": book._public_values() if book else None,
        }

    def _public_values(self):
        """Return what residents read of one published edition: no name, no small count.

        :return: dict ``title``, ``days`` (from and to, in words), ``sections`` (label and rows:
            name, figure, unit), ``changes`` (name, before, now), and sentences: ``hidden`` (what a
            star means, empty without one), ``imprint`` and ``mistakes``
        """
        self.ensure_one()
        shown = self.line_ids.filtered("is_out").sorted(lambda line: (line.sequence, line.id))
        sections = dict(shown._fields["section"]._description_selection(self.env))
        roles = dict(self._fields["author_role"]._description_selection(self.env))
        return {
            "title": self.name,
            "days": f"{self._paper_day(self.date_from)} – {self._paper_day(self.date_to)}",
            "hidden": any(line.is_hidden for line in shown)
            and self.env._(
                "*: a count below %(below)s, or one that such a count could be worked out from. It "
                "is left out so that nobody is recognised.",
                below=self.hidden_below,
            ),
            "imprint": self.env._(
                "Edition %(edition)s, published on %(day)s. Drawn up by: %(role)s. Approved by: "
                "Community manager.",
                edition=self.edition,
                day=self._paper_day(self.date_published),
                role=roles.get(self.author_role, ""),
            ),
            "mistakes": self.env._(
                "Whoever finds a mistake tells it to the window of %(community)s.",
                community=self.company_id.name,
            ),
            "sections": [
                (sections[section], [(one.name, one.public_text, one.unit or "") for one in lines])
                for section, lines in shown.grouped("section").items()
            ],
            "changes": [
                (line.name, line.before_text or "–", line.public_text or "–")
                for line in self.line_ids.filtered("is_changed")
            ],
        }

    def _paper_blocks(self):
        """Return the printed table by pages: lists of (section, rows of name, figure and unit)."""
        pages, left = [[]], PAGE
        for section, rows in self._public_values()["sections"]:
            block = None
            for row in rows:
                height = row_height([str(cell) for cell in row], WIDTHS)
                needed = height + (0 if block else HEADING + ROW)
                if needed > left:
                    pages.append([])
                    left, block = PAGE, None
                    needed = height + HEADING + ROW
                if block is None:
                    block = (section, [])
                    pages[-1].append(block)
                block[1].append(row)
                left -= needed
        return [page for page in pages if page]
