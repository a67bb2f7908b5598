import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.identity import (
    check_phone,
    mask_id_number,
    mask_phone,
    normalize_id_number,
    same_card_numbers,
    whole_id_number,
)
from ...tools.pinyin import initials
from ...tools.register_values import clean_name

PHONES = ("phone", "phone2", "emergency_phone")

PINYIN = ("pinyin", "pinyin_full", "pinyin_other", "pinyin_full_other")

# So many with one phone are looked at while somebody is entered, and so many are named.
CROWD = 100
SHOWN = 5

# Written by some between the parts of a name, and left out by others.
SEPARATORS = " \u3000\u00a0·•・‧."
# What stands between Chinese characters of a name: blanks, and dots of all kinds.
BETWEEN_CHARACTERS = re.compile(r"(?<=[\u4e00-\u9fff])[\s·•・‧∙⋅.．]+(?=[\u4e00-\u9fff])")

CLOSED_NUMBERS = ("phone", "id_number", "phone2")


def plain_name(text):
    """Return a name without what two writers write differently."""
    return (text or "").translate(dict.fromkeys(map(ord, SEPARATORS))).lower()


def sql_plain_name(column):
    """Return the term of what :func:`plain_name` returns for a column."""
    return SQL("lower(translate(%s, %s, ''))", column, SEPARATORS)


class CommunityResident(models.Model):
    """Finding a person: two characters of a name, pinyin initials, a phone, four digits."""

    _inherit = "community.resident"

    phone_display = fields.Char("Phone", compute="_compute_phone_display", compute_sudo=True)
    phone2_display = fields.Char(
        "Second phone", compute="_compute_phone_display", compute_sudo=True
    )
    emergency_phone_display = fields.Char(
        "Emergency phone", compute="_compute_phone_display", compute_sudo=True
    )
    phone_input = fields.Char(
        "Phone (entry)",
        compute="_compute_phone_inputs",
        inverse="_inverse_phone_input",
        compute_sudo=True,
        exportable=False,
    )
    phone2_input = fields.Char(
        "Second phone (entry)",
        compute="_compute_phone_inputs",
        inverse="_inverse_phone2_input",
        compute_sudo=True,
        exportable=False,
    )
    emergency_phone_input = fields.Char(
        "Emergency phone (entry)",
        compute="_compute_phone_inputs",
        inverse="_inverse_emergency_phone_input",
        compute_sudo=True,
        exportable=False,
    )

    duplicate_note = fields.Text(
        "Perhaps in the register already", compute="_compute_duplicate_note", exportable=False
    )
    duplicate_count = fields.Integer(
        "Possible duplicates", compute="_compute_duplicate_count", exportable=False
    )

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Search as Odoo does; a page of a list is found first, and its rows are read then.

        A grid worker's page lies anywhere among the names of the whole community. Its ids come from
        the index alone; in one query with the columns PostgreSQL would visit each row on the way.
        """
        if not limit or not field_names:
            return super().search_fetch(domain, field_names, offset, limit, order)
        residents = super().search_fetch(domain, [], offset, limit, order)
        residents.fetch(field_names)
        return residents

    @api.model
    def _search_name(self, operator, value):
        """Search by an index on characters: Chinese names are too short for trigrams."""
        if operator != "ilike" or not isinstance(value, str) or not value.strip("%_ "):
            return Domain("name", operator, value)
        text = value.strip()
        return Domain.custom(
            to_sql=lambda model, alias, query: self._name_condition(alias, text),
            predicate=lambda resident: text.lower() in (resident.name or "").lower(),
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
            or the last four characters of either. Closed numbers are compared by equality only
            and under the reader's own rules, so nothing can be spelled out of them.
        """
        text = text.strip()
        number = whole_id_number(text)
        if re.fullmatch(r"[a-zA-Z]{1,30}(?:[ '][a-zA-Z]{1,10}){0,3}", text):
            return self._any_of(
                text,
                *(self._spelled_condition(field, text) for field in PINYIN),
                lambda alias: self._name_condition(alias, text),
            )
        if not self._may_find_by_number():
            return Domain("name", "ilike", text)
        if re.fullmatch(r"[0-9]{3}[0-9X]", number):
            return self._any_of(
                number,
                *(self._equal_condition(field, number, last4=True) for field in CLOSED_NUMBERS[:2]),
            )
        if len(number) >= 6 and re.fullmatch(r"[0-9A-Z]*[0-9][0-9A-Z]*", number):
            return self._any_of(
                number, *(self._equal_condition(field, number) for field in CLOSED_NUMBERS)
            )
        return Domain("name", "ilike", text)

    @api.model
    def _find_by_id_number(self, number, name):
        """Return the person with this whole ID number and name, also of another grid, or nobody.

        The one way to somebody outside one's own grid. Each look-up stands in the access log, also
        when it found nobody or what follows is refused.

        :raises UserError: when the number belongs to another name
        """
        number = whole_id_number(number)
        if not number or not self._may_find_by_number():
            return self.browse()
        # Below access rules: whoever moves in was in another grid's care until now.
        found = self.sudo().search(
            Domain("id_number", "=", number)
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("active", "in", (True, False)),
            order="active desc, date_death desc nulls first, id",
            limit=1,
        )
        self.env["community.access.log"]._log_find(found)
        if not found:
            return self.browse()
        if clean_name(found.name) != clean_name(name):
            raise UserError(
                self.env._(
                    "%(number)s is already in the register under another name than %(name)s: "
                    "check the name and the number.",
                    number=mask_id_number(number),
                    name=name or "",
                )
            )
        return found.with_env(self.env)

    @api.model
    def _may_find_by_number(self):
        """Tell whether the reader works with residents; an auditor could only try out numbers."""
        return self.env.su or self.env.user.has_group(
            "community_service.group_community_grid_worker"
        )

    @api.model
    def _any_of(self, text, *conditions):
        """Return the domain of the records that one of the conditions selects.

        Each condition is searched by its own index first (a sub-select that is run once): joined
        by OR under an ordered list, the planner would rather walk through the whole name index.
        """
        table = SQL.identifier(self._table)
        arms = SQL(" UNION ").join(
            SQL("SELECT %s.id FROM %s WHERE %s", table, table, condition(self._table))
            for condition in conditions
        )

        def to_sql(model, alias, query):
            return SQL("%s = ANY(ARRAY(%s))", SQL.identifier(alias, "id"), arms)

        def predicate(resident):
            values = {(resident.name or "").lower(), *(resident[field] for field in PINYIN)}
            # The same comparison as above on one record at a time, for in-memory filters.
            numbers = [resident.sudo()[field] or "" for field in CLOSED_NUMBERS]
            return (
                any(text.lower() in (value or "") for value in values)
                or text in numbers
                or (len(text) == 4 and text in [number[-4:] for number in numbers])
            )

        return Domain.custom(to_sql=to_sql, predicate=predicate)

    def _column(self, alias, field):
        """Return a column that the ORM flushes before the query runs."""
        return SQL.identifier(alias, field, to_flush=self._fields[field])

    def _equal_condition(self, field, value, last4=False):
        def condition(alias):
            column = self._column(alias, field)
            if last4:
                column = SQL('"right"(%s, 4)', column)
            return SQL("%s = %s", column, value)

        return condition

    def _spelled_condition(self, field, text):
        """Return the indexed condition that a name is typed so from its beginning."""
        pattern = re.sub(r"[ ']", "", text.lower()) + "%"
        return lambda alias: SQL("%s LIKE %s", self._column(alias, field), pattern)

    @api.model
    def _name_condition(self, alias, text):
        """Return the indexed condition that the name contains ``text``.

        Blanks and dots between Chinese characters are written in many ways: any of them, or none,
        may stand in the name.
        """
        text = text.lower()
        # The column expression is that of the index, character by character.
        column = SQL("lower(%s)", self._column(alias, "name"))
        pattern = re.sub(r"([\\%_])", r"\\\1", text)
        parted = BETWEEN_CHARACTERS.sub("%", pattern)
        letters = set(text) if parted == pattern else set(BETWEEN_CHARACTERS.sub("", text))
        pattern = parted
        return SQL(
            "(string_to_array(%s, NULL) @> %s::text[] AND %s LIKE %s)",
            column,
            sorted(letters),
            column,
            f"%{pattern}%",
        )

    # Who may be in the register twice: said while a person is entered.

    @api.depends("name", "birth_date", "phone_input", "phone2_input", "id_number_input")
    @api.depends_context("uid")
    def _compute_duplicate_note(self):
        for resident in self:
            # What is stored of closed numbers is compared, and not shown.
            stored = resident._origin.sudo()
            typed = {
                "id_number": resident.id_number_input,
                "phone": resident.phone_input,
                "phone2": resident.phone2_input,
            }
            known = {
                name: stored[name] if "*" in (value or "") else value
                for name, value in typed.items()
            }
            alike = self._find_alike(
                resident.name,
                resident.birth_date,
                (known["phone"], known["phone2"]),
                known["id_number"],
                resident._origin,
            )
            resident.duplicate_note = self._alike_note(alike)

    def _compute_duplicate_count(self):
        Pair = self.env["community.resident.duplicate"]
        can_read = Pair.has_access("read")
        for resident in self:
            resident.duplicate_count = can_read and Pair.search_count(resident._pairs_domain())

    def _pairs_domain(self):
        one = Domain("first_id", "in", self._origin.ids) | Domain(
            "second_id", "in", self._origin.ids
        )
        return one & Domain("state", "=", "open")

    def action_open_duplicates(self):
        """Open the files that may be of the same person, to be compared."""
        return self._list_action(
            "community_service.community_resident_duplicate_action", list(self._pairs_domain())
        )

    @api.model
    def _alike_note(self, residents):
        """Return a line for each of the people who may be the same one, or nothing."""
        lines = [
            f"{resident.name} · {resident.household_id.display_name or '-'}"
            for resident in residents[:SHOWN]
        ]
        return "\n".join(lines + ["…"] * (len(residents) > SHOWN))

    @api.model
    def _find_alike(self, name, birth_date=False, phones=(), id_number="", but=None):
        """Return those who may be the person described, of all whom the reader may see.

        Alike is what ``community.resident.duplicate`` says of a pair; who was said to be somebody
        else is not named again.

        :param str name: as typed
        :param date birth_date: empty when it is not known
        :param phones: numbers as typed
        :param str id_number: as typed
        :param but: the resident described, where there is one in the register
        """
        number = normalize_id_number(id_number)
        name = plain_name(name)
        reached = set()
        for text in phones:
            try:
                reached.add(check_phone(text))
            except ValueError:
                continue
        domains = []
        if name and birth_date:
            domains.append(Domain("birth_date", "=", birth_date) & self._plain_name_domain(name))
        if self._may_find_by_number():
            cards = same_card_numbers(number) if number else ()
            domains += [
                self._any_of(card, self._equal_condition("id_number", card)) for card in cards
            ]
            domains += [self._phone_domain(phone) for phone in reached]
        if not domains:
            return self.browse()
        but = but or self.browse()
        found = self.search(Domain.OR(domains) & Domain("id", "not in", but.ids), limit=CROWD)
        found = found.filtered(lambda other: other._is_alike(name, birth_date, number))
        return found - but._told_apart()

    @api.model
    def _plain_name_domain(self, name):
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s = %s", sql_plain_name(model._column(alias, "name")), name
            ),
            predicate=lambda resident: plain_name(resident.name) == name,
        )

    @api.model
    def _phone_domain(self, phone):
        return self._any_of(
            phone, *(self._equal_condition(field, phone) for field in ("phone", "phone2"))
        )

    def _find_by_phone(self, text):
        """Return the others who have this number, of all whom the reader may see."""
        try:
            phone = check_phone(text)
        except ValueError:
            return self.browse()
        if not self._may_find_by_number():
            return self.browse()
        return self.search(
            self._phone_domain(phone) & Domain("id", "not in", self.ids), limit=CROWD
        )

    def _is_alike(self, name, birth_date, number):
        """Tell of somebody found by number, phone or name whether enough agrees."""
        # Closed numbers are compared, and not shown.
        own = self.sudo().id_number
        if number and own:
            return own in same_card_numbers(number)
        if plain_name(self.name) == name:
            return True
        if birth_date and self.birth_date:
            return birth_date == self.birth_date
        return bool(name) and self.pinyin == initials(name)

    def _told_apart(self):
        """Return those of whom somebody has said that they are not these residents."""
        if not self:
            return self
        pairs = self.env["community.resident.duplicate"].search(
            (Domain("first_id", "in", self.ids) | Domain("second_id", "in", self.ids))
            & Domain("state", "=", "different")
        )
        return pairs.first_id | pairs.second_id

    # Phones: whole at the door of one's own grid, masked for everybody else, entered anywhere.

    @api.depends(*PHONES, "grid_id.officer_line_ids")
    @api.depends_context("uid")
    def _compute_phone_display(self):
        """Show workers the whole number in the grids in their care, others a masked one."""
        # Not the 40 other columns, in lists; what the masks need comes with it.
        self._origin.fetch([*PHONES, "grid_id", "id_number"])
        # The lines that the record rules have just read, not another search of the grids.
        lines = self.grid_id.officer_line_ids.filtered_domain(
            Domain("user_id", "=", self.env.uid) & Domain(self.grid_id._current_lines_domain())
        )
        cared_for = lines.grid_id
        for field in PHONES:
            reached = self.filtered(field)
            # In one go for those who have no such number.
            missing = self - reached
            missing[f"{field}_display"] = False
            for resident in reached:
                own = resident.grid_id in cared_for
                number = resident[field] if own else mask_phone(resident[field])
                resident[f"{field}_display"] = number

    # Apart from what lists show: there is one entry on a form, and eighty rows in a list.
    @api.depends(*(f"{field}_display" for field in PHONES))
    @api.depends_context("uid")
    def _compute_phone_inputs(self):
        for resident in self:
            for field in PHONES:
                resident[f"{field}_input"] = resident[f"{field}_display"]

    def _inverse_phone_input(self):
        self._set_phone("phone")

    def _inverse_phone2_input(self):
        self._set_phone("phone2")

    def _inverse_emergency_phone_input(self):
        self._set_phone("emergency_phone")

    def _set_phone(self, field):
        for resident in self:
            text = resident[f"{field}_input"] or ""
            # Writing is allowed to whoever may write the record; reading back is not.
            stored = resident.sudo()
            # A masked one and one that an old register brought are left as they are.
            if "*" not in text and text != (stored[field] or ""):
                stored[field] = text and resident._checked_phone(text)

    def _checked_phone(self, text):
        """Return a phone number as it is stored.

        :raises ValidationError: when it is none; the sentence says how each kind is written
        """
        try:
            return check_phone(text)
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "%(person)s: “%(value)s” is no phone number. Type 11 digits for a mobile, the "
                    "area code and 7 or 8 digits for a landline, + and the country code for a "
                    "number abroad.",
                    person=self.name or self.env._("New resident"),
                    value=text,
                )
            ) from error
