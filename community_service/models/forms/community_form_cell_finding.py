from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.form_finding import Finding, cell_value, id_ranges, plain
from ...tools.form_text import Ticks, parse_words
from ...tools.trusted import trusted
from ..figures.community_ledger_column import joined
from ..figures.community_report_line import RANGES
from ..visits.community_visit_check import FACT_FIELDS

STARS = "***"
# Of how many rows it is counted what they lack.
MOST_ROWS = 5000
# How many rows are inserted into a form at most.
MOST_MORE = 2000
FACTS = {name: fact for fact, names in FACT_FIELDS.items() for name in names}


class CommunityFormCell(models.Model):
    """What fills a cell in a period: counted, listed, and the records behind it."""

    _inherit = "community.form.cell"

    def _figures(self, first, last):
        """Return dict cell -> :class:`Finding`; figures of one span are counted at once."""
        found = {}
        groups = self.grouped(lambda cell: (cell._span_of(first, last), cell.area_id))
        since = self.indicator_id._recorded_since()
        for (span, _area), cells in groups.items():
            whole = cells.filtered(lambda cell: not cell._is_by_records())
            values = whole.indicator_id._values(*span, cells[0]._place_domain())
            for cell in cells:
                found[cell] = cell._figure(span, values, since)
        return found

    def _figure(self, span, values, since):
        indicator, today = self.indicator_id, fields.Date.context_today(self)
        empty, value, model, domain = "", None, "", Domain.FALSE
        if indicator.is_of_today and span[1] < today:
            empty = self.env._("It is counted as of today alone: nobody can say it of that day.")
        elif not self._is_by_records() and indicator not in values:
            empty = self.env._("Whoever described this figure may not read it any more.")
        else:
            # sudo: of a confidential file the program keeps which records were counted; they open
            # for those alone who may read them.
            model, domain = (self.sudo() if self._is_closed() else self)._target(*span)
            domain = self._of_community(model, domain)
            if self._is_by_records():
                records = self.env[model].with_context(active_test=False)
                if self._is_closed():
                    # sudo: of confidential files everybody gets the number, as in a report.
                    records = records.sudo()
                value = float(records.search_count(domain))
            else:
                value = values[indicator]
            if not indicator._is_recorded(value, since[indicator], span[1]):
                empty = self.env._("Nobody recorded it in that period.")
        if empty:
            return Finding({}, is_known=False, note=empty)
        return Finding(
            {self._place(): value}, plain(value), model=model, ranges=self._ranges(model, domain)
        )

    def _is_by_records(self):
        """Tell whether the number is that of the records, and not the indicator's own."""
        return self._is_narrowed() or bool(self.added_ids)

    def _is_closed(self):
        indicators = self.indicator_id | self.added_ids
        return any((indicators | indicators.numerator_id).mapped("is_confidential"))

    def _of_community(self, model, domain):
        if "company_id" in self.env[model]._fields:
            domain &= Domain("company_id", "=", self.company_id.id)
        return domain

    def _ranges(self, model, domain):
        records = self.env[model]
        if self._is_closed():
            # sudo: see _figure. The ranges are closed to everybody.
            records = records.sudo()
        query = records.with_context(active_test=False)._search(domain)
        # Raw SQL: the query carries the rules; the ids never leave the database.
        ((ranges,),) = self.env.execute_query(SQL(RANGES, query.select()))
        return ranges or ""

    # what is missing

    def _count_missing(self):
        """Note of columns how many records lack the fact, and since when half of it was said."""
        today = fields.Date.context_today(self)
        for cell in self.filtered(lambda cell: cell.column_id and not cell.column_id._is_list()):
            records = cell.ledger_id._records()
            domain = cell._of_community(records._name, cell.ledger_id._domain())
            path = cell.column_id.path
            # sudo: of closed numbers, that one is there or not; the rows are those of the reader.
            rows = records.search(domain, limit=MOST_ROWS)
            without = rows.sudo().filtered(lambda row, path=path: not any(row.mapped(path)))
            days = cell._days_said(rows - without.sudo(False), path, today)
            cell._set_closed(
                record_count=len(rows),
                missing_count=len(without),
                fresh_on=sorted(days)[len(days) // 2] if days else False,
            )

    def _lacking(self, residents, path):
        """Return those of these residents who stand in the rows and lack the fact.

        :param str path: that of the column; called as superuser, of people whom the door shows
        """
        records = self.ledger_id._records()
        domain = self._of_community(records._name, self.ledger_id._domain())
        way, _dot, name = path.rpartition(".")
        if records._name == "community.resident" and not way:
            rows = residents.sudo().filtered_domain(domain)
        elif records._name == "community.household" and way == "head_id":
            homes = records.search(domain & Domain("id", "in", residents.household_id.ids))
            rows = homes.head_id & residents.sudo()
        elif way == "resident_id":
            cases = records.search(domain & Domain("resident_id", "in", residents.ids))
            rows = cases.resident_id & residents.sudo()
        else:
            # A fact of somebody else, or of no one person.
            rows = residents.browse().sudo()
        return rows.filtered(lambda resident: not resident[name])

    def _days_said(self, rows, path, today):
        """Return the day on which each of these told the fact: at a visit, or in the register."""
        *way, name = path.split(".")
        holders = rows.mapped(".".join(way)) if way else rows
        told = {
            res_id: day
            for res_id, day in self.env["community.fact.change"]._read_group(
                [
                    ("model", "=", holders._name),
                    ("res_id", "in", holders.ids),
                    ("field_name", "=", name),
                ],
                ["res_id"],
                ["date:max"],
            )
        }
        fact = FACTS.get(name)
        if fact and holders._name == "community.resident":
            for resident, day in self.env["community.visit.check"]._read_group(
                [("resident_id", "in", holders.ids), ("fact", "=", fact)],
                ["resident_id"],
                ["date:max"],
            ):
                told[resident.id] = max(day, told.get(resident.id) or day)
        days = []
        for holder in holders:
            entered = holder.create_date
            begun = fields.Datetime.context_timestamp(self, entered).date() if entered else today
            days.append(max(told.get(holder.id) or begun, begun))
        return days

    # rows

    def _rows(self, first, last):
        """Return dict cell -> :class:`Finding` of the columns of one block of rows.

        A list that is longer than the form has room for says how many rows it needs beyond.

        :raises UserError: where the ledger is missing, or longer than any form
        """
        self = self.with_context(**trusted(community_period=(first, last)))
        head = self[0]
        ledger = head.ledger_id
        if not ledger or not ledger.active:
            raise UserError(
                self.env._(
                    "%(form)s: the ledger that filled the rows from %(cell)s on is not there any "
                    "more. Choose another one for each of its columns.",
                    form=head.form_id.name,
                    cell=head.address,
                )
            )
        missing = self.filtered(lambda cell: cell.kind in ("column", "tick") and not cell.column_id)
        if missing:
            raise UserError(
                self.env._(
                    "%(form)s: the column that filled the cells from %(cell)s down is missing in "
                    "the ledger “%(ledger)s”. Choose another one.",
                    form=head.form_id.name,
                    cell=missing[0].address,
                    ledger=ledger.name,
                )
            )
        records, domain = ledger._records(), self._rows_domain(first, last)
        columns, left_out = self.column_id, ""
        if hasattr(records, "_kept_back_parted"):
            domain, count = records._kept_back_parted(domain, columns._paths())
            left_out = records._kept_back_sentence(count)
        room = min(self.mapped("row_last")) - head._place()[0] + 1
        most = room + MOST_MORE
        query = records._search(domain, order=ledger.order or records._order, limit=most + 1)
        terms = [column._term(records, query) for column in columns]
        identity = SQL.identifier(query.table, "id")
        # Raw SQL: the query carries the reader's rules, as for a ledger.
        rows = [] if query.is_empty() else self.env.execute_query(query.select(identity, *terms))
        if len(rows) > most:
            raise UserError(
                self.env._(
                    "%(form)s has room for %(room)s rows from %(cell)s on, and the ledger "
                    "“%(ledger)s” has more than %(most)s of them. Take a part of it: rows of the "
                    "period alone, or of one place.",
                    form=head.form_id.name,
                    room=room,
                    cell=head.address,
                    ledger=ledger.name,
                    most=most,
                )
            )
        places = {column: number for number, column in enumerate(columns, 1)}
        more = max(len(rows) - room, 0)
        beside = self.filtered(lambda cell: not cell.is_down)
        found = {
            cell: cell._column_finding(records, rows, places)._replace(more=more)
            for cell in beside
            if cell.kind not in ("count", "tick")
        }
        people = records.browse([line[0] for line in rows])
        for cell in beside.filtered(lambda cell: cell.kind == "count"):
            found[cell] = cell._count_finding(people, first, last)._replace(more=more)
        for cell in self - beside:
            found[cell] = cell._lines_finding(records, rows, places)
        for cell in beside.filtered(lambda cell: cell.kind == "tick"):
            found[cell] = cell._tick_finding(records, rows, places)
        if left_out:
            note = " ".join(filter(None, (left_out, found[head].note)))
            found[head] = found[head]._replace(note=note)
        return found

    def _count_finding(self, rows, first, last):
        """Return the figure of each row; where nobody recorded it, the cells stay empty."""
        indicator, today = self.indicator_id, fields.Date.context_today(self)
        span = self._span_of(first, last)
        empty, rest = "", 0.0
        if indicator.is_of_today and span[1] < today:
            empty = self.env._("It is counted as of today alone: nobody can say it of that day.")
        else:
            numbers, rest = self._numbers_of(rows, *span)
            since = indicator._recorded_since()[indicator]
            if not indicator._is_recorded(sum(numbers.values()) + rest, since, span[1]):
                empty = self.env._("Nobody recorded it in that period.")
        if empty:
            return Finding({}, is_known=False, note=empty)
        row, column = self._place()
        values, texts = {}, []
        for place, record in enumerate(rows):
            value = numbers.get(record.id, 0.0)
            values[row + place, column] = value
            texts.append([record.id, plain(value)])
        count = self.env._("%(count)s rows", count=len(rows))
        note = ""
        if rest:
            note = self.env._("%(count)s more belong to none of the rows.", count=plain(rest))
        return Finding(values, count, True, note, rows._name, id_ranges(rows.ids), texts)

    def _numbers_of(self, rows, first, last):
        """Return (dict id of a row -> number, number of what belongs to none of the rows)."""
        indicator = self.indicator_id
        if indicator.measure == "rate":
            (parts, _rest), (wholes, _other) = (
                self._counted(figure, rows, first, last)
                for figure in (indicator.numerator_id, indicator.denominator_id)
            )
            shares = {
                row: round(100 * parts.get(row, 0) / whole, 1)
                for row, whole in wholes.items()
                if whole
            }
            return shares, 0.0
        # sudo: see _figure.
        model, domain = (self.sudo() if self._is_closed() else self)._target(first, last)
        return indicator._count_rows(rows, model, self._of_community(model, domain))

    def _counted(self, figure, rows, first, last):
        """Return what ``_count_rows`` tells of one side of a share."""
        # sudo: see _figure.
        source = figure.sudo() if figure.is_confidential else figure
        model, domain = source._target(first, last, Domain.TRUE)
        return figure._count_rows(rows, model, self._of_community(model, domain))

    def _lines_finding(self, records, rows, places):
        """Return the lines of the list of one record, one below another."""
        row, column = self._place()
        change = self._line_change(records)
        lines = (rows[0][places[self.column_id]] or ()) if rows else ()
        values, texts = {}, []
        for place, line in enumerate(lines):
            value = cell_value(change(line))
            if value is not None:
                values[row + place, column] = value
            texts.append(plain(value) if isinstance(value, (int, float)) else value or "")
        room = self.row_last - row + 1
        ids = [line[0] for line in rows[:1]]
        return Finding(
            values,
            "、".join(texts),
            True,
            "",
            records._name,
            id_ranges(ids),
            [[number, "、".join(texts)] for number in ids],
            max(len(lines) - room, 0),
        )

    def _tick_finding(self, records, rows, places):
        """Return which boxes are ticked for one record; a word without a box ticks none."""
        words, ids = parse_words(self.word_map), [line[0] for line in rows[:1]]
        told = rows[0][places[self.column_id]] if rows else None
        told = told if isinstance(told, (list, tuple)) else [told]
        told = [str(value) for value in dict.fromkeys(told) if value not in (None, False, "")]
        chosen = list(dict.fromkeys(words[value] for value in told if value in words))
        note = ""
        if told and len({value for value in told if value in words}) < len(told):
            note = self.env._("The form has no box for it.")
        text = "、".join(chosen)
        return Finding(
            {self._place(): Ticks(tuple(chosen))} if chosen else {},
            text,
            bool(chosen),
            note,
            records._name,
            id_ranges(ids),
            [[number, text] for number in ids],
        )

    def _rows_domain(self, first, last):
        head = self[0]
        ledger, records = head.ledger_id, head.ledger_id._records()
        records.check_access("read")
        domain = head._of_community(records._name, ledger._domain())
        if head.form_id.card_ledger_id == ledger:
            domain &= Domain("id", "=", head.form_id.card_id)
        if any(self.mapped("is_of_period")) and ledger.date_path:
            domain &= Domain(ledger.date_path, ">=", first) & Domain(ledger.date_path, "<=", last)
        if head.area_id:
            place = head._place_domain()
            by_home = Domain("household_id", "any", place)
            domain &= place if "area_id" in records._fields else by_home
        return domain

    def _column_finding(self, records, rows, places):
        row, column = self._place()
        ids = [line[0] for line in rows]
        note, values, texts = "", {}, []
        change = self._change(records)
        longest, kept = 0, self._kept_values(records, ids)
        for number, line in enumerate(rows):
            value = number + 1
            if self.kind == "extra":
                value = STARS if kept.get(line[0]) else None
            elif self.kind == "column":
                value = line[places[self.column_id]]
                longest = max(longest, len(value or ()) if self.nth else 0)
                value = cell_value(change(value))
            if value is not None:
                values[row + number, column] = value
            text = plain(value) if isinstance(value, (int, float)) else value
            texts.append([line[0], text or ""])
        widest = max(self.form_id.cell_ids.filtered(self._is_beside).mapped("nth"), default=0)
        if self.nth and longest > widest:
            note = self.env._(
                "The form has %(room)s side by side, and somebody has %(count)s: the rest is left "
                "out.",
                room=widest,
                count=longest,
            )
        count = self.env._("%(count)s rows", count=len(rows))
        return Finding(values, count, True, note, records._name, id_ranges(ids), texts)

    def _kept_values(self, records, ids):
        """Return {id: text} of the column that an import kept word for word."""
        if self.kind != "extra":
            return {}
        # sudo: closed; that something stands there shows as stars, and whole by a release alone.
        people = records.browse(ids).sudo()
        name = self.extra_name.strip()
        return {
            person.id: str(text)
            for person in people
            if (text := (person.register_extra or {}).get(name)) not in (None, "")
        }

    def _is_beside(self, other):
        return other.ledger_id == self.ledger_id and other.column_id == self.column_id

    def _change(self, records):
        """Return the function from a value of the database to that of a cell."""
        column = self.column_id
        if not column:
            return lambda value: value
        change = self._line_change(records)
        if self.nth:
            place = self.nth - 1
            return lambda value: change(value[place]) if value and len(value) > place else None
        return joined(change) if column._is_list() else change

    def _line_change(self, records):
        """Return the function from one value to what the form calls it."""
        change = self.column_id._value_converter(records) or (lambda value: value)
        words = parse_words(self.word_map)
        return (lambda value: words.get(str(value)) or change(value)) if words else change
