import ast
import unicodedata
from collections import Counter
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Command

from ...tools.form_kinds import service_rows
from ...tools.form_lists import (
    CARED,
    CARED_WORDS,
    EVERYBODY,
    PEOPLE_MODELS,
    STRANGERS,
    Column,
    form_words,
    is_signed,
    options_named,
    shaped,
)
from ...tools.form_reader import read_form
from ...tools.form_sheet import address_of
from ...tools.form_text import fill_blanks, options_of
from ...tools.form_words import figure_meaning, known_words, ordinal, plain_word, without_span
from ...tools.register_heading import match_heading
from ...tools.register_values import word_of
from .community_form_cell import ROWS

# What a column of a list is filled with, by what its heading means in the import; path from the
# person, heading of the ledger, mask.
PERSON = {
    "name": ("name", False),
    "sex": ("sex", False),
    "birth_date": ("birth_date", False),
    "age": ("birth_date", False),
    "id_number": ("id_number", "id_number"),
    "ethnicity": ("ethnicity", False),
    "education": ("education", False),
    "marital": ("marital", False),
    "employment": ("employment", False),
    "phone": ("phone", "phone"),
    "phone2": ("phone2", "phone"),
    "registered_address": ("registered_address", False),
    "emergency_name": ("emergency_name", False),
    "emergency_phone": ("emergency_phone", "phone"),
    "role": ("role", False),
    "kind": ("resident_kind", False),
    "address": ("household_id.address", False),
    "room": ("household_id.room", False),
    "grid": ("grid_id.name", False),
    "category": ("category_line_ids.category_id.name", False),
    "email": ("email", False),
    "register_no": ("household_id.register_no", False),
    "occupation": ("occupation", False),
    "work_unit": ("work_unit", False),
    "residence_permit": ("residence_permit", False),
    "residence_permit_end": ("residence_permit_end", False),
    "disability_kind": ("disability_kind", "stars"),
    "disability_grade": ("disability_grade", "stars"),
    "disability_number": ("disability_number", "stars"),
    "disability_end": ("disability_end", "stars"),
    "bank_name": ("bank_name", "stars"),
    "bank_account": ("bank_account", "stars"),
    "floor_area": ("household_id.dwelling_id.floor_area", False),
    "room_count": ("household_id.dwelling_id.room_count", False),
}
HOME = {
    "head_name": ("head_id.name", False),
    "address": ("address", False),
    "room": ("room", False),
    "grid": ("grid_id.name", False),
    "register_no": ("register_no", False),
    "members": ("member_count", False),
    "floor_area": ("dwelling_id.floor_area", False),
    "room_count": ("dwelling_id.room_count", False),
    **{
        key: (f"head_id.{path}", mask)
        for key, (path, mask) in PERSON.items()
        if "." not in path and key not in ("name", "role", "kind")
    },
}
# Words of forms beyond those of the import.
COLUMNS = {
    "联系方式": "phone",
    "家庭人口": "members",
    "家庭人口数": "members",
    "人口数": "members",
    "户主姓名": "head_name",
    "户主": "head_name",
    "年龄": "age",
    "家庭住址": "address",
    "居住地址": "address",
    "现住址": "address",
    "所属网格": "grid",
    "网格": "grid",
    "人员类别": "category",
}
# Whose list it is, by a word of the title: categories that a person or a home is in today.
SUBJECTS = {
    "独居": "elderly_alone",
    "困境儿童": "child_hardship",
    "退役军人": "veteran",
    "重度残疾": "severe_disability",
    "残疾": "disability",
    "重病": "major_illness",
    "高龄": "age_80",
    "低保边缘": "dibao_edge",
    "低保": "dibao",
    "特困": "extreme_hardship",
    "失独": "only_child_lost",
    "计划生育特殊": "family_planning_special",
    "计生特殊": "family_planning_special",
}


class Words(NamedTuple):
    """What the words of a form may mean.

    :param dict figures: as :func:`~..tools.form_words.known_words` returns them
    :param dict indicators: indicator by its code
    :param dict headings: what a heading means in the import
    """

    figures: dict
    indicators: dict
    headings: dict


class CommunityForm(models.Model):
    """A form read on arrival: by its headings, what fills each column, how fresh, what is missing.

    A whole word that is known is certain; anything else is a proposal with a question mark, which
    stays empty until somebody confirms it, or is left alone.
    """

    _inherit = "community.form"

    read_note = fields.Text("What was read", readonly=True, copy=False)
    question_count = fields.Integer("Cells to be confirmed", compute="_compute_question_count")

    @api.depends("cell_ids.is_question")
    def _compute_question_count(self):
        for form in self:
            form.question_count = len(form.cell_ids.filtered("is_question"))

    @api.model
    def _form_words(self):
        """Return dict whole word of a form -> code of an indicator; other addons add theirs."""
        return {}

    def action_read(self):
        """Read the workbook by its headings and propose what fills each of its cells.

        Cells that somebody has described already stay as they are.

        :raises UserError: if the workbook cannot be read
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("proposed", "approved")
        book = self._book()
        taken = {(cell._sheet_in(book), cell.address) for cell in self.cell_ids}
        asked, unknown, lines = 0, [], []
        for name in book.names():
            grid = book.grid(name)
            title, places = read_form(grid)
            lines += self._blank_lines(name, grid)
            here = {address for sheet, address in taken if sheet == name}
            proposed, columns = self._proposals(book, name, title, places, here)
            lines += proposed
            asked += len(places)
            found = {line["address"] for line in proposed} | here
            unknown += [
                "/".join((*place.labels, *place.headings))
                for place in places
                if address_of(place.row, place.column) not in found
            ]
        lines = [
            line
            for line in lines
            if (line["sheet"] or book.names()[0], line["address"]) not in taken
        ]
        questions = [line.pop("is_question", False) for line in lines]
        cells = self.env["community.form.cell"].create(
            [{**line, "form_id": self.id, "sequence": 10 * n} for n, line in enumerate(lines, 1)]
        )
        for cell, is_question in zip(cells, questions, strict=True):
            if is_question:
                cell._set_closed(is_question=True)
        (self.cell_ids.filtered(lambda cell: cell.kind == "column"))._count_missing()
        self._set_closed(read_note=self._read_sentence(asked, unknown))

    def _read_sentence(self, asked, unknown):
        filled = self.cell_ids.filtered(lambda cell: cell.kind in ("figure", *ROWS))
        sure = filled.filtered(lambda cell: not cell.is_question)
        note = self.env._(
            "%(asked)s cells and columns are asked for: %(sure)s fill themselves, %(questions)s "
            "are to be confirmed, of %(unknown)s nothing is known.",
            asked=asked,
            sure=len(sure),
            questions=len(filled - sure),
            unknown=len(unknown),
        )
        return "\n".join([note, "、".join(dict.fromkeys(unknown))[:1000]]).strip()

    @api.model
    def _blank_lines(self, sheet, grid):
        """Return what is filled into the blanks of texts, above and below the table."""
        lines = []
        for (row, column), text in sorted(grid.values.items()):
            if not isinstance(text, str) or len(text) > 120:
                continue
            top = grid.merges.top(row, column)
            if top and top != (row, column):
                continue
            base = {"sheet": sheet, "address": address_of(row, column), "kind": "blank"}
            days = {"年": "1", "月": "1", "日": "1"}
            if fill_blanks([text], {"日": "1"}) and fill_blanks([text], {"年": "1"}):
                kind = "last_day" if "截" in text or "止" in text else "today"
                if fill_blanks([text], days):
                    lines.append({**base, "blank": kind})
            elif row <= 3 and fill_blanks([text], {"年": "1"}):
                lines.append({**base, "blank": "period"})
            for kind in ("community", "filler"):
                if fill_blanks([text], {kind: "x"}) and (kind == "filler" or row <= 4):
                    lines.append({**base, "blank": kind})
        return lines

    def _proposals(self, book, sheet, title, places, taken):
        """Return (values of cells, places of columns) that are proposed for a sheet.

        :param set taken: addresses of which somebody has said already what fills them
        """
        words = self._words_known()
        lines = []
        for place in places:
            if place.kind == "own":
                lines.append(
                    {
                        "sheet": sheet,
                        "address": address_of(place.row, place.column),
                        "kind": "text",
                        "text": self.company_id._community_name(),
                    }
                )
            if place.kind != "cell":
                continue
            meaning = figure_meaning(place.labels, place.headings, title, words.figures, place.unit)
            if figure := self._figure_values(meaning, words):
                address = address_of(place.row, place.column)
                lines.append({"sheet": sheet, "address": address, "kind": "figure", **figure})
        columns = [place for place in places if place.kind == "column"]
        if all(address_of(place.row, place.column) in taken for place in columns):
            columns = []
        card = self._card_proposals(book, sheet, title, places, len(lines), words)
        of_card = {line["address"] for line in card}
        lines = [line for line in lines if line["address"] not in of_card]
        return lines + card + self._list_proposals(book, sheet, title, columns, words), columns

    def _words_known(self):
        """Return the :class:`Words` of a form, fetched once for all of its sheets' cells."""
        synonyms = self.env["community.import.synonym"]._in_use(
            self.company_id, [("field", "=", "header")]
        )
        headings = {word.key: (word.target or "").partition("/")[2] for word in synonyms}
        return Words(
            known_words(self._form_words()),
            {code.code: code for code in self.env["community.indicator"]._in_use(self.company_id)},
            headings | {word_of(word): target for word, target in COLUMNS.items()},
        )

    @api.model
    def _figure_values(self, meaning, words):
        """Return the values of a cell that counts, None where the figure is not held."""
        codes = meaning.code.split("+") if meaning else ()
        if not codes or not all(code in words.indicators for code in codes):
            return None
        first, *others = (words.indicators[code] for code in codes)
        return {
            "indicator_id": first.id,
            "added_ids": [Command.set([other.id for other in others])],
            "is_question": not meaning.is_sure,
            **meaning.values,
        }

    # lists

    @api.model
    def _person_columns(self):
        """Return dict meaning -> :class:`~..tools.form_lists.Column` of a person."""
        return _columns(PERSON)

    @api.model
    def _form_rows(self):
        """Return the kinds of records that a form may be about; other addons add theirs.

        :return: list of :class:`~..tools.form_lists.Rows`
        """
        return service_rows(self._person_columns(), _columns(HOME))

    def _kinds_of_rows(self, title):
        """Return the kinds of records that a form of this title may be about."""
        return [
            rows
            for rows in self._form_rows()
            if rows.model in self.env
            and self.env[rows.model].has_access("read")
            and (not rows.titles or any(word in title for word in rows.titles))
        ]

    def _list_proposals(self, book, sheet, title, places, words):
        """Return the values of the columns of a list, and make the ledger that fills them."""
        best = None
        for rows in self._kinds_of_rows(title) if places else ():
            meanings = self._column_meanings(places, rows.words, words)
            targets = {target for target, _sure in meanings.values()}
            if not targets & set(rows.names) or targets & set(rows.without):
                continue
            known = {
                place: (shaped(rows.columns[target], place), is_sure)
                for place, (target, is_sure) in meanings.items()
                if target in rows.columns
            }
            counts = self._counts(places, meanings, rows, title, words) if rows.is_counted else {}
            beside = self._beside(places, rows, words)
            known = {**known, **{place: (column, False) for place, column in beside.items()}}
            if len(known) + len(counts) >= 2 and (
                best is None or len(known) + len(counts) > len(best[2]) + len(best[3])
            ):
                best = rows, meanings, known, counts
        if not best:
            return []
        rows, meanings, known, counts = best
        ledger = self._rows_ledger(title, rows, known)
        is_clear = self._is_subject_known(title, rows)
        lines = []
        for place in places:
            base = {
                "sheet": sheet,
                "address": address_of(place.row, place.column),
                "ledger_id": ledger.id,
                "row_last": place.row_last,
            }
            if place in known:
                column, is_sure = known[place]
                lines.append({**base, **self._column_values(book, sheet, place, ledger, column)})
                # Of whom the list is, a title that nobody knows does not say.
                lines[-1]["is_question"] = not (is_sure and is_clear) or column.is_question
                if place.headings[:-1] and column in (rows.lines or {}).values():
                    lines[-1]["nth"] = ordinal(place.headings[-2])
            elif place in counts:
                lines.append({**base, "kind": "count", **counts[place]})
                lines[-1]["is_question"] |= not is_clear
            elif meanings.get(place, ("",))[0] == "ignore":
                lines.append({**base, "kind": "number"})
        return lines

    def _beside(self, places, rows, words):
        """Return dict place -> column of the people of a family who stand side by side.

        Which of them is the first, a form does not say: a person has to confirm it.
        """
        asked = [
            place
            for place in places
            if len(place.headings) > 1 and ordinal(place.headings[-2]) and rows.lines
        ]
        # One of them alone says what a heading means; the same stands under each of the others.
        leaves = {
            place.headings[-1]: place._replace(headings=place.headings[-1:]) for place in asked
        }
        meanings = self._column_meanings(leaves.values(), rows.words, words) if asked else {}
        targets = {place.headings[-1]: target for place, (target, _sure) in meanings.items()}
        return {
            place: rows.lines[targets[place.headings[-1]]]
            for place in asked
            if targets.get(place.headings[-1]) in rows.lines
        }

    def _counts(self, places, meanings, rows, title, words):
        """Return dict place -> values of the columns that count something for each row."""
        records, found = self.env[rows.model], {}
        for place in places:
            if place in meanings and meanings[place][0] in (*rows.columns, "ignore"):
                continue
            meaning = figure_meaning((), place.headings, title, words.figures)
            figure = self._figure_values(meaning, words)
            if not figure:
                continue
            path = self.env["community.indicator"].browse(figure["indicator_id"])._row_path(records)
            # Whether somebody is counted among all is no figure of this person.
            if path and path[0] != "id":
                figure["is_question"] |= bool(path[1])
                found[place] = figure
        return found

    def _column_values(self, book, sheet, place, ledger, column):
        """Return the values of a cell that is filled from the column of a ledger."""
        line = ledger.column_ids.filtered(
            lambda line: (
                (line.path, line.form, line.list_domain or "")
                == (column.path, column.form, column.lines)
            )
        )[:1]
        options = book.options(sheet, place.row, place.column) or options_named(place.headings)
        values = {"kind": "column", "column_id": line.id}
        if options and (told := self._words_of(line, column, options)):
            values["word_map"] = told
        return values

    def _words_of(self, line, column, options):
        """Return what the form calls the values of a field that has some fixed ones."""
        field = line._field(line.ledger_id._records())
        if field.type != "selection":
            return ""
        chinese = self.with_context(lang="zh_CN").env
        codes = dict(chinese[field.model_name]._fields[field.name]._description_selection(chinese))
        return form_words(column.words, codes, options)

    def _column_meanings(self, places, own_words, words):
        """Return dict place -> (target, is certain) of the columns of a list.

        :param dict own_words: what headings mean in a list of this kind, beyond those of the import
        """
        lookup = words.headings | {word_of(word): to for word, to in own_words.items()}
        leaves = Counter(place.headings[-1] for place in places)
        found = {}
        for place in places:
            leaf = place.headings[-1]
            word = word_of(plain_word(leaf)) or ""
            whole = lookup.get(word_of("".join(place.headings)))
            if leaves[leaf] > 1:
                # The same words under several headings: whose they are, these words do not say.
                under = place.headings[:-1]
                if whole:
                    found[place] = whole, True
                elif under and all(self._is_neutral(plain_word(text)) for text in under):
                    if target := lookup.get(word):
                        found[place] = target, True
                continue
            # 本月变动 beside 变动: when is said by the period of the form.
            target = lookup.get(word) or whole or lookup.get(word_of(without_span(word)[1]))
            if target:
                under = [plain_word(text) for text in place.headings[:-1]]
                is_sure = all(self._is_neutral(text) for text in under)
                found[place] = target, is_sure
            elif guessed := match_heading(unicodedata.normalize("NFKC", leaf), lookup.get):
                found[place] = guessed, False
        return found

    # cards

    def _card_proposals(self, book, sheet, title, places, figures, words):
        """Return the values of the cells of a card about one record.

        :param int figures: how many of its cells are figures; where they are more, it is no card
        """
        singles = [place for place in places if place.kind in ("cell", "tick") and place.labels]
        singles = [place for place in singles if not place.headings and not is_signed(place)]
        lines = [place for place in places if place.kind == "lines"]
        if self.card_ledger_id:
            # What the card is about was read, or chosen, before.
            return []
        best, most = None, max(figures, 2)
        for rows in self._kinds_of_rows(title):
            if not rows.is_card:
                continue
            asked = [place._replace(headings=place.labels[-1:]) for place in singles]
            known = {
                place: (rows.columns[target], is_sure)
                for place, (target, is_sure) in self._column_meanings(
                    asked, rows.words, words
                ).items()
                if target in rows.columns
            }
            meanings = self._column_meanings(lines, rows.words, words) if rows.lines else {}
            inner = {
                place: (rows.lines[target], is_sure)
                for place, (target, is_sure) in meanings.items()
                if target in rows.lines
            }
            if len(known) > most:
                best, most = (rows, known, inner), len(known)
        if not best:
            return []
        rows, known, inner = best
        ledger = self._rows_ledger(title, rows._replace(domain="[]"), {**known, **inner})
        self.card_ledger_id = ledger
        found = []
        for place, (column, is_sure) in {**known, **inner}.items():
            values = self._column_values(book, sheet, place, ledger, column)
            if place.kind == "tick":
                options = options_of(book.grid(sheet).values[place.row, place.column])
                told = self._words_of(
                    ledger.column_ids.browse(values["column_id"]), column, options
                )
                if not told:
                    continue
                values.update(kind="tick", word_map=told)
            found.append(
                {
                    "sheet": sheet,
                    "address": address_of(place.row, place.column),
                    "ledger_id": ledger.id,
                    "row_last": place.row_last,
                    "is_down": place.kind == "lines",
                    "is_question": not is_sure or column.is_question,
                    **values,
                }
            )
        return found

    @api.model
    def _is_neutral(self, text):
        """Tell whether a heading over others says nothing of whose facts they are."""
        return text in ("基本情况", "基本信息", "个人信息", "人员信息", "家庭情况", "家庭信息")

    def _own_ledgers(self):
        """Return the ledgers that were made for the rows of this form."""
        # sudo: see _rows_ledger; their codes alone are counted.
        ledgers = self.env["community.ledger"].sudo().with_context(active_test=False)
        return ledgers.search([("code", "=like", f"form_{self.id}_%")])

    @api.model
    def _categories_of(self, title):
        """Return the codes of the categories whose list it is by its title, none of all people."""
        code = next((code for word, code in SUBJECTS.items() if word in title), None)
        if code:
            return (code,)
        return CARED if any(word in title for word in CARED_WORDS) else ()

    @api.model
    def _is_subject_known(self, title, rows):
        """Tell whether the title says whose list it is, where it could be that of some people."""
        if rows.model not in PEOPLE_MODELS or rows.domain == "[]":
            return True
        return bool(self._categories_of(title)) or any(word in title for word in EVERYBODY)

    def _rows_ledger(self, title, rows, known):
        """Make the ledger of the rows of a form: of which records, and with which columns."""
        domain = rows.domain
        categories = self._categories_of(title)
        if rows.model in PEOPLE_MODELS and domain != "[]":
            conditions = ast.literal_eval(domain)
            if categories:
                conditions += [
                    ("category_line_ids", "any", [
                        ("category_id.code", "in", categories),
                        ("date_to", "=", False),
                    ])
                ]  # fmt: skip
            elif rows.model == "community.resident" and any(word in title for word in STRANGERS):
                conditions = [("resident_kind", "=", "floating")]
            domain = repr(conditions)
        columns, seen = [], set()
        for place, (column, _sure) in known.items():
            key = column.path, column.form, column.lines
            if key not in seen:
                seen.add(key)
                columns.append(
                    {
                        "sequence": 10 * len(columns),
                        "name": place.headings[-1],
                        "path": column.path,
                        "mask": column.mask,
                        "form": column.form,
                        "list_domain": column.lines,
                    }
                )
        # sudo: a ledger is a manager's to describe; of this one the program chooses each path from
        # a list of its own, numbers masked, and its rows are read under the rules of the reader.
        return (
            self.env["community.ledger"]
            .sudo()
            .create(
                {
                    "name": self.env._("Rows of %(form)s", form=self.name),
                    "code": f"form_{self.id}_{1 + len(self._own_ledgers())}",
                    "company_id": self.company_id.id,
                    "model_id": self.env["ir.model"].sudo()._get_id(rows.model),
                    "domain": domain,
                    "order": rows.order or False,
                    "active": True,
                    "column_ids": [Command.create(column) for column in columns],
                }
            )
            .sudo(False)
        )


def _columns(paths):
    """Return columns of a dict meaning -> (path, mask)."""
    return {
        key: Column(path, mask, "age" if key == "age" else "iso")
        for key, (path, mask) in paths.items()
    }
