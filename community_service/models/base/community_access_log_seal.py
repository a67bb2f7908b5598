import logging
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools import seal as seals
from .community_access_log import guard_table

BATCH = 5000

LOCK = 0x636F6D6D

HEAD_KEY = "community_service.access_log_head"

# No transaction lasts longer after it wrote to the log.
LONGEST = timedelta(hours=3)

LATE = timedelta(days=1)

# The job runs every minute.
PATIENCE = timedelta(hours=1)

# The order is that of the seals already made: new columns come last.
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

_logger = logging.getLogger(__name__)


class Finding(NamedTuple):
    """What a check of the chain found: a sentence about the first ``broken`` row or None, how many
    rows were checked, the ``last`` seal, and sentences about what it does not prove."""

    broken: str | None
    count: int
    last: str
    unproven: list


class CommunityAccessLogSeal(models.Model):
    """The seal of one row of the access log: a chain in which each seal covers all before it.

    A seal is an HMAC of the row, of the seal before and of the time of sealing. Its key stands in
    the configuration file of the server (``[community]``, ``log_key``), so that whoever can write
    to the database alone can neither change a sealed row nor make it a new seal. Once a day an
    anchor leaves the machine, since a chain does not show that its end was cut off together with
    the note of where it ended.
    """

    _name = "community.access.log.seal"
    _description = "Seal of the Access Log"
    _order = "seq"
    # The row is the fact: it has no second author or date, and nothing may update it.
    _log_access = False
    _rec_name = "id"

    seq = fields.Integer("Seal number", required=True, readonly=True, aggregator=None)
    # No link: a foreign key on each would cost a third of the time.
    log_id = fields.Integer("Entry", required=True, readonly=True, aggregator=None)
    hash = fields.Char("Seal", required=True, readonly=True)
    key_name = fields.Char("Name of the key", readonly=True)
    date = fields.Datetime("Sealed on", readonly=True, help="Empty on seals of the first version.")

    _seq_uniq = models.UniqueIndex("(seq)", "A seal number is given once.")
    _log_uniq = models.UniqueIndex("(log_id)", "An entry is sealed once.")

    def init(self):
        """Guard the table as that of the log: seals are added and stay."""
        guard_table(self.env.cr, self._table)

    # Refusing is all that these two do, so there is no super() to call.
    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        """Refuse: seals are made by ``_seal`` alone."""
        raise AccessError(self.env._("The access log seals itself: nobody adds seals to it."))

    def write(self, vals):
        """Refuse, for everybody."""
        raise AccessError(self.env._("The access log cannot be changed, by nobody."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The access log cannot be deleted, by nobody."))

    # sealing

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
        """Append the rows without a seal to the chain, oldest first; return their number.

        A chain whose end is not where it was noted is not continued: that would cover it up.
        """
        # Raw SQL throughout: write() is closed, and 100,000 rows must be sealed within seconds.
        # The user running this is a job or a test; the log is nobody's to read record by record.
        cr = self.env.cr
        try:
            key, keys = seals.local_keys()
        except ValueError:
            _logger.error("The access log is not sealed: %s", self._sentence_key())
            return 0
        seq, previous, last_date, last_key = self._end()
        broken = self._check_head(seq, previous, keys)
        if last_key and not key:
            broken = self._sentence_other_key(seq, last_key)
        if broken:
            _logger.error("The access log is not sealed: %s", broken)
            return 0
        sealed = 0
        now = fields.Datetime.now()
        while rows := self.env.execute_query(
            SQL(
                """SELECT %s FROM community_access_log l
                    WHERE l.date >= %s AND NOT EXISTS (
                        SELECT FROM community_access_log_seal s WHERE s.log_id = l.id)
                    ORDER BY l.id LIMIT %s""",
                self._sealed_columns(),
                last_date - LONGEST if last_date else fields.Datetime.to_datetime("1970-01-01"),
                BATCH,
            )
        ):
            made = []
            for row in rows:
                seq += 1
                previous = seals.seal_hash(seq, previous, [*row, now], key)
                made.append((seq, row[0], previous))
            cr.execute(
                SQL(
                    """INSERT INTO community_access_log_seal (seq, log_id, hash, key_name, date)
                       SELECT s.seq, s.log_id, s.hash, %s, %s
                         FROM unnest(%s::int[], %s::int[], %s::text[]) AS s(seq, log_id, hash)""",
                    key.name if key else None,
                    now,
                    *map(list, zip(*made, strict=True)),
                )
            )
            sealed += len(rows)
        if sealed:
            self._note_head(seq, previous, key)
            self.invalidate_model(flush=False)
        return sealed

    @api.model
    def _end(self):
        """Return (number, seal, time, name of the key) of the last seal."""
        # Raw SQL: the values of the table, not of a cache.
        self.env.cr.execute(
            "SELECT seq, hash, date, key_name FROM community_access_log_seal "
            "ORDER BY seq DESC LIMIT 1"
        )
        return self.env.cr.fetchone() or (0, seals.GENESIS, None, None)

    @api.model
    def _note_head(self, seq, digest, key):
        """Keep the end of the chain elsewhere too, so that cutting rows off the end shows."""
        # Raw SQL: set_param() would empty every worker's caches once a minute.
        self.env.cr.execute(
            """INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)
               ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value""",
            [HEAD_KEY, seals.head_text(seq, digest, key)],
        )

    @api.model
    def _sealed_columns(self):
        return SQL(", ").join(SQL.identifier("l", name) for name in SEALED_COLUMNS)

    # checking

    @api.model
    def _accept_end(self, reason):
        """Note the present end of the chain, after its note was lost and somebody looked into it.

        For a person with a shell on the server: the log is sealed again from then on. That it was
        done stands in the log.

        :param str reason: what was found out
        """
        key, _keys = seals.local_keys()
        seq, digest, _date, _key_name = self._end()
        self._note_head(seq, digest, key)
        # Raw SQL behind it: the parameter itself is not read through its cache.
        parameter = self.env["ir.config_parameter"].sudo().search([("key", "=", HEAD_KEY)])
        self.env["community.access.log"]._log(
            "setting", parameter, reason=reason, description=f"{HEAD_KEY}: {seq}"
        )

    # anchors

    @api.model
    def _cron_anchor(self):
        """Send where the log stands off this machine: into a file, by mail, to the server's log."""
        with self.env.registry.cursor() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if cr.fetchone()[0]:
                self.env(cr=cr)[self._name]._seal()
        line = self._anchor()
        if not line:
            return
        # The line is printed in any case: logs of servers are often kept elsewhere.
        _logger.info("%s", line)
        if path := seals.local_option("log_anchor_file"):
            with Path(path).open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\n")
        if address := seals.local_option("log_anchor_mail"):
            database = self.env.cr.dbname
            # A job: whoever may send mail is not asked.
            self.env["mail.mail"].sudo().create(
                {
                    "subject": self.env._("Access log of %(database)s", database=database),
                    "body_html": Markup("<p>{line}</p>").format(line=line),
                    "email_to": address,
                    # A message of ours, so that the table of mails shows nobody how many there are.
                    "model": self._name,
                    "auto_delete": True,
                }
            )

    @api.model
    def _anchor(self):
        """Return the line that says where the log stands now, or None when it is not whole."""
        try:
            key, keys = seals.local_keys()
        except ValueError:
            _logger.error("The access log is not anchored: %s", self._sentence_key())
            return None
        seq, digest, _date, _key_name = self._end()
        if broken := self._check_head(seq, digest, keys):
            _logger.error("The access log is not anchored: %s", broken)
            return None
        # Raw SQL: as all of the chain.
        self.env.cr.execute("SELECT COALESCE(MAX(id), 0), COUNT(*) FROM community_access_log")
        now = fields.Datetime.now().isoformat()
        anchor = seals.Anchor(self.env.cr.dbname, now, seq, digest, *self.env.cr.fetchone())
        return seals.anchor_text(anchor, key)

    # sentences
