from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL


class CommunityBurdenKey(models.Model):
    """The key of a measurement that was taken, so that it counts once; it says nothing else."""

    _name = "community.burden.key"
    _description = "Key of a Measurement"
    _inherit = ["community.closed.mixin"]
    _log_access = False
    _rec_name = "key"
    _order = "key"

    key = fields.Char(required=True, readonly=True, export_string_translation=False)
    month = fields.Date(required=True, readonly=True, index=True)

    _key_uniq = models.UniqueIndex("(key)", "This measurement was taken already.")

    @api.model
    def _is_new(self, key, month):
        """Keep a key and tell whether it was not there before."""
        # Raw SQL: the table is nobody's, and two calls at once are told apart by the database.
        self.env.cr.execute(
            SQL(
                "INSERT INTO community_burden_key (key, month) VALUES (%s, %s)"
                " ON CONFLICT DO NOTHING RETURNING id",
                key,
                month,
            )
        )
        return bool(self.env.cr.fetchone())

    @api.autovacuum
    def _gc_keys(self):
        """Forget the keys of all but this and the last month: nothing that old is sent again."""
        this = fields.Date.context_today(self).replace(day=1)
        # Raw SQL: nothing hangs on these rows.
        self.env.cr.execute(
            SQL("DELETE FROM community_burden_key WHERE month < %s", this - relativedelta(months=1))
        )
