import re

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.burden import LEAST_ENTRIES, LONGEST, TOGETHER, is_time

KEY = re.compile(r"[0-9a-f]{32}")
# So many minutes after a form was filled in its time has arrived.
JUST_NOW = 5
OF_VISITS = ("door", "tap")


class CommunityBurdenTime(models.Model):
    """How long entries of one kind took a role in one month: a sum and a count.

    Nothing else is kept of a measurement: no user, device or moment. New ones wait, unseen, until
    there are five of them, or as many as the community leaves out counts below; only then the sum
    moves. So neither a figure nor the difference of two ever tells of less.
    """

    _name = "community.burden.time"
    _description = "Time of Entries"
    _inherit = ["community.closed.mixin", "community.record.mixin"]
    _log_access = False
    _rec_name = "step"
    _order = "month desc, step, entry_model, role, id"

    company_id = fields.Many2one(
        "res.company", "Community", required=True, readonly=True, index=True, ondelete="cascade"
    )
    month = fields.Date(
        "First day of the month",
        readonly=True,
        help="Empty for demanded forms: they are told of all time.",
    )
    month_name = fields.Char("Month", compute="_compute_month_name")
    role = fields.Selection(
        [
            ("grid_worker", "Grid worker"),
            ("officer", "Community officer"),
            ("manager", "Community manager"),
            (TOGETHER, "Several roles together"),
        ],
        "Staff role",
        required=True,
        readonly=True,
        help="A role of fewer than three people who are measured is told together with others.",
    )
    step = fields.Selection(
        [
            ("door", "Visit recorded At the Door"),
            ("tap", "Visit recorded with one tap"),
            ("entry", "New record"),
            ("filling", "Demanded form filled in"),
        ],
        "Kind of entry",
        required=True,
        readonly=True,
    )
    entry_model = fields.Char("Model", readonly=True, export_string_translation=False)
    # A form has somebody who keeps it: grouped by that, its minutes would be somebody's.
    form_id = fields.Many2one(
        "community.form",
        "Demanded form",
        readonly=True,
        index=True,
        ondelete="cascade",
        groups=fields.NO_ACCESS,
    )
    what = fields.Char("Which form", compute="_compute_what", compute_sudo=True)
    count = fields.Integer("Entries measured", required=True, readonly=True, default=0)
    seconds = fields.Integer(
        "Seconds in all", required=True, readonly=True, default=0, groups=fields.NO_ACCESS
    )
    minutes = fields.Float(
        "Minutes each", compute="_compute_minutes", compute_sudo=True, digits=(8, 1)
    )
    waiting_count = fields.Integer(
        readonly=True, default=0, groups=fields.NO_ACCESS, export_string_translation=False
    )
    waiting_seconds = fields.Integer(
        readonly=True, default=0, groups=fields.NO_ACCESS, export_string_translation=False
    )

    _sum_uniq = models.UniqueIndex(
        "(company_id, role, step, COALESCE(month, DATE '1970-01-01'), COALESCE(entry_model, ''),"
        " COALESCE(form_id, 0))",
        "These times have their row already.",
    )

    @api.depends("step", "entry_model", "form_id")
    @api.depends_context("lang")
    def _compute_what(self):
        steps = dict(self._fields["step"]._description_selection(self.env))
        for row in self:
            name = row.form_id.name
            if row.entry_model in self.env:
                name = self.env["ir.model"]._get(row.entry_model).name
            row.what = name or steps[row.step]

    @api.depends("month")
    def _compute_month_name(self):
        for row in self:
            row.month_name = f"{row.month:%Y-%m}" if row.month else ""

    @api.depends("what")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.what

    @api.depends("seconds", "count")
    def _compute_minutes(self):
        for row in self:
            row.minutes = round(row.seconds / row.count / 60, 1) if row.count else 0

    @api.model
    def _entry_models(self):
        """Return the names of the models whose new records are measured, as a set.

        Those of confidential files are none of them.
        """
        return {
            "community.activity",
            "community.aid.case",
            "community.certificate",
            "community.household",
            "community.life.event",
            "community.request",
            "community.resident",
            "community.visit",
            "community.visit.need",
            "community.volunteer.service",
        }

    @api.model
    def record(self, step, seconds, key, subject=False):
        """Add the time that an entry of the user took, where the community and the user measure.

        Whose role it is, which community and which month the server itself knows.

        :param str step: ``entry`` or ``filling``; a visit brings its time along with its save
        :param int seconds: from the opening to the save without pauses; 1 to 14,400
        :param str key: of this measurement, 32 digits of a hexadecimal number; one that came
            before adds nothing
        :param subject: of an entry the name of the model; of a filling the number of the form
        :return: whether it was added
        :rtype: bool
        :raises AccessError: to whoever may not make such an entry
        :raises UserError: for anything that cannot be a measurement
        """
        company, model, form = self.env.company, None, self.env["community.form"]
        if not self.env.user._is_internal() or not self.env.user._community_roles():
            raise AccessError(self.env._("Times are measured of those who work in a community."))
        if step == "entry" and isinstance(subject, str) and subject in self._entry_models():
            self.env[subject].check_access("create")
            model = subject
        elif step == "filling" and type(subject) is int:
            form = form.browse(subject).exists()
            form.check_access("write")
            company = form.company_id
        if not (model or (form and self._is_just_filled(form))):
            raise UserError(self.env._("This is no entry whose time is measured: reload the page."))
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise UserError(self.env._("A measurement needs its key: reload the page."))
        if not is_time(seconds):
            raise UserError(
                self.env._(
                    "“%(seconds)s” is no time of an entry: give whole seconds from 1 to "
                    "%(longest)s.",
                    seconds=str(seconds)[:20],
                    longest=LONGEST,
                )
            )
        return self._add(company, step, seconds, key, model, form)

    @api.model
    def _is_just_filled(self, form):
        """Tell whether the user has just filled a form in: opening a filled one is no work."""
        now = fields.Datetime.now()
        just_now = [
            ("form_id", "=", form.id),
            ("user_id", "=", self.env.uid),
            ("date_filled", ">=", fields.Datetime.subtract(now, minutes=JUST_NOW)),
        ]
        return bool(self.env["community.form.filling"].search_count(just_now, limit=1))

    @api.model
    def _add_of_visit(self, company, spent):
        """Add the time that came with a visit; one that cannot be is left out.

        The visit is what counts: it is not refused for its time.

        :param spent: dict ``step`` (``door`` or ``tap``) and ``seconds``
        """
        if not isinstance(spent, dict) or spent.get("step") not in OF_VISITS:
            return False
        if not is_time(spent.get("seconds")):
            return False
        return self._add(company, spent["step"], spent["seconds"])

    @api.model
    def _add(self, company, step, seconds, key=None, model=None, form=None):
        user = self.env.user
        role = user._told_as(company) if user._is_measured(company) else None
        if not role:
            return False
        month = fields.Date.context_today(self).replace(day=1)
        # Of one demanded form there are few in a year, whoever fills it in.
        place = (TOGETHER, None) if form else (role, month)
        try:
            # A measurement that meets another one at the same moment is left out: what it was
            # measured of shall not be tried anew for it.
            with self.env.cr.savepoint():
                if key and not self.env["community.burden.key"]._is_new(key, month):
                    return False
                self._add_up(company, *place, step, model, form, seconds)
        except SerializationFailure:
            return False
        self.invalidate_model()
        return True

    @api.model
    def _add_up(self, company, role, month, step, model, form, seconds):
        """Add one time to its row; what waits joins the sum once it is enough.

        A community that asks for more than five waits for as many.
        """
        # sudo: the community's own rule, whoever enters.
        least = max(LEAST_ENTRIES, company.sudo().community_suppress_below)
        # Raw SQL: the row is nobody's to write, and two at once add up in the database.
        self.env.cr.execute(
            SQL(
                """INSERT INTO community_burden_time AS t
                          (company_id, role, month, step, entry_model, form_id,
                           count, seconds, waiting_count, waiting_seconds)
                   VALUES (%(company)s, %(role)s, %(month)s, %(step)s, %(model)s, %(form)s,
                           0, 0, 1, %(seconds)s)
                   ON CONFLICT (company_id, role, step, COALESCE(month, DATE '1970-01-01'),
                                COALESCE(entry_model, ''), COALESCE(form_id, 0))
                   DO UPDATE SET (count, seconds, waiting_count, waiting_seconds) = (
                       SELECT t.count + CASE WHEN is_enough THEN waiting ELSE 0 END,
                              t.seconds + CASE WHEN is_enough THEN time ELSE 0 END,
                              CASE WHEN is_enough THEN 0 ELSE waiting END,
                              CASE WHEN is_enough THEN 0 ELSE time END
                         FROM (SELECT t.waiting_count + 1 AS waiting,
                                      t.waiting_seconds + EXCLUDED.waiting_seconds AS time,
                                      t.waiting_count + 1 >= %(least)s AS is_enough) now)""",
                company=company.id,
                role=role,
                month=month,
                step=step,
                model=model,
                form=form.id if form else None,
                seconds=seconds,
                least=least,
            ),
            log_exceptions=False,
        )
