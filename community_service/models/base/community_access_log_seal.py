from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.seal import GENESIS, seal_hash

BATCH = 5000
LOCK = 0x636F6D6D
HEAD_KEY = "community_service.access_log_head"
SEALED_COLUMNS = (
    "id",
    "date",
    "user_id",
    "role",
    "kind",
    "model",
    "res_id",
    "field_names",
    "reason",
    "count",
    "domain",
    "description",
    "company_id",
)


class CommunityAccessLog(models.Model):
    """The seal of the access log: a hash chain that shows every later change or gap."""

    _inherit = "community.access.log"

    @api.model
    def _cron_seal(self):
        """Seal the new rows in a transaction of its own."""
        # The lock comes first in its transaction: a snapshot older than the lock would fork the
        # chain. The job's own transaction has already read, so it cannot be used.
        with self.env.registry.cursor() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if cr.fetchone()[0]:
                self.env(cr=cr)[self._name]._seal()

    @api.model
    def _seal(self):
        """Append the rows without a seal to the chain, oldest first; return their number."""
        # Raw SQL throughout: write() is closed, and 100,000 rows must be sealed within seconds.
        # The user running this is a job or a test; the log is nobody's to read record by record.
        cr = self.env.cr
        cr.execute(
            "SELECT seq, hash FROM community_access_log WHERE seq IS NOT NULL "
            "ORDER BY seq DESC LIMIT 1"
        )
        seq, previous = cr.fetchone() or (0, GENESIS)
        sealed = 0
        while rows := self.env.execute_query(
            SQL(
                "SELECT %s FROM community_access_log WHERE hash IS NULL ORDER BY id LIMIT %s",
                self._sealed_columns(),
                BATCH,
            )
        ):
            seals = []
            for row in rows:
                seq += 1
                digest = seal_hash(seq, previous, row)
                seals.append((row[0], seq, previous, digest))
                previous = digest
            cr.execute(
                SQL(
                    """UPDATE community_access_log l
                          SET seq = s.seq, previous_hash = s.previous, hash = s.hash
                         FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[])
                              AS s(id, seq, previous, hash)
                        WHERE l.id = s.id""",
                    *map(list, zip(*seals, strict=True)),
                )
            )
            sealed += len(rows)
        if sealed:
            # The end of the chain is kept elsewhere too, so that cutting rows off the end shows.
            # Raw SQL: set_param() would empty every worker's caches once a minute.
            cr.execute(
                """INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)
                   ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value""",
                [HEAD_KEY, f"{seq}:{previous}"],
            )
            self.invalidate_model(flush=False)
        return sealed

    @api.model
    def _sealed_columns(self):
        return SQL(", ").join(SQL.identifier(name) for name in SEALED_COLUMNS)

    def action_verify(self):
        """Walk the whole chain; say that it is whole, or name the first broken row.

        What is selected in the list does not matter.

        :return: a client action that shows the finding
        :raises AccessError: to whoever may not read the log
        """
        self.browse().check_access("read")
        self.check_access("read")
        broken, count, last = self._verify()
        message = broken or self.env._(
            "%(count)s entries were checked, every seal is whole. Last seal: %(seal)s. "
            "Note it down: it proves later that nothing before it was changed.",
            count=count,
            seal=last[:16] if count else "-",
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Access log"),
                "message": message,
                "type": "danger" if broken else "success",
                "sticky": bool(broken),
            },
        }

    @api.model
    def _verify(self):
        """Return (sentence about the first broken row or None, rows checked, last seal)."""
        count, previous = 0, GENESIS
        while rows := self.env.execute_query(
            # Raw SQL: the chain spans all communities, whatever the reader's own one is, and the
            # values must be those of the table, not of a cache. Only a verdict leaves it.
            SQL(
                """SELECT seq, previous_hash, hash, %s FROM community_access_log
                    WHERE seq > %s ORDER BY seq LIMIT %s""",
                self._sealed_columns(),
                count,
                BATCH,
            )
        ):
            for seq, stored_previous, stored, *values in rows:
                if seq != count + 1:
                    return self._sentence_missing(count + 1), count, previous
                if stored_previous != previous or stored != seal_hash(seq, previous, values):
                    date = fields.Datetime.context_timestamp(self, values[1])
                    sentence = self.env._(
                        "Entry %(seq)s (number %(id)s, %(date)s) does not fit its seal: it was "
                        "changed after it had been sealed. Keep the database as it is and tell "
                        "the administrator.",
                        seq=seq,
                        id=values[0],
                        date=date.strftime("%Y-%m-%d %H:%M"),
                    )
                    return sentence, count, previous
                count, previous = seq, stored
        # Raw SQL, as it was written: past the cache of the parameters.
        self.env.cr.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [HEAD_KEY])
        head = (self.env.cr.fetchone() or [f"0:{GENESIS}"])[0]
        head_seq, _colon, head_hash = head.partition(":")
        if int(head_seq) > count:
            return self._sentence_missing(count + 1), count, previous
        if int(head_seq) == count and count and head_hash != previous:
            return self._sentence_missing(count), count, previous
        return None, count, previous

    @api.model
    def _sentence_missing(self, seq):
        return self.env._(
            "Entry %(seq)s is missing: it was removed after it had been sealed. Keep the database "
            "as it is and tell the administrator.",
            seq=seq,
        )
