import datetime
import re
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from ...tools.identity import mask_id_number, mask_name, mask_phone
from ...tools.periods import whole_years
from ...tools.trusted import said

STARS = "***"
MASKS = {
    "name": mask_name,
    "id_number": mask_id_number,
    "phone": mask_phone,
    "stars": lambda value: STARS,
}
# A copy with whole numbers, or a release for a form, opens what they cover.
COVERS = ("id_number", "phone", "stars")
SEPARATOR = "、"
LISTS = ("one2many", "many2many")
# Forms in which the place of a record shows: the names of what it lies in, of one kind.
PLACES = ("estate", "building", "entrance")
CLOSED_NUMBER = re.compile(r"id_number|(\w+_)?phone\d?")


class CommunityLedgerColumn(models.Model):
    """A column of a ledger: a stored field, reached over links; of a list, all its values."""

    _name = "community.ledger.column"
    _description = "Ledger Column"
    _inherit = ["community.shared.part.mixin", "community.selection.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _shared_parent = "ledger_id"

    ledger_id = fields.Many2one(
        "community.ledger", required=True, index=True, ondelete="cascade", check_company=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Heading", required=True, translate=True)
    path = fields.Char(
        "Field",
        required=True,
        help="Field of the record, or a path over links such as household_id.address. "
        "A path over a list, such as category_line_ids.category_id.name, puts all its values into "
        "the cell.",
    )
    list_domain = fields.Char(
        "Of the list",
        help="Which lines of the list, for a path over one; date_from, date_to and today may stand "
        "in it. Without a period they are those of this month.",
    )
    width = fields.Integer("Width (characters)", default=14)
    mask = fields.Selection(
        [
            ("name", "Name"),
            ("id_number", "ID number"),
            ("phone", "Phone"),
            ("stars", "Stars alone"),
        ],
        help="Closed values leave the database masked only: of a number its last digits, of a "
        "disability or a bank account stars.",
    )
    form = fields.Selection(
        [
            ("iso", "2026-11-23"),
            ("chinese", "2026年11月23日"),
            ("month", "2026.11"),
            ("age", "Age on the day of the ledger"),
            ("estate", "Estate in which a place lies"),
            ("building", "Building in which a place lies"),
            ("entrance", "Entrance in which a place lies"),
        ],
        "Shown as",
        default="iso",
    )
    is_total = fields.Boolean("Added up", help="The sum stands in the line below the rows.")

    _check_width = models.Constraint(
        "CHECK (width BETWEEN 2 AND 200)", "A column is 2 to 200 characters wide."
    )

    @api.constrains("path", "mask", "list_domain", "ledger_id", "form")
    def _check_path(self):
        # Constraints run as superuser; what is closed has to show to the writer of the column.
        for column in self.sudo(False):
            records = column.ledger_id._records()
            last = column._field(records)
            masked = [last.name] if last.groups == fields.NO_ACCESS else []
            steps = column._steps(records)
            column._refuse_unreadable(steps, masked)
            place = _list_place(steps)
            if place is not None:
                lines = self.env[steps[place][1].comodel_name].sudo(False)
                column._check_lines(lines)

    def _check_lines(self, lines):
        """Refuse a condition on the lines of a list that does not work, or asks what is closed."""
        try:
            condition = self._list_condition()
            lines._search(condition, limit=1)
        except AccessError:
            raise
        except Exception as error:
            # Whatever the condition breaks is one sentence.
            self._refuse(
                self.list_domain,
                self.env._("is no condition on these lines (%(error)s).", error=error),
            )
        self._refuse_unreadable(self._asked_fields(lines, condition))

    # resolving

    def _refuse(self, part, reason):
        raise ValidationError(
            self.env._(
                "Ledger %(ledger)s, column %(column)s: “%(part)s” %(reason)s",
                ledger=self.ledger_id.name,
                column=self.name,
                part=part,
                reason=reason,
            )
        )

    def _steps(self, model):
        """Return the (model, field) pairs of the path; a many2one at its end adds its name."""
        steps, names = [], (self.path or "").strip().split(".")
        for position, name in enumerate(names):
            field = model._fields.get(name)
            if field is None:
                self._refuse(
                    name, self.env._("is not a field of %(model)s.", model=model._description)
                )
            if not field.store:
                self._refuse(
                    name, self.env._("is worked out on the screen and cannot stand in a ledger.")
                )
            if field.type in ("one2many", "many2many"):
                if _list_place(steps) is not None or position == len(names) - 1:
                    self._refuse(
                        name,
                        self.env._("is a list: name a field of it; a path has one list alone."),
                    )
                if model._name == field.comodel_name:
                    self._refuse(name, self.env._("leads back to the same kind of record."))
            elif position < len(names) - 1 and field.type != "many2one":
                self._refuse(name, self.env._("is not a link: nothing can follow it."))
            steps.append((model, field))
            if field.relational:
                model = self.env[field.comodel_name]
        if self.form in PLACES:
            if steps[-1][1].comodel_name != "community.area":
                self._refuse(
                    names[-1],
                    self.env._("is not a place: only of a place can its parts be shown."),
                )
        elif steps[-1][1].type == "many2one":
            field = model._fields.get(model._rec_name or "")
            if not field or not field.store:
                self._refuse(names[-1], self.env._("is a link: name the field to show after it."))
            steps.append((model, field))
        return steps

    def _field(self, model):
        """Return the field at the end of the path.

        :raises ValidationError: naming ledger, column, part and remedy
        """
        steps = self._steps(model)
        last = steps[-1][1]
        if last.groups == fields.NO_ACCESS:
            mask = self._mask_of(*steps[-1])
            if not mask:
                self._refuse(last.name, self.env._("is closed and cannot stand in a ledger."))
            if self.mask != mask:
                self._refuse(
                    last.name,
                    self.env._(
                        "is closed: choose the mask “%(mask)s” for it.",
                        mask=dict(self._fields["mask"]._description_selection(self.env))[mask],
                    ),
                )
        if last.type in ("binary", "json", "properties", "reference", "many2one_reference"):
            self._refuse(last.name, self.env._("cannot be written into a cell."))
        return last

    @api.model
    def _mask_of(self, model, field):
        """Return the mask under which a closed field may stand in a ledger, or None."""
        if CLOSED_NUMBER.fullmatch(field.name):
            # The mask of a phone would leave the front of an ID number.
            return "id_number" if field.name == "id_number" else "phone"
        # Half an illness or half a key tells as much as the whole: there is no mask but stars.
        is_released = hasattr(model, "_released_fields") and field.name in model._released_fields()
        return "stars" if is_released else None

    def _term(self, model, query):
        """Return the SQL of the column, joining what its path needs to ``query``."""
        steps = self._steps(model)
        self._field(model)
        for step_model, _field in steps:
            step_model.check_access("read")
        place = _list_place(steps)
        if place is None:
            return self._path_term(steps, query.table, query)
        alias = query.table
        for step_model, field in steps[:place]:
            _comodel, alias = field.join(step_model, alias, query)
        return self._list_term(steps[place:], alias)

    def _path_term(self, steps, alias, query):
        for model, field in steps[:-1]:
            _comodel, alias = field.join(model, alias, query)
        model, field = steps[-1]
        if field.groups == fields.NO_ACCESS:
            # Closed fields are read for their mask alone; _field refused them without one.
            model = model.sudo()
        elif not model._has_field_access(field, "read"):
            raise AccessError(
                self.env._(
                    "Ledger %(ledger)s: you may not read the column %(column)s.",
                    ledger=self.ledger_id.name,
                    column=self.name,
                )
            )
        return model._field_to_sql(alias, field.name, query)

    def _paths(self):
        """Return pairs of the path of each column and the domain of its list."""
        return [(column.path.split("."), column._list_condition()) for column in self]

    def _list_condition(self):
        values = self.env["community.ledger"]._period_values()
        return Domain(safe_eval(self.list_domain or "[]", values))

    def _list_term(self, steps, alias):
        """Return a scalar sub-select with the values of a list as an array, by id.

        :param str alias: the table to whose record the list belongs
        """
        model, field = steps[0]
        # Archived records may be chosen for the ledger; its lists stay those of the screen.
        comodel = self.env[field.comodel_name].with_context(active_test=True, **field.context)
        domain = self._list_condition() & Domain(
            field.domain if isinstance(field.domain, list) else []
        )
        query = comodel._search(domain)
        main = SQL.identifier(alias, "id")
        if field.type == "one2many":
            inverse = SQL.identifier(query.table, field.inverse_name)
            query.add_where(SQL("%s = %s", inverse, main))
        else:
            query.add_where(
                SQL(
                    "%s IN (SELECT %s FROM %s WHERE %s = %s)",
                    SQL.identifier(query.table, "id"),
                    SQL.identifier(field.column2),
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    main,
                )
            )
        value = self._path_term(steps[1:], query.table, query)
        return query.subselect(
            SQL("array_agg(%s ORDER BY %s)", value, SQL.identifier(query.table, "id"))
        )

    # writing

    def _heading(self):
        """Return (heading, width, number format, is added up) as the sheet wants them."""
        field = self._field(self.ledger_id._records())
        number_format = None
        if self.form == "iso" and not self._is_list():
            number_format = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm"}.get(field.type)
        is_number = field.type in ("integer", "float", "monetary") and not self._is_list()
        return self.name, self.width, number_format, self.is_total and is_number

    def _is_list(self):
        return _list_place(self._steps(self.ledger_id._records())) is not None

    def _converter(self, model):
        """Return a function from the database's value to the cell's, or None to leave it.

        The values of a list are changed one by one and joined.
        """
        change = self._value_converter(model)
        return joined(change) if self._is_list() else change

    def _value_converter(self, model):
        field = self._field(model)
        if self.form in PLACES:
            return self._place_names().get
        is_whole = self.mask and said(self.env, "community_whole_numbers")
        is_auditor = self.mask and self.env["res.users"]._is_community_auditor_only()
        if not is_whole and is_auditor and self.mask == "id_number":
            # As on the screen: an auditor gets not even the last four.
            return lambda value: "*" * len(value) if value else None
        if not is_whole and is_auditor and self.mask == "stars":
            # Nor who has a disability: stars for everybody.
            return lambda value: STARS
        if self.mask and not is_whole:
            mask = MASKS[self.mask]
            return lambda value: mask(value) if value else None
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get
        if field.type == "boolean":
            yes = self.env._("Yes")
            return lambda value: yes if value else None
        if field.type == "datetime":
            return lambda value: (
                value and fields.Datetime.context_timestamp(self, value).replace(tzinfo=None)
            )
        if field.type == "date":
            return self._date_converter()
        if field.name in getattr(self._steps(model)[-1][0], "_zero_is_unknown", ()):
            return lambda value: value or None
        return None

    def _place_names(self):
        """Return ``{id of a place: names of what it lies in}``, of the kind that the column shows.

        A place is no secret inside the community; there are a few thousand of them.
        """
        Area = self.env["community.area"].with_context(active_test=False)
        areas = Area.search_fetch([("kind", "!=", False)], ["kind", "name", "parent_path"])
        names = {area.id: area.name for area in areas if area.kind == self.form}
        return {
            area.id: "".join(
                names.get(int(number), "") for number in area.parent_path.split("/") if number
            )
            for area in areas
        }

    def _date_converter(self):
        # Of a form, the last day of its period: how old they were then.
        today = self.env["community.ledger"]._period_values()["date_to"]
        return {
            "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日" if d else None,
            "month": lambda d: f"{d.year}.{d.month:02d}" if d else None,
            "age": lambda d: whole_years(d, today) if d else None,
        }.get(self.form)


def _list_place(steps):
    """Return which step of a path is a list, None where there is none."""
    return next((place for place, (_model, field) in enumerate(steps) if field.type in LISTS), None)


def joined(change):
    """Return a function that makes one text of a list of values, each changed first."""

    def join(values):
        changed = map(change, values or ()) if change else values or ()
        return SEPARATOR.join(_text(value) for value in changed if value not in (None, "")) or None

    return join


def _text(value):
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, (float, Decimal)):
        return f"{value:f}".rstrip("0").rstrip(".")
    return str(value)  # of a date: 2026-11-23
