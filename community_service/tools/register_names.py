"""The cell of a name: a person, nobody, or a question; and what stands beside the name in it."""

import re
from functools import lru_cache

from . import register_values as rv
from .person_name import SURNAMES, read_name, says_apart, says_gone
from .register_facts import CHOICES
from .register_people import is_relation, names_relation, parted_numbers
from .register_words import YES, ticked

# Names come again and again: heads beside each member, families by surname.
_read_name = lru_cache(4096)(read_name)
# What a list of people may hold where a column 户主 has ticks.
HEAD_WORDS = ("户主", "本人", "否", "×")


class NameReader:
    """Part of :class:`~.register_rows.RegisterRows` that reads the cell of a name."""

    def _part_name(self, values):
        """Take a number out of the cell of a name, and a tick out of the column of heads."""
        name, numbers = parted_numbers(values.get("name"))
        wanted = [("id_number" if len(number) == 18 else "phone", number) for number in numbers]
        if numbers and not any(rv.said(values.get(target)) for target, _number in wanted):
            values |= dict(wanted)
            values["name"] = name
        head = values.get("head_name")
        if rv.text_of(head).lower() in YES or rv.text_of(head) in HEAD_WORDS:
            # 是否户主, or a column 户主 with ticks.
            self._is_head_ticked = True
            values["head_name"] = None
            is_head = ticked(head) is not False
            if is_head and not rv.said(values.get("role")):
                values["role"] = "户主"

    def _read_beside(self, row, found, text):
        """Take what stands in brackets behind a name if it is a word that is known.

        :return: whether it is; otherwise the cell is asked
        """
        word = rv.word_of(found.note)
        if not found.bare or not word or read_name(found.bare).problem:
            return False
        if phones := rv.parse_phones(found.note):
            row["phone_beside"] = phones[0]
            return True
        if (role := self._find_role(word)) and row["role"] in (None, role):
            row["role"] = role
            row["role_word"] = row["role_word"] or found.note
            return True
        for field in ("sex", "kind", "political_status"):
            target = self._find_word(field, word)
            if target and target != "left" and row[field] in (None, target):
                row[field] = target
                return True
        category = self._find_word("category", word)
        if category and category != "ignore":
            row["category_beside"] = category
            return True
        return False

    def _is_word(self, text):
        """Tell whether a name is a word of registers: a relation, a kind, a category."""
        word = rv.word_of(text)
        fields = (*CHOICES, "tenure", "category", "health")
        others = (field for field in fields if field != "role")
        if any(self._find_word(field, word) for field in others):
            return True
        return is_relation(word, self._find_role)

    def _judge_name(self, row, cell, text):
        """Return the :class:`~.person_name.PersonName` of a row, by all that the row tells."""
        found = _read_name(cell("name"))
        # With an ID number a strange name may be one after all: it goes in with a remark.
        is_known = bool(rv.CARD_NUMBER.fullmatch(rv.text_of(cell("id_number"))))
        if is_known and not found.problem:
            return found
        is_short = len(found.bare) <= 4 and found.bare[:1] in SURNAMES
        if is_known and (found.problem == "called" or (found.problem == "business" and is_short)):
            found = found._replace(name=found.bare, problem="", is_trimmed=True)
        elif found.problem == "business" and is_known:
            found = found._replace(problem="no_person")
        elif found.problem == "name_note" and self._read_beside(row, found, text):
            found = found._replace(name=found.bare, problem="", role="", is_trimmed=True)
        elif found.problem or rv.said(cell("id_number")):
            # A word of registers with a number beside it, be it a wrong one, is a name.
            pass
        elif self._is_word(found.name):
            found = found._replace(problem="no_person")
        elif names_relation(found.name, self._find_role):
            found = found._replace(problem="name_note")
        return found

    def _read_name(self, row, cell):
        """Return the name of a person; a cell that holds none refuses the row."""
        text = rv.text_of(cell("name"))
        if rv.looks_like_formula(cell("name")):
            self._refuse(row, "formula_name", "name", text)
            return rv.clean_name(cell("name"))
        found = self._judge_name(row, cell, text)
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
        else:
            self._read_remark(row, cell)
            if found.note or found.is_trimmed:
                self._keep(row, "name", "name", text)
        if found.role and not row["role"]:
            row["role"] = "head"
        return found.name

    def _read_remark(self, row, cell):
        """Refuse somebody who died or left by a remark; where it may say so the row tells it."""
        note = rv.text_of(cell("note"))
        # In the head's own row the head is the person.
        told = re.sub("^户主(?=.)", "本人", note) if row["role"] == "head" else note
        gone = says_gone(told)
        kind = self._kind_by_remark(told)
        if gone or kind == "left":
            self._refuse_gone(row, "note", note)
        elif kind and not row["is_kind_given"]:
            # 空挂户, 搬走，户口在: registered here, living elsewhere.
            row["is_whereabouts_unknown"] = kind == "absent"
            row["kind"] = "registered" if kind == "absent" else kind
            row["is_kind_given"] = True
            self._warn(row, "kind_told", "note", note)
        elif gone is None and not (kind and kind == row["kind"]):
            self._warn(row, "maybe_gone", "note", note)

    def _kind_by_remark(self, note):
        """Return what kind of residence a remark names, by a word alone or in two clauses."""
        words = [word for word in map(rv.word_of, re.split("[,，;；。、]", note)) if len(word) > 1]
        found = [kind for word in words if (kind := self._find_word("kind", word))]
        if len(words) > 1:
            # 搬走，户口在: the one clause by itself says another thing than both.
            found = [kind for kind in found if kind != "left"]
        return says_apart(note) or (found[0] if found else None)
