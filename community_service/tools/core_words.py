"""Chinese words for texts of Odoo itself that are empty or wrong there and that our users meet.

``i18n_core/<addon of Odoo>/<language>.po`` holds them. What the client shows is exchanged on its
way out; what the database keeps (views, names of fields and choices) is exchanged where Odoo's own
words still stand, and given back at the end. Words that somebody wrote in the database stay.
"""

from functools import lru_cache
from pathlib import Path

from odoo.tools import SQL, file_open, file_path
from odoo.tools.translate import get_po_paths, translation_file_reader

FOLDER = "community_service/i18n_core"


def core_addons():
    """Return the names of the addons of Odoo for which there are words.

    >>> "web" in core_addons()
    True
    """
    return sorted(path.name for path in Path(file_path(FOLDER)).iterdir() if path.is_dir())


@lru_cache
def core_words(module, lang):
    """Return the rows of our words for an addon of Odoo, as ``translation_file_reader`` gives them.

    :param str module: technical name of the addon
    :param str lang: code of a language, such as ``zh_CN``

    >>> [row["value"] for row in core_words("web", "zh_CN") if row["src"] == "Oh snap!"]
    ['出错了']
    >>> core_words("web", "en_US"), core_words("../web", "zh_CN")
    ((), ())
    """
    if not module.isidentifier() or not lang.isidentifier():
        return ()
    try:
        path = file_path(f"{FOLDER}/{module}/{lang}.po")
    except FileNotFoundError:
        return ()
    return _rows(path)


def _rows(path):
    with file_open(path, "rb") as file:
        return tuple(row for row in translation_file_reader(file, "po") if row.get("value"))


def web_words(module, lang):
    """Return {text: word} of what the client shows of an addon of Odoo.

    >>> web_words("web", "zh_CN")["Oh snap!"], web_words("community_service", "zh_CN")
    ('出错了', {})
    """
    return {row["src"]: row["value"] for row in core_words(module, lang) if row["type"] == "code"}


def put_core_words(env, modules, lang):
    """Write our words over those of Odoo, and give none to texts that somebody else has changed."""
    for record, field, row, own in _places(env, modules, lang):
        _exchange(record, field, lang, row, (own, row["src"], ""), row["value"])


def take_core_words_back(env, modules, lang):
    """Write Odoo's own words where ours stand, or none where it had none."""
    for record, field, row, own in _places(env, modules, lang):
        _exchange(record, field, lang, row, (row["value"],), own)
        if own == row["src"] and row["type"] == "model_terms":
            # Raw SQL: the ORM keeps a whole text in a language in which nothing is said otherwise.
            env.flush_all()
            env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(field)s = %(field)s - %(lang)s"
                    " WHERE id = %(id)s AND %(field)s->>%(lang)s = %(field)s->>'en_US'",
                    table=SQL.identifier(record._table),
                    field=SQL.identifier(field),
                    lang=lang,
                    id=record.id,
                )
            )
            record.invalidate_recordset([field], flush=False)


def _places(env, modules, lang):
    """Yield (record, field, row, Odoo's own word) of the words that the database keeps."""
    for module in modules:
        rows = [row for row in core_words(module, lang) if row["type"] != "code"]
        if not rows:
            continue
        own = {
            _key(row): row["value"] for path in get_po_paths(module, lang) for row in _rows(path)
        }
        for row in rows:
            model, field = row["name"].split(",")
            record = env.ref(f"{row['module']}.{row['imd_name']}", raise_if_not_found=False)
            if record and record._name == model:
                yield record, field, row, own.get(_key(row), row["src"])


def _key(row):
    return row["type"], row["name"], row.get("imd_name"), row["src"]


def _exchange(record, field, lang, row, old, new):
    found, _context = record.get_field_translations(field, [lang])
    now = [line["value"] for line in found if line["source"] == row["src"]]
    if now and now[0] in old and now[0] != new:
        word = {row["src"]: new} if row["type"] == "model_terms" else new
        if word == row["src"] != row["value"]:
            word = False  # no word of its own
        record.update_field_translations(field, {lang: word})
