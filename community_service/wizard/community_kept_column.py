from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.register_demanded import HOME_DEMANDED, PERSON_DEMANDED, read_kept
from ..tools.register_heading import match_heading
from ..tools.trusted import trusted

# So many files are read while somebody waits.
MOST = 20_000


class CommunityKeptColumn(models.TransientModel):
    """A column that imports kept word for word, read as the fact that the register has for it now.

    Nothing is overwritten: what the register says already stays, and what is not understood stays
    kept. What was taken over is no longer kept beside it.
    """

    _name = "community.kept.column"
    _description = "Kept Column of a Register"
    _inherit = ["community.guarded.mixin", "community.dialog.mixin"]

    heading = fields.Selection("_selection_heading", "Column of the workbook", required=True)
    target = fields.Selection(
        "_selection_target",
        "Taken for",
        compute="_compute_target",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )

    @api.model
    def _selection_heading(self):
        """Return the headings under which something is kept of people whom the user may read."""
        Resident = self.env["community.resident"].sudo(False)
        Resident.flush_model(["register_extra"])
        query = Resident._search([("active", "=", True)])
        # Raw SQL: the keys of a closed column, which are the headings of a workbook, and how often
        # each stands there; no value leaves. The query carries the reader's rules.
        rows = self.env.execute_query(
            SQL(
                """SELECT key, count(*)
                     FROM (SELECT register_extra AS kept FROM community_resident
                            WHERE jsonb_typeof(register_extra) = 'object' AND id IN %s) r
                    CROSS JOIN LATERAL jsonb_object_keys(kept) key
                    GROUP BY key ORDER BY count(*) DESC, key LIMIT 200""",
                query.subselect(),
            )
        )
        return [(key, f"{key} ({count})") for key, count in rows]

    @api.model
    def _selection_target(self):
        labels = self.env["community.import.synonym"]._header_labels()
        return [(name, labels[name]) for name in (*PERSON_DEMANDED, *HOME_DEMANDED)]

    @api.depends("heading")
    def _compute_target(self):
        words = self.env["community.import.synonym"]._lookup(self.env.company)
        known = (*PERSON_DEMANDED, *HOME_DEMANDED)
        for dialog in self:
            found = match_heading(dialog.heading, lambda word: words.get(("header", word)))
            dialog.target = found if found in known else dialog.target

    def action_apply(self):
        """Take the values of the column over where the register says nothing yet.

        :return: a notification: how many were taken over, and how many were not, and why
        :raises AccessError: to whoever may not import a register
        :raises UserError: if more than 20,000 people have the column
        """
        self.ensure_one()
        self.env["community.import"].check_access("create")
        counts = {"told": 0, "known": 0, "other": 0, "unread": 0}
        for person in self._people():
            counts[self._take(person)] += 1
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if counts["told"] else "warning",
                "sticky": True,
                "message": self.env._(
                    "%(told)s taken over, %(known)s known already or empty; %(other)s left because "
                    "the register says otherwise or the file is only kept, %(unread)s because they "
                    "are not understood: those stay kept word for word.",
                    **counts,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _people(self):
        """Return the people of whom something is kept under the heading."""
        Resident = self.env["community.resident"]
        Resident.flush_model(["register_extra"])
        query = Resident._search([("active", "=", True)])
        # Raw SQL: see _selection_heading.
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM community_resident
                    WHERE jsonb_typeof(register_extra) = 'object'
                      AND jsonb_exists(register_extra, %s) AND id IN %s
                    ORDER BY id LIMIT %s""",
                self.heading,
                query.subselect(),
                MOST + 1,
            )
        )
        if len(rows) > MOST:
            raise UserError(
                self.env._(
                    "More than %(count)s people have the column “%(heading)s”. Import the workbook "
                    "again instead: it reads the column by its heading.",
                    count=MOST,
                    heading=self.heading,
                )
            )
        return Resident.browse(number for (number,) in rows)

    def _take(self, person):
        """Take one value over; return what became of it."""
        # sudo: closed values go from one closed column of a file into another; none is shown. The
        # right to write the file is asked for.
        stored = person.sudo()
        holder = person.household_id.dwelling_id if self.target in HOME_DEMANDED else person
        if not holder or person.restricted_since or not holder.has_access("write"):
            return "other"
        kept = stored.register_extra
        try:
            values, is_all = read_kept(self.target, str(kept[self.heading]), stored.id_number)
        except ValueError:
            return "unread"
        known = holder.sudo()
        if any(known[name] and known[name] != value for name, value in values.items()):
            return "other"
        new = {name: value for name, value in values.items() if not known[name]}
        given = {"reason": self.env._("Kept by an import: %(column)s", column=self.heading)}
        try:
            with self.env.cr.savepoint():
                known.with_context(**trusted(community_fact=given)).write(new)
        except UserError:
            # Something else in the file contradicts it.
            return "other"
        if values and is_all:
            stored.register_extra = {
                name: text for name, text in kept.items() if name != self.heading
            } or False
        return "told" if new else "known"
