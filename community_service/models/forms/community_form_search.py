import unicodedata
from collections import Counter

from odoo import api, fields, models
from odoo.fields import Command

from ...tools.form_reader import read_form
from ...tools.form_sheet import address_of, fill_blanks
from ...tools.form_words import figure_meaning, known_words, plain_word
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
            proposed, columns = self._proposals(name, title, places)
            lines += proposed
            asked += len(places)
            found = {line["address"] for line in proposed}
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

    def _proposals(self, sheet, title, places):
        """Return (values of cells, places of columns) that are proposed for a sheet."""
        words = known_words(self._form_words())
        codes = self.env["community.indicator"]._in_use(self.company_id)
        by_code = {indicator.code: indicator for indicator in codes}
        lines = []
        for place in places:
            if place.kind != "cell":
                continue
            meaning = figure_meaning(place.labels, place.headings, title, words)
            indicator = meaning and by_code.get(meaning.code)
            if indicator:
                lines.append(
                    {
                        "sheet": sheet,
                        "address": address_of(place.row, place.column),
                        "kind": "figure",
                        "indicator_id": indicator.id,
                        "is_question": not meaning.is_sure,
                        **meaning.values,
                    }
                )
        columns = [place for place in places if place.kind == "column"]
        return lines + self._list_proposals(sheet, title, columns), columns

    # lists

    def _list_proposals(self, sheet, title, places):
        """Return the values of the columns of a list, and make the ledger that fills them."""
        meanings = self._column_meanings(places)
        targets = {target for target, _sure in meanings.values()}
        is_of_homes = "head_name" in targets and "name" not in targets
        paths = HOME if is_of_homes else PERSON
        known = {
            place: (paths[target], is_sure, target)
            for place, (target, is_sure) in meanings.items()
            if target in paths
        }
        if len(known) < 2:
            return []
        ledger = self._rows_ledger(title, is_of_homes, known)
        columns = {(column.path, column.form): column for column in ledger.column_ids}
        lines = []
        for place, (target, is_sure) in meanings.items():
            base = {
                "sheet": sheet,
                "address": address_of(place.row, place.column),
                "ledger_id": ledger.id,
                "row_last": place.row_last,
            }
            if target == "ignore":
                lines.append({**base, "kind": "number"})
            elif place in known:
                (path, _mask), _sure, _target = known[place]
                column = columns[path, "age" if target == "age" else "iso"]
                lines.append(
                    {
                        **base,
                        "kind": "column",
                        "column_id": column.id,
                        "is_question": not is_sure,
                    }
                )
        return lines

    def _column_meanings(self, places):
        """Return dict place -> (target of the import, is certain) of the columns of a list."""
        synonyms = self.env["community.import.synonym"]._in_use(
            self.company_id, [("field", "=", "header")]
        )
        lookup = {word.key: (word.target or "").partition("/")[2] for word in synonyms}
        lookup |= {word_of(word): target for word, target in COLUMNS.items()}
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
            target = lookup.get(word) or whole
            if target:
                under = [plain_word(text) for text in place.headings[:-1]]
                is_sure = all(self._is_neutral(text) for text in under)
                found[place] = target, is_sure
            elif guessed := match_heading(unicodedata.normalize("NFKC", leaf), lookup.get):
                found[place] = guessed, False
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

    def _rows_ledger(self, title, is_of_homes, known):
        """Make the ledger of the rows of a form: of which people, and with which columns."""
        model = "community.household" if is_of_homes else "community.resident"
        category = next((code for word, code in SUBJECTS.items() if word in title), None)
        domain = [("resident_kind", "in", ("permanent", "floating", "split"))]
        if is_of_homes:
            domain = [("member_count", ">", 0)]
        if category:
            domain += [
                ("category_line_ids", "any", [
                    ("category_id.code", "=", category),
                    ("date_to", "=", False),
                ])
            ]  # fmt: skip
        columns, seen = [], set()
        for place, ((path, mask), _sure, target) in known.items():
            form = "age" if target == "age" else "iso"
            if (path, form) not in seen:
                seen.add((path, form))
                columns.append(
                    {
                        "sequence": 10 * len(columns),
                        "name": place.headings[-1],
                        "path": path,
                        "mask": mask,
                        "form": form,
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
                    "model_id": self.env["ir.model"].sudo()._get_id(model),
                    "domain": repr(domain),
                    "order": "id",
                    "active": True,
                    "column_ids": [Command.create(column) for column in columns],
                }
            )
            .sudo(False)
        )
