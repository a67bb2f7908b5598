import csv
from collections import defaultdict
from pathlib import Path

import polib
from lxml import etree

from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tools import file_path

ADDONS = ("community_service", "community_party", "community_mediation")
TABLE = Path(__file__).parents[3] / "words.csv"
BETWEEN = Path(__file__).parents[3] / "words_addons.csv"
# What a label tells is another thing for each of these: the same word cannot serve two of them.
KINDS = {
    "boolean": "yes or no",
    "integer": "number",
    "float": "number",
    "monetary": "number",
    "one2many": "list",
    "many2many": "list",
    "date": "day",
    "datetime": "day",
}
STATE, BUTTON = "state", "button"


def clashes(uses):
    """Return the texts that say several things.

    A translation has one word per source text, so one text must not name a yes or no, a number, a
    list and a day, nor both what is the case (the value of a selection) and what a button does.

    :param uses: pairs (text, kind), kind one of ``KINDS``' values, ``STATE`` or ``BUTTON``
    :return: text -> its kinds in alphabetical order, parted by " + "
    """
    kinds = defaultdict(set)
    for text, kind in uses:
        kinds[text].add(kind)
    found = {}
    for text, several in kinds.items():
        fields = several - {STATE, BUTTON}
        bad = fields if len(fields) > 1 else set()
        if {STATE, BUTTON} <= several:
            bad = bad | {STATE, BUTTON}
        if bad:
            found[text] = " + ".join(sorted(bad))
    return found


def partings(words):
    """Return the texts for which addons have different words.

    :param words: triples (addon, text, word)
    :return: text -> "addon: word / addon: word", in the order in which the addons come
    """
    said = defaultdict(dict)
    for addon, text, word in words:
        said[text][addon] = word
    return {
        text: " / ".join(f"{addon}: {word}" for addon, word in by_addon.items())
        for text, by_addon in said.items()
        if len(set(by_addon.values())) > 1
    }


def read_table(path):
    """Return the rows of a reviewed table."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def buttons(arch):
    """Yield what stands on the buttons of a view; one that shows a figure is a name, no verb."""
    for node in etree.fromstring(arch).iter("button"):
        if "oe_stat_button" in (node.get("class") or ""):
            continue
        for text in (node.get("string"), *node.itertext()):
            if text and text.strip():
                yield text.strip()


@tagged("post_install", "-at_install", "community")
class TestClashes(BaseCase):
    """The rule sees what it is there for."""

    def test_one_text_for_two_things_is_found(self):
        """A count and a list, a state and a button, of one name are found; the rest is not."""
        uses = [
            ("Members", "list"),
            ("Members", "number"),
            ("Done", STATE),
            ("Done", BUTTON),
            ("Due", "day"),
            ("Due", STATE),
            ("Open", BUTTON),
            ("Open", "yes or no"),
            ("Number", "number"),
            ("Number", "number"),
        ]
        self.assertEqual(clashes(uses), {"Members": "list + number", "Done": "button + state"})

    def test_two_words_for_one_text_are_found(self):
        """Another word in another addon is found, the same word and a lone text are not."""
        words = [
            ("a", "Seal", "盖章"),
            ("b", "Seal", "封存"),
            ("a", "Day", "日"),
            ("b", "Day", "日"),
        ]
        self.assertEqual(partings([*words, ("b", "Way", "方式")]), {"Seal": "a: 盖章 / b: 封存"})

    def test_buttons_are_read_off_a_view(self):
        """The string and the text of a button count, the name of a figure does not."""
        arch = """<form><button string="Send"/><button> Take <i/>on </button>
            <button class="oe_stat_button" string="Visits"/><button icon="fa-x"/></form>"""
        self.assertEqual(list(buttons(arch)), ["Send", "Take", "on"])


@tagged("post_install", "-at_install", "community")
class TestWords(TransactionCase):
    """One English text has one meaning; what is accepted stands in a table that only shrinks."""

    def uses(self):
        """Yield each label, value and button of our addons with its kind."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "in", ADDONS),
                ("model", "in", ("ir.model.fields", "ir.model.fields.selection", "ir.ui.view")),
            ]
        )
        for model, rows in data.grouped("model").items():
            records = self.env[model].with_context(lang=None).browse(rows.mapped("res_id"))
            for record in records.exists():
                if model == "ir.ui.view":
                    yield from ((text, BUTTON) for text in buttons(record.arch_db))
                elif model == "ir.model.fields.selection":
                    yield record.name, STATE
                elif kind := KINDS.get(record.ttype):
                    field = self.env[record.model]._fields[record.name]
                    if field.export_string_translation:
                        yield record.field_description, kind

    def test_one_text_one_meaning(self):
        """Labels of a yes or no, a number, a list and a day differ, and states from buttons."""
        uses = list(self.uses())
        for kind in {*KINDS.values(), STATE, BUTTON}:
            self.assertIn(kind, {found for _text, found in uses}, "such texts were read")
        rows = read_table(TABLE)
        texts = [row["text"] for row in rows]
        self.assertEqual(texts, sorted(set(texts)), "sorted, each text once")
        self.assertFalse([row["text"] for row in rows if not row["why"].strip()])
        self.assertEqual(
            clashes(uses),
            {row["text"]: row["uses"] for row in rows},
            f"{TABLE.name} names what is accepted; give a new text a word of its own",
        )

    def test_one_word_in_all_addons(self):
        """What the addons call differently in Chinese stands in a table with its reason."""
        words = [
            (addon.removeprefix("community_"), entry.msgid, entry.msgstr)
            for addon in ADDONS
            for entry in polib.pofile(file_path(f"{addon}/i18n/zh_CN.po"))
            if entry.msgstr and not entry.obsolete
        ]
        self.assertGreater(len(words), 10000)
        rows = read_table(BETWEEN)
        texts = [row["text"] for row in rows]
        self.assertEqual(texts, sorted(set(texts)), "sorted, each text once")
        self.assertFalse([row["text"] for row in rows if not row["why"].strip()])
        self.assertEqual(
            partings(words),
            {row["text"]: row["words"] for row in rows},
            f"{BETWEEN.name} names what is accepted; say one thing with one word in all addons",
        )
