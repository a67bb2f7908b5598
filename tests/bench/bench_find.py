"""Finding a person among 280,000: time in the database, and the plan under the record rule."""

from odoo.tools import SQL

from .measure import absolute, count_queries, median_ms, medians_ms, versus


def run(env, options):
    """Return a row for each kind of text and role, and the index that served it."""
    rows, plans = [], []
    for role, user in options["users"].items():
        own = env(user=user.id)
        Resident = own["community.resident"]
        # The measured person is somebody the role sees, so that every search has a hit.
        person = Resident.search([], limit=1, offset=100).sudo()
        texts = {
            "2 characters of a name": (person.name[:2], 10),
            "given name alone": (person.name[1:], 10 if len(person.name) > 2 else 20),
            "one character": (person.name[0], 20),
            "pinyin initials": (person.pinyin, 10),
            "phone": (person.phone, 10),
            "last 4 of the phone": (person.phone[-4:], 10),
            "whole ID number": (person.id_number, 10),
            "last 4 of the ID number": (person.id_number[-4:], 10),
        }
        contacts = _time(own, own["res.partner"], person.name[:2])
        for label, (text, limit) in texts.items():
            ours = _time(own, Resident, text)
            rows.append(absolute(f"find by {label}, {role}", ours, "ms", limit))
            plans.append((f"{label}, {role}", _indexes(own, Resident, text)))
        ours = _time(own, Resident, person.name[:2])
        rows.append(
            versus(f"find by 2 characters, {role}", "core contacts", ours, contacts, "ms", 1)
        )
        rows += _anywhere(own, role, person)
    return rows, plans


def _anywhere(env, role, person):
    """Return the rows of the search on every page: people, homes and numbers in one call.

    Its peer is what Odoo's own search of contacts answers to the same text with: eight names.
    """
    Resident, Partner = env["community.resident"], env["res.partner"]
    home = person.household_id
    texts = {
        "2 characters of a name": person.name[:2],
        "a door": f"{home.area_id.parent_id.name}{home.area_id.name}{home.room}",
        "last 4 of the ID number": person.id_number[-4:],
    }
    rows = []
    for label, text in texts.items():
        times = medians_ms(
            {
                "ours": lambda text=text: Resident.find_anywhere(text),
                "contacts": lambda text=text: Partner.name_search(text, limit=8),
            },
            before=env.invalidate_all,
        )
        if not any(found["id"] for found in Resident.find_anywhere(text)):
            raise ValueError(f"the search by {label} found nothing, so its time says nothing")
        name = f"search of every page by {label}, {role}"
        rows.append(versus(name, "name search of contacts", *times.values(), "ms", 1))
    counts = [
        count_queries(env, lambda text=text: Resident.find_anywhere(text))
        for text in (person.name[:2], person.name)
    ]
    rows.append(
        versus(
            f"search of every page: queries for many and for one, {role}",
            "of one person",
            *counts,
            "queries",
            1,
        )
    )
    return rows


def _query(model, text):
    """Return the query that name search sends for the first eight hits."""
    domain = model._search_display_name("ilike", text)
    return model._search(domain, limit=8, order=model._order)


def _time(env, model, text):
    query = _query(model, text).select()
    time, _result = median_ms(lambda: env.execute_query(query))
    return time


def _indexes(env, model, text):
    """Return the names of the indexes in the plan, in order of appearance."""
    lines = [line for (line,) in env.execute_query(SQL("EXPLAIN %s", _query(model, text).select()))]
    names = [
        word
        for line in lines
        if "Index" in line
        for word in line.replace(" using ", " on ").split(" on ")[1:2]
    ]
    return list(dict.fromkeys(name.split()[0] for name in names))
