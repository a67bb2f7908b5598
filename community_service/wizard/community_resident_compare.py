import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.community_secret_mixin import HIDDEN
from ..tools.identity import mask_id_number, mask_phone
from ..tools.listed import listed

MASKS = {
    "id_number": mask_id_number,
    "phone": mask_phone,
    "phone2": mask_phone,
    "emergency_phone": mask_phone,
}
# The kind of document goes with the number, and a contact follows the file.
NOT_CHOSEN = {"id_kind", "partner_id"}


class PreviewOnly(Exception):
    """Takes back a merge that was made to see what it would do."""


class CommunityResidentCompare(models.TransientModel):
    """Two files side by side: are they of one person, and which says what right?"""

    _name = "community.resident.compare"
    _description = "Two Files Side by Side"
    _inherit = ["community.guarded.mixin"]

    pair_id = fields.Many2one("community.resident.duplicate", readonly=True, required=True)
    first_id = fields.Many2one(related="pair_id.first_id")
    second_id = fields.Many2one(related="pair_id.second_id")
    evidence = fields.Selection(related="pair_id.evidence")
    keep = fields.Selection(
        [("first", "The file on the left"), ("second", "The file on the right")],
        "File that is kept",
        default="first",
        required=True,
    )
    line_ids = fields.One2many("community.resident.compare.line", "compare_id", "Facts")
    preview = fields.Text("What would happen", readonly=True)

    @api.model
    def _action(self, residents):
        """Return the action that shows two files side by side.

        :raises UserError: unless there are two
        :raises AccessError: to whoever may not read both
        """
        pair = self.env["community.resident.duplicate"]._pair(residents)
        compare = self.create(
            {"pair_id": pair.id, "line_ids": [(0, 0, row) for row in self._fact_rows(pair)]}
        )
        self.env["community.access.log"]._log("view", residents)
        return compare._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("One person or two?"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _fact_rows(self, pair):
        """Return what the two files say, a row for each fact that one of them knows."""
        # Closed values are compared here and stand in the dialog masked, or not at all.
        first, second = pair.first_id.sudo(), pair.second_id.sudo()
        rows = []
        names = ["household_id", "role", *first._person_facts()]
        for name in names:
            if name in NOT_CHOSEN or not (first[name] or second[name]):
                continue
            field = first._fields[name]
            rows.append(
                {
                    "field_name": name,
                    "label": self._label(field),
                    "first_text": self._text_of(first, name),
                    "second_text": self._text_of(second, name),
                    "is_different": bool(
                        first[name] and second[name] and first[name] != second[name]
                    ),
                    "is_fact": name not in ("household_id", "role"),
                    "right": "first" if first[name] else "second",
                }
            )
        return rows

    @api.model
    def _label(self, field):
        """Return the label of a fact; that a closed one is the whole number is not said here."""
        return re.split(r" ?[(（]", field._description_string(self.env))[0]

    @api.model
    def _text_of(self, record, name):
        value = record[name]
        if not value:
            return ""
        if name in MASKS:
            return MASKS[name](value)
        if name in record._secret_fields:
            return HIDDEN
        if isinstance(value, models.BaseModel):
            return value._name_for_reader() if hasattr(value, "_name_for_reader") else str(value.id)
        return record._secret_display(name)

    def _forget(self):
        """Take out what the two files say, once the dialog has done its work."""
        # Superuser: the texts are closed to whoever reads them here.
        mine = self.sudo()
        mine.preview = False
        mine.line_ids.unlink()

    @api.onchange("keep")
    def _onchange_keep(self):
        self.preview = False
        for line in self.line_ids:
            if not line.is_different:
                continue
            line.right = self.keep

    def _files(self):
        """Return the file that goes and the one that is kept."""
        first, second = self.pair_id.first_id, self.pair_id.second_id
        return (second, first) if self.keep == "first" else (first, second)

    def _taken(self):
        other = "second" if self.keep == "first" else "first"
        return self.line_ids.filtered(
            lambda line: line.is_fact and line.is_different and line.right == other
        ).mapped("field_name")

    def action_preview(self):
        """Say what a merge would do, by making it and taking it back at once.

        :raises UserError: naming what stands in the way
        """
        self.ensure_one()
        gone, kept = self._files()
        readable = {}
        try:
            with self.env.cr.savepoint():
                operation = gone._merge_into(kept, self._taken())
                moved = operation.sudo().moved
                ended = operation.sudo().household_ids.filtered(lambda home: not home.active)
                ended = [home._name_for_reader() for home in ended]
                raise PreviewOnly
        except PreviewOnly:
            self.env.invalidate_all(flush=False)
        for row in [*moved["links"], *moved["contact_links"]]:
            self._count_readable(row, readable)
        self.preview = "\n".join(self._preview_lines(moved, readable, ended))
        return self._reopen()

    def _count_readable(self, row, counts):
        """Count of the rows that go, and of those that stay, what the reader may see."""
        Model = self.env[row["model"]].with_context(active_test=False)
        if row["other"]:
            # A list of the other side: its rows are the records that name the person.
            field = Model._fields[row["field"]]
            Model = self.env[
                row["model"] if field.column1 == row["other"] else field.comodel_name
            ].with_context(active_test=False)
        if not Model.has_access("read"):
            return
        label = self.env["ir.model"]._get(Model._name).name
        for key in ("ids", "stays"):
            count = Model.search_count([("id", "in", row[key])])
            known = counts.setdefault(label, {"ids": 0, "stays": 0})
            known[key] += count

    def _preview_lines(self, moved, counts, ended):
        gone, kept = self._files()
        lines = [
            self.env._(
                "%(kept)s is kept, the other file is archived.",
                kept=f"{kept.name} ({kept.household_id.display_name or '-'})",
            )
        ]
        facts = [
            self._label(kept._fields[name]) for name in moved["facts"] if name not in NOT_CHOSEN
        ]
        if facts:
            lines.append(
                self.env._(
                    "Taken from the other file: %(facts)s.", facts=listed(self.env.lang, facts)
                )
            )
        lines += [
            self.env._("%(home)s: nobody is left, it is archived.", home=home) for home in ended
        ]
        for label, count in sorted(counts.items()):
            if count["ids"]:
                lines.append(
                    self.env._("%(kind)s: %(count)s go along.", kind=label, count=count["ids"])
                )
            if count["stays"]:
                lines.append(
                    self.env._(
                        "%(kind)s: %(count)s stay with the archived file, the kept one has the "
                        "like.",
                        kind=label,
                        count=count["stays"],
                    )
                )
        lines.append(self.env._("Records that you may not see go along as well."))
        lines.append(
            self.env._(
                "For %(days)s days the merge can be reversed, in the operations of the household.",
                days=kept.company_id.community_reverse_days,
            )
        )
        return lines

    def action_merge(self):
        """Merge the two files as the dialog says, after its preview was read.

        :raises UserError: without a preview, or naming what stands in the way
        """
        self.ensure_one()
        if not self.preview:
            raise UserError(self.env._("Look at what would happen first."))
        gone, kept = self._files()
        gone._merge_into(kept, self._taken())
        self._forget()
        return {
            "type": "ir.actions.act_window",
            "res_model": kept._name,
            "res_id": kept.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_different(self):
        """Remember that these are two people."""
        self.ensure_one()
        self.pair_id.action_different()
        self._forget()
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}
