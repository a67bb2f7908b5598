import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL


class CommunityVisit(models.Model):
    """Taking back what was saved at the door, for ten minutes."""

    _inherit = "community.visit"

    @api.model
    def undo_at_the_door(self, client_key):
        """Take back a save of the last ten minutes: the visit is as it was before.

        :param str client_key: the key of the save
        :return: dict as of :meth:`save_at_the_door`
        """
        visit = self.browse()
        if isinstance(client_key, str) and client_key:
            visit = self.search([("client_key", "=", client_key)], limit=1)
        # The closed field; the right to write the visit is asked for below.
        undo = visit.sudo().undo_values
        until = undo and fields.Datetime.to_datetime(undo["until"])
        if not until or until < fields.Datetime.now():
            raise UserError(
                self.env._(
                    "Undo is possible for %(minutes)s minutes after saving: "
                    "correct the visit itself.",
                    minutes=self.env["community.setting"]._number("undo_minutes"),
                )
            )
        visit.check_access("write")
        # What the save itself added goes with it; workers may not delete anything older.
        visit.sudo().check_ids.filtered(lambda check: check.id in undo["checks"]).unlink()
        visit.sudo().need_ids.filtered(lambda need: need.id in undo["needs"]).unlink()
        self._undo_phones(undo["phones"])
        household = visit.household_id
        household.with_context(tracking_disable=True).write(
            {"own_visit_date": False, "own_visit_reason": False}
        )
        before = undo["before"] or {"state": "cancelled"}
        visit.with_context(tracking_disable=True).write(
            {
                **before,
                "met_resident_ids": [Command.clear()],
                "visitor_ids": [Command.clear()],
                "next_date": False,
                "next_reason": False,
            }
        )
        household.with_context(tracking_disable=True).write(
            {"own_visit_date": undo["own"][0], "own_visit_reason": undo["own"][1]}
        )
        visit.sudo().undo_values = False
        return visit._door_result()

    @api.model
    def _undo_phones(self, phones):
        """Put back the numbers that a save replaced, unless somebody has changed them since."""
        for resident_id, (old, new) in phones.items():
            resident = self.env["community.resident"].browse(int(resident_id)).exists()
            resident.check_access("write")
            # sudo: the whole number, of which this user may see a mask only.
            closed = resident.sudo()
            if resident and closed.phone == new:
                closed.phone = old

    @api.model
    def _undo_time(self):
        return datetime.timedelta(minutes=self.env["community.setting"]._number("undo_minutes"))

    @api.autovacuum
    def _gc_undo_values(self):
        """Forget what an undo needed once it has run out: it may hold a phone number."""
        old = fields.Datetime.now() - self._undo_time()
        self.flush_model(["undo_values", "write_date"])
        # Raw SQL: write() would move write_date, by which the reversal of a household operation
        # knows the visits that were recorded after it.
        self.env.cr.execute(
            SQL(
                """UPDATE %s SET undo_values = NULL
                    WHERE undo_values IS NOT NULL AND write_date < %s""",
                SQL.identifier(self._table),
                old,
            )
        )
        self.invalidate_model(["undo_values"])

    def _undo_snapshot(self):
        """Return what a save overwrites, as values to write back."""
        self.ensure_one()
        return {
            "state": self.state,
            "date": fields.Date.to_string(self.date),
            "date_start": fields.Datetime.to_string(self.date_start) or False,
            "mode": self.mode,
            "situation": self.situation,
            "answered_on_spot": self.answered_on_spot,
        }
