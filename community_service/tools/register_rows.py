"""From the rows of a sheet to persons with typed facts, grouped into households."""

import datetime
import re
from functools import lru_cache

from . import register_values as rv
from .identity import check_id_number
from .pinyin import spelled
from .register_address import Address, read_section
from .register_dates import agrees, confirms_month, date_beside, parse_known_date
from .register_demanded import PERSON_DEMANDED, DemandedReader
from .register_facts import FactReader
from .register_header import CHOICE, NO_FACTS, TICK, match_heading, repeated_header
from .register_household import HOUSEHOLD_TARGETS, SAME_AS_ABOVE, HouseholdReader
from .register_lines import Meaning
from .register_names import NameReader
from .register_no_person import is_no_person
from .register_people import split_people
from .register_return import Refused
from .register_words import read_legend

AGES = {"年龄", "周岁", "年龄(周岁)", "age"}
PERSON_TARGETS = ("name", "id_number", "birth_date", "role", "phone", "sex")
# What 同上 cannot mean: each person has their own.
OWN_TARGETS = (
    "name role id_number id_kind birth_date sex phone phone2 email died moved_out alive refused_row"
).split()
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
# The readings of a name in one word each.
_spelled = lru_cache(8192)(lambda name: " ".join(spelled(name)).strip())


class RegisterRows(NameReader, FactReader, DemandedReader, HouseholdReader):
    """Read the persons of one sheet.

    :param sheet: a :class:`~.sheets.RegisterSheet`
    :param header: its :class:`~.register_header.Header`
    :param find_heading: function from a word to a header target or None
    :param find_word: function from (field, word) to a target or None
    :param groups: dict shared by the sheets of a file: household key → number
    :param datetime.date today: the day of the import; no birth lies after it
    :param str estate: estate where neither a column nor the address names it; ``is_estate_taken``
        tells whether any row took it, ``has_other_columns`` whether a table below the first one
        has its columns in another order
    :param find_refused: function from the number of a row given back before to what is known of
        it, a :class:`~.register_return.Refused`
    :param meaning: what the sheet's name says of everybody, a :class:`~.register_lines.Meaning`
    :param is_pointed: whether the clerk said where the header stands
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
        is_pointed=False,
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
        self._is_pointed = is_pointed
        self._use(header)
        # Lines that hold no person, as (row number, first text).
        self.left_out = []
        self.is_estate_taken = False
        self.has_other_columns = False
        self._tops = {}
        self._above = {}
        # One sheet a building: its name heads the rows like a line among them.
        self._section = self._sheet_place = read_section(sheet.name) or Address()
        self._line_meaning = Meaning()
        self._grid = ""
        self._is_head_ticked = False
        self._moves = {}
        self._refused = Refused()
        self._own_above = None
        self._merged_block = self._below = None
        self._families = {}
        self._estates = {}
        self._last = None
        self._heads = {}
        self._unnamed_heads = {}

    def _use(self, header):
        """Read by this header from now on."""
        self._columns = {target: column for column, target in header.targets.items()}
        self._fill = [self._columns[t] for t in HOUSEHOLD_TARGETS if t in self._columns]
        # In a list of refused rows their numbers stand first; they stand behind the table in a
        # sheet that was given back as it was read, whole households of it.
        given_back = self._columns.get("refused_row")
        facts = (at for target, at in self._columns.items() if target not in NO_FACTS)
        self._is_refused_list = given_back is not None and given_back < min(facts)
        self._own = {self._columns[t] for t in OWN_TARGETS if t in self._columns}
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
        # A second column of birth dates, such as 出生日期 beside 出生年月.
        birth_at = self._columns.get("birth_date")
        self._births = [
            column
            for column, first in header.repeated.items()
            if birth_at is not None and first == birth_at
        ]
        # Not read beside a birth date or a number, from which the age follows.
        self._ages = [
            (column, heading)
            for column, heading in header.headings.items()
            if header.targets.get(column) == "ignore" and rv.word_of(heading) in AGES
        ]
        heading = header.headings.get(self._columns.get("name"), "")
        # A list of heads alone, such as 户主姓名 beside each home.
        self._is_of_heads = match_heading(heading, self._find_heading) == "head_name"
        self._legends = {
            target: legend
            for target, column in self._columns.items()
            if (legend := read_legend(header.headings.get(column, "")))
        }
        self._choices = [
            (column, *target[len(CHOICE) :].split("/"))
            for column, target in header.targets.items()
            if target.startswith(CHOICE)
        ]

    def __iter__(self):
        """Yield a dict for each person row; ``error`` holds a code if the row is refused."""
        last = 0
        for number, cells in self._sheet.rows():
            if number > last + 1:
                # An empty line ends a block, as a total does.
                self._end_block()
            last = number
            if number <= self._header.row:
                # A building may stand above the headings, too, and a title that means something.
                if not self._read_section(cells):
                    self._read_section(cells, is_title=True)
                continue
            if self._read_section(cells) or self._read_header_again(number, cells):
                continue
            cells = self._moved(cells)
            if is_no_person(cells, self._header, self._find_heading):
                self._end_block()
                self._leave_out(number, cells)
                continue
            cells = cells + [None] * (max(self._header.headings) + 1 - len(cells))
            cells = self._uncovered(cells)
            person = any(rv.text_of(cells[column]) for column in self._person)
            self._fill_merged(number, cells)
            self._repeat_above(cells)
            people = split_people(cells, self._columns, self._find_role) if person else None
            for one in people or [cells]:
                row = self._read(number, one) if person else None
                if row is None or row["vacant"] == "business":
                    self._leave_out(number, one)
                else:
                    yield row

    def _find_role(self, word):
        return self._find_word("role", word) if word else None

    def _read_header_again(self, number, cells):
        """Tell whether a row names the columns again; of another order, its cells are moved.

        A second table below the first is read as one of the first's columns, to which its own are
        added: so each row can be given back under one heading.
        """
        header = repeated_header(number, cells, self._find_heading)
        if header is None:
            return False
        first, self._moves = self._header, {}
        self._end_block()
        free = max(first.headings) + 1
        known = {target: column for column, target in first.targets.items()}
        texts = {text: column for column, text in first.headings.items()}
        for column, text in header.headings.items():
            target = header.targets.get(column)
            to = known.get(target) if target else texts.get(text)
            if target == "ignore" or to is None:
                to, free = free, free + 1
                first.headings[to] = text
                if target:
                    first.targets[to] = target
            self._moves[column] = to
        if all(column == to for column, to in self._moves.items()):
            self._moves = {}
        else:
            self.has_other_columns = True
            self._use(first)
        return True

    def _moved(self, cells):
        """Return the cells of a row in the columns of the first table of its sheet."""
        if not self._moves:
            return cells
        moved = [None] * (max(self._header.headings) + 1)
        for column, to in self._moves.items():
            moved[to] = cells[column] if column < len(cells) else None
        return moved

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
        self._refused = known = self._find_refused(rv.text_of(cells[column]))
        self._take_above(None if known.texts is None else known.above or {})
        cells = rv.uncovered(cells, known.texts) if known.texts else cells
        # A sheet in its own layout shows others of the household, too.
        is_home = known.home and not self._is_refused_list
        return rv.uncovered(cells, known.home) if is_home else cells

    def _read(self, number, cells):
        # Of a column that the sheet does not have: nothing.
        given, cells = cells, self._by_legend(cells)
        values = {target: cells[column] for target, column in self._columns.items()}
        row = {
            "sheet": self._sheet.name,
            "row": number,
            "raw": [rv.text_of(value) for value in given],
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
        self._part_name(values)
        values["birth_beside"] = [cells[column] for column in self._births]
        values["ages"] = [(heading, cells[column]) for column, heading in self._ages]
        cell = values.get
        self._read_choices(row, cell, cells)
        self._read_place(row, cell, number)
        row["above"] = self._said_above()
        self._read_person(row, cell)
        self._read_money_and_phones(row, cell)
        self._read_demanded(row, cell)
        self._read_categories(row, cells)
        self._take_topics(row)
        return row

    def _take_topics(self, row):
        """Add what sheets of one topic told of the person when the row was refused."""
        topics = self._refused.topics or {}
        told = topics.get(row["name"])
        if self._is_refused_list:
            # Even if the name is what was corrected.
            told = (self._refused.above or {}).get("topics")
        if not told:
            return
        known = (told.get("categories") or "").split(",")
        row["categories"] = list(dict.fromkeys([*row["categories"], *filter(None, known)]))
        for field in ("phone", "note", *PERSON_DEMANDED):
            row[field] = row[field] or told.get(field)
        row["above"] = row["above"] | {"topics": told}

    def _refuse(self, row, error, field, detail=""):
        if not row["error"]:
            row.update(error=error, error_field=field, detail=str(detail))

    def _warn(self, row, code, field, value):
        row["warnings"].append([code, field, value])

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
            code, text = str(problem), rv.text_of(cell("birth_date"))
            code = code if code in ("lunar", "short_year", "month_ten") else "bad_date"
            if code == "month_ten":
                birth, precision = date_beside(text, cell("birth_beside")), "day"
            born = kind == "id_card" and not error and check_id_number(number).birth_date
            if code != "month_ten" or not (birth or born and confirms_month(text, born)):
                self._refuse(row, code, "birth_date", text)
        if birth and (birth.year < 1870):
            self._refuse(row, "bad_date", "birth_date", birth.isoformat())
        if kind == "id_card" and not error:
            said = check_id_number(number)
            if birth and not agrees(birth, precision, said.birth_date):
                self._refuse(row, "birth_contradicts_id", "birth_date", birth.isoformat())
            if row["sex"] and row["sex"] != said.sex:
                self._refuse(row, "sex_contradicts_id", "sex", rv.text_of(cell("sex")))
            birth, row["sex"] = said.birth_date, said.sex
        elif birth and precision != "day":
            # The first day stands for the month or the year: the text itself is kept beside it.
            row["birth_precision"] = precision
            self._keep(row, "birth_part", "birth_date", rv.text_of(cell("birth_date")))
        if birth and birth > self._today:
            self._refuse(row, "future_birth_date", "birth_date", birth.isoformat())
        self._keep_ages(row, cell, birth or number)
        if not row["role"]:
            named = name and name == row["head_name"] or self._is_of_heads
            named = named and not row["role_word"]
            row["role"] = "head" if named else "other"
        if not row["kind"]:
            row["kind"] = "living" if row["role"] == "tenant" else "both"
        ethnicity = self._said_of(row, cell, "ethnicity")
        row.update(
            name=name,
            pinyin=_spelled(name),
            id_kind=kind or None,
            id_number=number or None,
            birth_date=birth if isinstance(birth, datetime.date) else None,
            ethnicity=ETHNIC_WORDS.get(ethnicity, ethnicity) or None,
        )
        for field in TEXTS:
            row[field] = self._said_of(row, cell, field) or None

    def _said_of(self, row, cell, field):
        """Return the text of a cell; 同上 with nothing above is kept as what it is."""
        text = rv.said(cell(field))
        if text in SAME_AS_ABOVE:
            self._keep(row, "kept", field, text)
            return ""
        return text

    def _keep_ages(self, row, cell, told):
        """Keep an age that is all that a row says of a birth: no date is made of it."""
        for heading, age in cell("ages"):
            text = "" if told else rv.said(age)
            if text:
                self._warn(row, "kept", heading, text)
                row["extra"][heading] = text

    def _keep(self, row, code, field, text):
        """Keep a cell word for word beside what was read from it, with a remark."""
        self._warn(row, code, field, text)
        row["extra"][self._heading(field)] = text
