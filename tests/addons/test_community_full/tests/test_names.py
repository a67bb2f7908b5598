import datetime
import re

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .access_case import AccessCase

# What the machine writes: a day of the database, a model with a number, nothing at all.
MACHINE = re.compile(
    r"(?<![A-Z\d])\d{4}[-/](0[1-9]|1[0-2])(?!\d)|community\.|\b(False|None)\b|\(\)"
)
# Names that are no words of the reader: the drawn key of a secret ballot; the title of a workbook,
# which is that of the file and stays in the language of whoever made it.
NO_WORD = {"community.party.ballot", "community.form.filling"}


@tagged("post_install", "-at_install", "community")
class TestNames(AccessCase):
    """What a record is called, and what a sentence says of a day, is in the reader's words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def test_each_record_is_called_in_words(self):
        """No name of a record shows a day, a choice or a model as the database writes it."""
        place, seen, wrong = self.places["own"], 0, {}
        for name in self.community_models(transient=False):
            record = self.record_of(name, place)[:1].with_context(lang="zh_CN")
            if not record or name in NO_WORD:
                continue
            called = record.display_name or ""
            keys = {
                record[field.name]
                for field in record._fields.values()
                if field.type == "selection" and field.store and record[field.name]
            }
            seen += 1
            if MACHINE.search(called) or called in keys and not called.isdigit():
                wrong[name] = called
        self.assertFalse(wrong)
        self.assertGreater(seen, 150)

    def test_the_machine_s_way_is_found(self):
        """A day, a model with its number and an empty bracket are found; words are not."""
        for bad in ("走访 2026-11-28", "2026/11/28起", "community.relocation.offer,1", "计划 ()"):
            self.assertTrue(MACHINE.search(bad), bad)
        for good in ("走访 2026年11月28日", "R2026-00109 高龄津贴", "表彰 2026"):
            self.assertFalse(MACHINE.search(good), good)

    def test_a_sentence_says_a_day_in_words(self):
        """A day in a sentence is 2026年11月28日 in Chinese, and as before in English."""
        visit = self.record_of("community.visit", self.places["own"])
        late = datetime.date(2099, 11, 28)
        for lang, text in (("zh_CN", "2099年11月28日"), ("en_US", "2099-11-28")):
            with self.assertRaisesRegex(ValidationError, text), self.env.cr.savepoint():
                visit.with_context(lang=lang).write({"date": late, "state": "done"})
