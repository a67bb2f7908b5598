import base64
from collections import Counter

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.identity import mask_phone
from ...tools.list_return import fill_list

# Whoever hands whole numbers to another body answers for it, as with a ledger.
WHOLE_GROUP = "community_service.group_community_manager"
# What may be filled in, by the heading of the sender, and where it stands in the register.
FILLED = {
    "sex": "sex",
    "birth_date": "birth_date",
    "ethnicity": "ethnicity",
    "education": "education",
    "marital": "marital",
    "employment": "employment",
    "role": "role",
    "kind": "resident_kind",
    "registered_address": "registered_address",
    "email": "email",
    "emergency_name": "emergency_name",
    "address": "household_id.address",
    "room": "household_id.room",
    "register_no": "household_id.register_no",
    "head_name": "household_id.head_id.name",
    "grid": "grid_id.name",
    "category": "category_line_ids.category_id.name",
}
NUMBERS = {
    "id_number": "id_number",
    "phone": "phone",
    "phone2": "phone2",
    "emergency_phone": "emergency_phone",
}


class CommunityMatch(models.Model):
    """The workbook on its way back: the sender's empty columns, filled in with the register."""

    _inherit = "community.match"

    def _columns_to_fill(self):
        """Return {what is filled in: headings of the list} of the columns that may be filled."""
        found = {}
        for columns in (self.sheet_columns or {}).values():
            for target, heading in columns.items():
                if target == "result" or target in FILLED or target in NUMBERS:
                    found.setdefault(target, []).append(heading)
        return found

    def _check_whole(self, body, reason):
        """Return the reason for handing out whole numbers, as it stands in the log.

        :raises AccessError: to whoever may not hand out whole numbers
        :raises UserError: without body or reason
        """
        if not self.env.user.has_group(WHOLE_GROUP):
            raise AccessError(
                self.env._(
                    "A list with whole numbers leaves by the hand of a community manager: ask one "
                    "of them."
                )
            )
        body = " ".join((body or "").split())
        if not body:
            raise UserError(self.env._("Say which body gets the whole numbers."))
        return f"{body[:80]}: {self.env['community.access.log']._stated_reason(reason)}"

    def _returned(self, body="", reason="", is_whole=False):
        """Return ``(content, file name, number of cells)`` of the list, filled in; it is logged.

        Only what the user may read is filled in, and only into cells that are empty. Numbers show
        their last characters, unless somebody answers for whole ones.

        :param str body: who gets whole numbers
        :param str reason: by which rule
        :param bool is_whole: whether numbers are filled in whole
        :raises UserError: when the workbook is no longer kept
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("confirmed")
        stated = self._check_whole(body, reason) if is_whole else ""
        # The uploaded list goes back to whoever may match it.
        data = self.sudo().with_context(bin_size=False).file_data
        if not data:
            raise UserError(
                self.env._(
                    "The workbook %(file)s is no longer kept: it goes 30 days after the match. "
                    "Match it anew to fill it in.",
                    file=self.filename,
                )
            )
        texts, people, targets = self._texts(is_whole)
        content, ending, count = fill_list(base64.b64decode(data), self.filename or "", texts)
        paths = sorted({(FILLED | NUMBERS)[target].split(".")[0] for target in targets})
        log = self.env["community.access.log"]
        log._log(
            "export",
            people,
            reason=stated or self.sender or self.filename,
            each=True,
            field_names=paths,
            description=self._description,
        )
        log._log(
            "export",
            self,
            reason=stated or self.sender or self.filename,
            count=len(people),
            description=self._description,
        )
        stem = (self.filename or "").rsplit(".", 1)[0]
        return content, f"{stem}.{ending}", count

    def _texts(self, is_whole):
        """Return the texts of all cells, of whom they tell, and what they tell of them."""
        rows = self.row_ids
        # A cell that stands for several people is not written to.
        shared = Counter((row.sheet, row.row, str(row.columns)) for row in rows)
        people = rows.filtered(lambda row: row.result == "certain").resident_id
        # Whole numbers leave by a rule that somebody has named; all else leaves them out.
        kept = self.env["community.resident"] if is_whole else self._kept_people(rows.resident_id)
        facts = self._facts(people - kept, is_whole)
        texts, told, targets = {}, set(), set()
        for row in rows:
            if shared[row.sheet, row.row, str(row.columns)] > 1:
                continue
            own = facts.get(row.resident_id.id, {}) if row.result == "certain" else {}
            text = self._kept_text() if row.resident_id in kept else self._result_text(row)
            own = own | {"result": text}
            cells = texts.setdefault(row.sheet, {})
            for target, column in (row.columns or {}).items():
                if text := own.get(target):
                    cells[row.row, column] = text
                    if target != "result":
                        told.add(row.resident_id.id)
                        targets.add(target)
        return texts, people.browse(sorted(told)), targets

    def _kept_people(self, people):
        """Return those of whom the sender is told nothing; higher domains say who they are."""
        return people.browse()

    def _kept_text(self):
        """Return what the column of results says of them."""
        return self.env._("Not told: by the person's own request the file is kept only")

    def _result_text(self, row):
        """Return what the column of results says of a row, for whoever sent the list."""
        if row.result == "possible":
            return self.env._("To be verified")
        if row.result == "certain":
            kinds = dict(row.resident_id._fields["resident_kind"]._description_selection(self.env))
            kind = kinds.get(row.resident_id.resident_kind, "")
            return self.env._("In this community (%(kind)s)", kind=kind)
        if row.end_kind:
            return row._result_sentence()
        return self.env._("Not in this community")

    def _facts(self, people, is_whole):
        """Return {id: {what: text}} of people, as the reader may read them."""
        targets = set(self._columns_to_fill())
        wanted = {target: path for target, path in FILLED.items() if target in targets}
        facts = {person.id: {} for person in people}
        for target, path in wanted.items():
            for person in people:
                facts[person.id][target] = self._text_at(person, path)
        if "category" in wanted:
            lines = self.env["community.category.line"].search(
                [
                    ("resident_id", "in", people.ids),
                    *self.env["community.category.line"]._current_domain(),
                ]
            )
            for person, own in lines.grouped("resident_id").items():
                facts[person.id]["category"] = "、".join(own.category_id.mapped("name"))
        numbers = {target: name for target, name in NUMBERS.items() if target in targets}
        if numbers and people:
            # Closed numbers: whole ones after right, body and reason were checked, masked ones as
            # every list shows them.
            secret = people.sudo()
            for person, closed in zip(people, secret, strict=True):
                for target, name in numbers.items():
                    whole = closed[name] or ""
                    if not is_whole:
                        is_id = target == "id_number"
                        whole = person.id_number_masked if is_id else mask_phone(whole)
                    facts[person.id][target] = whole or ""
        return facts

    def _text_at(self, person, path):
        if path.startswith("category_line_ids"):
            return ""
        record, *names = person, *path.split(".")
        *way, name = names
        for step in way:
            record = record[step]
        if not record or not record._has_field_access(record._fields[name], "read"):
            return ""
        field, value = record._fields[name], record[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "date":
            return fields.Date.to_string(value) or ""
        return str(value or "")
