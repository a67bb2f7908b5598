"""From the rows of a sheet to persons with typed facts, grouped into households."""

import datetime
import re
from functools import lru_cache

from . import register_values as rv
from .identity import check_id_number
from .person_name import Gone, read_gone, read_name, says_gone
from .pinyin import spelled
from .register_address import Address, read_section
from .register_dates import agrees, parse_known_date
from .register_header import TICK, is_no_person
from .register_household import HOUSEHOLD_TARGETS, HouseholdReader
from .register_layout import Meaning
from .register_words import tick_words, ticked

PERSON_TARGETS = ("name", "id_number", "birth_date", "role", "phone", "sex")
# Facts chosen from a list; their words are looked up as data.
CHOICES = ("role", "sex", "education", "marital", "employment", "political_status", "kind")
TEXTS = ("registered_address", "note", "email", "emergency_name")
# In the order of their codes by GB/T 3304.
ETHNIC = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 "
    "拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 "
    "怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
).split()
ETHNIC_WORDS = {name: f"{name}族" for name in ETHNIC}
ETHNIC_WORDS |= {f"{code:02}": f"{name}族" for code, name in enumerate(ETHNIC, 1)}
ETHNIC_WORDS |= {str(code): f"{name}族" for code, name in enumerate(ETHNIC, 1)}
ETHNIC_WORDS |= {
    "蒙": "蒙古族",
    "蒙族": "蒙古族",
    "维": "维吾尔族",
    "维族": "维吾尔族",
    "鲜族": "朝鲜族",
}
LONG_DIGITS = re.compile(r"\d{5,}")
MAX_INCOME = 10_000_000

# The readings of a name in one word each.
_spelled = lru_cache(8192)(lambda name: " ".join(spelled(name)).strip())


class RegisterRows(HouseholdReader):
    """Read the persons of one sheet.

    :param sheet: a :class:`~.sheets.RegisterSheet`
    :param header: its :class:`~.register_header.Header`
    :param find_heading: function from a word to a header target or None
    :param find_word: function from (field, word) to a target or None
    :param groups: dict shared by the sheets of a file: household key → number
    :param datetime.date today: the day of the import; no birth lies after it
    :param str estate: estate where neither a column nor the address names it; ``is_estate_taken``
        tells whether any row took it
    :param find_refused: function from the number of a row refused before to (its texts, its
        estate), both None if there is no such row
    :param meaning: what the sheet's name says of everybody, a :class:`~.register_layout.Meaning`
    """

    def __init__(
        self,
        sheet,
        header,
        find_heading,
        find_word,
        groups,
        today,
        estate,
        find_refused=None,
        meaning=None,
    ):
        self._sheet = sheet
        self._header = header
        self._find_heading = find_heading
        self._find_word = find_word
        self._groups = groups
        self._today = today
        self._estate = estate
        self._find_refused = find_refused
        self._meaning = meaning or Meaning()
        self._columns = {target: column for column, target in header.targets.items()}
        self._fill = [self._columns[t] for t in HOUSEHOLD_TARGETS if t in self._columns]
        self._person = [self._columns[t] for t in PERSON_TARGETS if t in self._columns]
        self._extra = [
            (column, heading)
            for column, heading in header.headings.items()
            if column not in header.targets
        ]
        self._ticks = [
            (column, target[len(TICK) :])
            for column, target in header.targets.items()
            if target.startswith(TICK)
        ]
        self._listed = [column for column, t in header.targets.items() if t == "category"]
        # Lines that hold no person, as (row number, first text).
        self.left_out = []
        self.is_estate_taken = False
        self._tops = {}
        self._above = {}
        # One sheet a building: its name heads the rows like a line among them.
        self._section = read_section(sheet.name) or Address()
        self._refused_estate = None
        self._families = {}
        self._estates = {}
        self._last = None
        self._heads = {}
        self._unnamed_heads = {}

    def __iter__(self):
        """Yield a dict for each person row; ``error`` holds a code if the row is refused."""
        width = max(self._header.headings) + 1
        for number, cells in self._sheet.rows():
            if number <= self._header.row:
                # A building may stand above the headings, too.
                self._read_section(cells)
                continue
            if self._read_section(cells):
                continue
            if is_no_person(cells, self._header, self._find_heading):
                self._end_block()
                self._leave_out(number, cells)
                continue
            cells = cells + [None] * (width - len(cells))
            cells = self._uncovered(cells)
            person = any(rv.text_of(cells[column]) for column in self._person)
            self._fill_merged(number, cells)
            self._repeat_above(cells)
            row = self._read(number, cells) if person else None
            if row is None or row["vacant"] == "business":
                self._leave_out(number, cells)
            else:
                yield row

    def _leave_out(self, number, cells):
        texts = [text for text in map(rv.text_of, cells) if text]
        if texts:
            # Numbers are no words of a line: those of five digits and more stay out.
            self.left_out.append((number, LONG_DIGITS.sub("…", " ".join(texts))[:30]))

    def _uncovered(self, cells):
        """Return the cells of a row; of one that was refused before with what stood under stars."""
        column = self._columns.get("refused_row")
        if column is None or not self._find_refused:
            return cells
        known, self._refused_estate = self._find_refused(rv.text_of(cells[column]))
        return rv.uncovered(cells, known) if known else cells

    def _read(self, number, cells):
        # Of a column that the sheet does not have: nothing.
        values = {target: cells[column] for target, column in self._columns.items()}
        cell = values.get
        row = {
            "sheet": self._sheet.name,
            "row": number,
            "raw": [rv.text_of(value) for value in cells],
            "extra": {
                heading: rv.text_of(cells[column])
                for column, heading in self._extra
                if rv.text_of(cells[column])
            },
            "warnings": [],
            "vacant": "",
            "error": "",
            "error_field": "",
            "detail": "",
        }
        self._read_choices(row, cell)
        self._read_place(row, cell, number)
        self._read_person(row, cell)
        self._read_money_and_phones(row, cell)
        self._read_categories(row, cells)
        return row

    def _refuse(self, row, error, field, detail=""):
        if not row["error"]:
            row.update(error=error, error_field=field, detail=str(detail))

    def _warn(self, row, code, field, value):
        row["warnings"].append([code, field, value])

    def _read_choices(self, row, cell):
        for field in CHOICES:
            row[field] = None
            text = rv.said(cell(field))
            if not text:
                continue
            target = self._find_word(field, rv.word_of(text))
            if target:
                row[field] = target
            else:
                self._warn(row, "word", field, text)
                if field != "role":
                    row["extra"][self._heading(field)] = text
        row["role_word"] = rv.text_of(cell("role")) or None
        self._read_leaving(row, cell)
        row["kind"] = row["kind"] or self._meaning.kind
        row["is_kind_given"] = bool(row["kind"])
        row["is_whereabouts_unknown"] = row["kind"] == "absent"
        if row["kind"] in ("absent", "left"):
            row["kind"] = "registered"

    def _read_leaving(self, row, cell):
        """Refuse somebody who died or left by the sheet's name, a word or a column of its own."""
        row["leaving"] = row["leaving_date"] = None
        for field, kind in (("died", "death"), ("moved_out", "move_out")):
            text = rv.said(cell(field))
            if text and ticked(text) is not False:
                gone = Gone(kind, read_gone(text).date)
                self._refuse_gone(row, field, text, gone)
        if row["kind"] == "left":
            self._refuse_gone(row, "kind", rv.text_of(cell("kind")))
        if self._meaning.kind == "left":
            self._refuse_gone(row, "kind", self._sheet.name)

    def _refuse_gone(self, row, field, text, gone=None):
        gone = gone or read_gone(text)
        row["leaving"] = row["leaving"] or gone.kind
        row["leaving_date"] = row["leaving_date"] or gone.date
        self._refuse(row, "left", field, text)

    def _heading(self, field):
        return self._header.headings.get(self._columns.get(field), field)

    def _read_person(self, row, cell):
        name = self._read_name(row, cell)
        kind, number, error = rv.parse_id(cell("id_number"))
        if not number and rv.text_of(cell("id_number")).lower() not in rv.NO_VALUE:
            self._keep(row, "no_number", "id_number", rv.text_of(cell("id_number")))
        chosen = self._find_word("id_kind", rv.word_of(cell("id_kind")))
        if chosen and chosen != "id_card" and error != "id_lost_precision" and number:
            kind, error = chosen, ""
        if error:
            self._refuse(row, error, "id_number", number)
        birth, precision = None, "day"
        try:
            birth, precision = parse_known_date(cell("birth_date"))
        except (ValueError, OverflowError) as problem:
            code = str(problem) if str(problem) in ("lunar", "short_year") else "bad_date"
            self._refuse(row, code, "birth_date", rv.text_of(cell("birth_date")))
        if birth and (birth.year < 1870):
            self._refuse(row, "bad_date", "birth_date", birth.isoformat())
        if kind == "id_card" and not error:
            said = check_id_number(number)
            if birth and not agrees(birth, precision, said.birth_date):
                self._refuse(row, "birth_contradicts_id", "birth_date", birth.isoformat())
            if row["sex"] and row["sex"] != said.sex:
                self._refuse(row, "sex_contradicts_id", "sex", rv.text_of(cell("sex")))
            birth, row["sex"] = said.birth_date, said.sex
        if birth and birth > self._today:
            self._refuse(row, "future_birth_date", "birth_date", birth.isoformat())
        if not row["role"]:
            named = name and name == row["head_name"] and not row["role_word"]
            row["role"] = "head" if named else "other"
        if not row["kind"]:
            row["kind"] = "living" if row["role"] == "tenant" else "both"
        ethnicity = rv.said(cell("ethnicity"))
        row.update(
            name=name,
            pinyin=_spelled(name),
            id_kind=kind or None,
            id_number=number or None,
            birth_date=birth if isinstance(birth, datetime.date) else None,
            ethnicity=ETHNIC_WORDS.get(ethnicity, ethnicity) or None,
        )
        for field in TEXTS:
            row[field] = rv.said(cell(field)) or None

    def _read_name(self, row, cell):
        """Return the name of a person; a cell that holds none refuses the row."""
        text = rv.text_of(cell("name"))
        if rv.looks_like_formula(cell("name")):
            self._refuse(row, "formula_name", "name", text)
            return rv.clean_name(cell("name"))
        found = read_name(cell("name"))
        if found.problem == "business":
            row["vacant"] = "business"
        elif found.problem == "vacant":
            # Whoever has a number, a birth date or a phone is somebody.
            told = [rv.said(cell(field)) for field in ("id_number", "birth_date", "phone")]
            if any(told) or not row["room"]:
                self._refuse(row, "no_person", "name", text)
            elif not row["error"]:
                row["vacant"] = "home"
        elif found.problem == "left":
            self._refuse_gone(row, "name", text)
        elif found.problem:
            self._refuse(row, found.problem, "name", text)
        elif says_gone(cell("note")):
            self._refuse_gone(row, "note", rv.text_of(cell("note")))
        elif found.note or found.is_trimmed:
            self._keep(row, "name", "name", text)
        if found.role and not row["role"]:
            row["role"] = "head"
        return found.name

    def _keep(self, row, code, field, text):
        """Keep a cell word for word beside what was read from it, with a remark."""
        self._warn(row, code, field, text)
        row["extra"][self._heading(field)] = text

    def _read_money_and_phones(self, row, cell):
        phones = []
        for field in ("phone", "phone2"):
            found = rv.parse_phones(cell(field))
            phones += [phone for phone in found if phone not in phones]
            text = "" if found else rv.said(cell(field))
            if text:
                self._warn(row, "phone", field, text)
                row["extra"][self._heading(field)] = text
        row["phone"] = phones[0] if phones else None
        row["phone2"] = phones[1] if len(phones) > 1 else None
        if len(phones) > 2:
            row["extra"][self._heading("phone")] = rv.text_of(cell("phone"))
        row["emergency_phone"] = next(iter(rv.parse_phones(cell("emergency_phone"))), None)
        row["monthly_income"] = None
        try:
            income = rv.parse_amount(cell("monthly_income"))
            if income is not None and not 0 <= income <= MAX_INCOME:
                raise ValueError("amount out of range")
            row["monthly_income"] = income
        except ValueError:
            text = rv.text_of(cell("monthly_income"))
            self._warn(row, "amount", "monthly_income", text)
            row["extra"][self._heading("monthly_income")] = text

    def _read_categories(self, row, cells):
        known = [self._meaning.category] if self._meaning.category else []
        for column in self._listed:
            heading = self._header.headings[column]
            for word in rv.split_words(cells[column]):
                self._take_category(row, known, word, (word,), heading, cells[column])
        for column, word in self._ticks:
            value = cells[column]
            is_ticked = ticked(value)
            if is_ticked is False:
                continue
            heading = self._header.headings[column]
            if is_ticked:
                self._take_category(row, known, word, (word,), heading, value)
            else:
                text = rv.text_of(value)
                self._take_category(row, known, text, tick_words(word, text), heading, value)
        self._read_health(row, known, cells)
        row["categories"] = list(dict.fromkeys(known))

    def _take_category(self, row, known, word, words, heading, value):
        """Add the category that one of ``words`` means; keep the cell if none does."""
        for form in words:
            target = self._find_word("category", rv.word_of(form))
            if target:
                if target != "ignore":
                    known.append(target)
                return
        self._warn(row, "category", "category", word)
        row["extra"][heading] = rv.text_of(value)

    def _read_health(self, row, known, cells):
        column = self._columns.get("health")
        for word in rv.split_words(cells[column]) if column is not None else ():
            target = self._find_word("health", rv.word_of(word))
            if target is None:
                self._keep(row, "kept", "health", rv.text_of(cells[column]))
            elif target != "ignore":
                known.append(target)
