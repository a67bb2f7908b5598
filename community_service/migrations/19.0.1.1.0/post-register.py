from odoo.addons.community_service.tools.identity import whole_id_number
from odoo.addons.community_service.tools.register_values import clean_name


def migrate(cr, version):
    """Bring names and ID numbers of the register to the one form in which they are compared."""
    if version:
        clean_names(cr)
        lengthen_numbers(cr)


def clean_names(cr):
    """Take out the blanks and other dots that people typed into Chinese names."""
    cr.execute(r"SELECT id, name FROM community_resident WHERE name ~ '[•・‧∙⋅.．[:space:]\u3000]'")
    update(cr, "name", [(number, name, clean_name(name)) for number, name in cr.fetchall()])


def lengthen_numbers(cr):
    """Bring numbers of 15 digits to 18, unless somebody else has that number already."""
    cr.execute(r"SELECT id, id_number FROM community_resident WHERE id_number ~ '^[0-9]{15}$'")
    rows = [(number, text, whole_id_number(text)) for number, text in cr.fetchall()]
    cr.execute(
        "SELECT id_number FROM community_resident WHERE id_number = ANY(%s)",
        [[whole for _number, _text, whole in rows]],
    )
    taken = {text for (text,) in cr.fetchall()}
    fresh = {}
    for row in rows:
        if row[2] not in taken:
            fresh.setdefault(row[2], row)
    update(cr, "id_number", list(fresh.values()))


def update(cr, column, rows):
    """Write the new texts of ``rows``, each ``(id, old, new)``, into a column of residents."""
    changed = [(number, new) for number, old, new in rows if new and new != old]
    # Raw SQL: what a person is does not change, so nothing follows from it; a constant column.
    cr.execute(
        f"""UPDATE community_resident r SET {column} = c.text
              FROM unnest(%s::int[], %s::text[]) AS c(id, text) WHERE c.id = r.id""",
        [[number for number, _text in changed], [text for _number, text in changed]],
    )
