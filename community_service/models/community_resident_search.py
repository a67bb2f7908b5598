import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.identity import normalize_id_number


class CommunityResident(models.Model):
    """Finding a person: two characters of a name, pinyin initials, a phone, four digits."""

    _inherit = "community.resident"

    @api.model
    def _search_name(self, operator, value):
        """Search by an index on characters: Chinese names are too short for trigrams."""
        if operator != "ilike" or not isinstance(value, str) or not value.strip("%_ "):
            return Domain("name", operator, value)
        text = value.strip().lower()
        pattern = re.sub(r"([\\%_])", r"\\\1", text)

        def to_sql(model, alias, query):
            # The column expression is that of the index, character by character.
            column = SQL("lower(%s)", SQL.identifier(alias, "name"))
            return SQL(
                "(string_to_array(%s, NULL) @> %s::text[] AND %s LIKE %s)",
                column,
                sorted(set(text)),
                column,
                f"%{pattern}%",
            )

        return Domain.custom(
            to_sql=to_sql, predicate=lambda resident: text in (resident.name or "").lower()
        )

    @api.model
    def _search_display_name(self, operator, value):
        if operator not in ("ilike", "in") or not value:
            return super()._search_display_name(operator, value)
        texts = [value] if isinstance(value, str) else value
        return Domain.OR(self._find_domain(text) for text in texts if isinstance(text, str))

    @api.model
    def _find_domain(self, text):
        """Return the domain of the residents whom ``text`` may mean.

        :param str text: part of a name, pinyin initials, a whole phone number, a whole ID number,
            or the last four characters of either
        """
        text = text.strip()
        number = normalize_id_number(text)
        domains = [Domain("name", "ilike", text)]
        if re.fullmatch(r"[a-zA-Z]{1,8}", text):
            domains.append(Domain("pinyin", "=like", f"{text.lower()}%"))
        elif re.fullmatch(r"[0-9]{3}[0-9X]", number):
            domains += [self._secret_domain(f, number, last4=True) for f in ("phone", "id_number")]
        elif len(number) >= 6 and re.fullmatch(r"[0-9A-Z]+", number):
            domains += [self._secret_domain(f, number) for f in ("phone", "phone2", "id_number")]
        return Domain.OR(domains)

    @api.model
    def _secret_domain(self, field, value, last4=False):
        """Match a closed field by its whole value or its last four characters, never by parts."""

        def to_sql(model, alias, query):
            # Only equality is offered, under the reader's own rules, so nothing can be spelled out.
            column = model.sudo()._field_to_sql(alias, field, query)
            if last4:
                column = SQL('"right"(%s, 4)', column)
            return SQL("%s = %s", column, value)

        def predicate(resident):
            stored = resident.sudo()[field] or ""
            return (stored[-4:] if last4 else stored) == value

        return Domain.custom(to_sql=to_sql, predicate=predicate)
