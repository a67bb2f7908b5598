"""First page of the lists that people open all day, against Odoo's own contacts list."""

from lxml import etree

from .measure import count_queries, exact, medians_ms, versus

LISTS = (
    ("household list", "community.household", "community_service.community_household_view_list"),
    ("resident list", "community.resident", "community_service.community_resident_view_list"),
)
CONTACTS = ("res.partner", "base.view_partner_tree")
COUNT_LIMIT = 10_001  # what the web client asks for


def run(env, options):
    """Return a row for each list and role: server time of the first 80 records with their count."""
    rows = []
    for role, user in options["users"].items():
        own = env(user=user.id)
        pages = {"contacts": CONTACTS, **{label: (model, view) for label, model, view in LISTS}}
        calls = {label: lambda o=own, p=page: _page(o, *p) for label, page in pages.items()}
        calls["my day"] = own["community.visit"].my_day
        taken = medians_ms(calls, own.invalidate_all)
        contacts = taken.pop("contacts")
        for label, ours in taken.items():
            rows.append(
                versus(f"{label}, {role}", "contacts list, 280,000", ours, contacts, "ms", 1)
            )
        for label, model, view in LISTS:
            few = count_queries(own, lambda o=own, m=model, v=view: _page(o, m, v, limit=40))
            many = count_queries(own, lambda o=own, m=model, v=view: _page(o, m, v, limit=80))
            rows.append(exact(f"{label}, {role}: queries of 40 and 80 rows", many, few, "equal"))
    return rows


def _page(env, model, view, limit=80):
    """Read the first page as the web client does, with the fields of the list view."""
    specification = _specification(env, model, view)
    return env[model].web_search_read([], specification, limit=limit, count_limit=COUNT_LIMIT)


_SPECIFICATIONS = {}


def _specification(env, model, view):
    if model not in _SPECIFICATIONS:
        arch = etree.fromstring(env[model].get_view(env.ref(view).sudo().id, "list")["arch"])
        fields = env[model]._fields
        # As the web client asks: of a link in a hidden column the id alone.
        _SPECIFICATIONS[model] = {
            node.get("name"): _field_specification(fields[node.get("name")], node)
            for node in arch.iter("field")
        }
    return _SPECIFICATIONS[model]


def _field_specification(field, node):
    if not field.relational:
        return {}
    return {"fields": {} if node.get("column_invisible") else {"display_name": {}}}
