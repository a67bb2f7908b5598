"""Facts of a person chosen from lists, in money and in numbers, and whether they are still here."""

import re

from . import register_values as rv
from .person_name import Gone, read_gone, says_gone
from .register_words import tick_words, ticked

# Facts chosen from a list; their words are looked up as data.
CHOICES = ("role", "sex", "education", "marital", "employment", "political_status", "kind")
# What the standards write where nothing is known.
UNKNOWN = {
    "sex": {"0", "9", "未知的性别", "未说明的性别"},
    "marital": {"90", "9", "99", "未说明的婚姻状况"},
    "education": {"90", "99"},
    "political_status": {"99"},
}
# What stands in a column of deaths or departures of whoever is still here.
STILL_HERE = set("健在 在世 存活 生存 未亡 未死亡 在住 常住 未迁出 未迁 未搬".split())
LIVING = STILL_HERE | {"正常", "是", "有"}
NOTE_IN_WORD = re.compile(r"^(?P<word>[^(（]+)[(（](?P<note>[^)）]+)[)）]$")
MAX_INCOME = 10_000_000


class FactReader:
    """Part of :class:`~.register_rows.RegisterRows` that reads facts of a person."""

    def _by_legend(self, cells):
        """Return the cells with the words that a heading (1未婚 2已婚) gives to codes."""
        for target, legend in self._legends.items():
            column = self._columns[target]
            parts = re.split(r"([、,，;；/\s]+)", rv.text_of(cells[column]))
            if any(part in legend for part in parts):
                told = "".join(legend.get(part, part) for part in parts)
                cells = [*cells[:column], told, *cells[column + 1 :]]
        return cells

    def _read_choices(self, row, cell, cells):
        for field in CHOICES:
            row[field] = None
            text = rv.said(cell(field))
            if field == "role":
                text = text.strip("()（） ") if text[:1] in "(（" else text
            if not text or text in UNKNOWN.get(field, ()):
                continue
            target = self._find_word(field, rv.word_of(text))
            if not target and (found := NOTE_IN_WORD.match(text)):
                # 妻（已故）, 大专（在读）: the word, and what is said beside it.
                target = self._find_word(field, rv.word_of(found["word"]))
                if target and says_gone(found["note"]):
                    row.update(leaving=None, leaving_date=None)
                    self._refuse_gone(row, field, text, read_gone(found["note"]))
                elif target:
                    self._keep(row, "kept", field, text)
            if target:
                row[field] = target
            else:
                self._warn(row, "word", field, text)
                if field != "role":
                    row["extra"][self._heading(field)] = text
        self._read_answers(row, cells)
        row["role_word"] = rv.text_of(cell("role")) or None
        self._read_leaving(row, cell)
        row["kind"] = row["kind"] or self._line_meaning.kind or self._meaning.kind
        row["is_kind_given"] = bool(row["kind"])
        row["is_whereabouts_unknown"] = row["kind"] == "absent"
        if row["kind"] in ("absent", "left"):
            row["kind"] = "registered"

    def _read_answers(self, row, cells):
        """Read answers of which each has a column for its tick; two ticks are none."""
        told = {}
        for column, field, answer in self._choices:
            if ticked(cells[column]):
                told.setdefault(field, []).append((column, answer))
        for field, answers in told.items():
            if len(answers) == 1 and not row[field]:
                row[field] = answers[0][1]
            elif len(answers) > 1:
                texts = [self._header.headings[column] for column, _answer in answers]
                self._warn(row, "word", field, "、".join(texts))

    def _read_leaving(self, row, cell):
        """Refuse somebody who died or left by the sheet's name, a word or a column of its own."""
        row.setdefault("leaving", None)
        row.setdefault("leaving_date", None)
        alive = rv.said(cell("alive"))
        if ticked(alive) is False and alive or says_gone(alive):
            self._refuse_gone(row, "alive", f"{self._heading('alive')}：{alive}", Gone("death"))
        elif alive and alive not in LIVING and not ticked(alive):
            self._keep(row, "kept", "alive", alive)
        for field, kind in (("died", "death"), ("moved_out", "move_out")):
            text = rv.said(cell(field))
            if text and text not in STILL_HERE and ticked(text) is not False:
                gone = Gone(kind, read_gone(text).date)
                self._refuse_gone(row, field, text, gone)
        if row["kind"] == "left":
            self._refuse_gone(row, "kind", rv.text_of(cell("kind")))
        if self._line_meaning.kind == "left":
            self._refuse_gone(row, "kind", self._line_meaning.text)
        elif self._meaning.kind == "left":
            self._refuse_gone(row, "kind", self._sheet.name)

    def _refuse_gone(self, row, field, text, gone=None):
        gone = gone or read_gone(text)
        row["leaving"] = row["leaving"] or gone.kind
        row["leaving_date"] = row["leaving_date"] or gone.date
        self._refuse(row, "left", field, text)

    def _read_money_and_phones(self, row, cell):
        phones = []
        for field in ("phone", "phone2"):
            found = rv.parse_phones(cell(field))
            phones += [phone for phone in found if phone not in phones]
            text = "" if found else rv.said(cell(field))
            if text:
                self._warn(row, "phone", field, text)
                row["extra"][self._heading(field)] = text
        beside = row.pop("phone_beside", None)
        if beside and beside not in phones:
            phones.append(beside)
        row["phone"] = phones[0] if phones else None
        row["phone2"] = phones[1] if len(phones) > 1 else None
        if len(phones) > 2:
            row["extra"][self._heading("phone")] = rv.text_of(cell("phone"))
        row["emergency_phone"] = next(iter(rv.parse_phones(cell("emergency_phone"))), None)
        row["monthly_income"] = None
        try:
            income = rv.parse_amount(cell("monthly_income"), self._heading("monthly_income"))
            if income is not None and not 0 <= income <= MAX_INCOME:
                raise ValueError("amount out of range")
            row["monthly_income"] = income
        except ValueError:
            text = rv.text_of(cell("monthly_income"))
            self._warn(row, "amount", "monthly_income", text)
            row["extra"][self._heading("monthly_income")] = text

    def _read_categories(self, row, cells):
        told = (self._meaning.category, self._line_meaning.category)
        known = [*filter(None, (*told, row.pop("category_beside", None)))]
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
        self._read_disability(row, known, cells)
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
                # To be taught among the unknown words, kept until then.
                self._warn(row, "word", "health", word)
                row["extra"][self._heading("health")] = rv.text_of(cells[column])
            elif target != "ignore":
                known.append(target)
