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
    def _verify(self, given=""):
        """Walk the chain, compare its end with the note of it and with the anchors.

        :param str given: text with anchors, of a mail or from paper, beside those of the file
        :return: a :class:`Finding`
        """
        try:
            key, keys = seals.local_keys()
        except ValueError:
            return Finding(self._sentence_key(), 0, seals.GENESIS, [])
        broken, count, last, notes = self._walk(keys)
        broken = broken or self._check_head(count, last, keys) or self._check_strays()
        if not broken:
            broken, anchored = self._check_anchors(given, keys)
            notes += self._unproven(key, count, anchored)
        return Finding(broken, count, last, notes)

    @api.model
    def _walk(self, keys):
        """Return (sentence about the first broken row or None, rows, last seal, remarks)."""
        count, previous = 0, seals.GENESIS
        unkeyed = late = 0
        keyed_since = this_time = time_before = None
        while rows := self.env.execute_query(
            # Raw SQL: the chain spans all communities, whatever the reader's own one is, and the
            # values must be those of the table, not of a cache. Only a verdict leaves it.
            SQL(
                """SELECT s.seq, s.hash, s.key_name, s.date, s.log_id, %s
                     FROM community_access_log_seal s
                     LEFT JOIN community_access_log l ON l.id = s.log_id
                    WHERE s.seq > %s ORDER BY s.seq LIMIT %s""",
                self._sealed_columns(),
                count,
                BATCH,
            )
        ):
            for seq, stored, key_name, date, log_id, *values in rows:
                if seq != count + 1 or values[0] is None:
                    return self._sentence_missing(count + 1), count, previous, []
                if key_name and key_name not in keys:
                    return self._sentence_other_key(seq, key_name), count, previous, []
                if keyed_since and not key_name:
                    # Only whoever has no key would go back to seals without one.
                    return self._sentence_changed(seq, log_id, values[1]), count, previous, []
                text = [*values, date] if date else values
                if stored != seals.seal_hash(seq, previous, text, keys.get(key_name)):
                    return self._sentence_changed(seq, log_id, values[1]), count, previous, []
                if date != this_time:
                    this_time, time_before = date, this_time
                # The job before this one did not see the row: it was not there yet.
                is_older = time_before and values[1] < time_before - LONGEST
                if date and (is_older or values[1] > date + PATIENCE):
                    return self._sentence_dated(seq, log_id, values[1], date), count, previous, []
                if key_name:
                    keyed_since = keyed_since or date
                else:
                    unkeyed = seq
                late += bool(date and date - values[1] > LATE)
                count, previous = seq, stored
        notes = []
        if unkeyed and keyed_since:
            notes.append(
                self.env._(
                    "The first %(count)s entries were sealed without a key: that nobody changed "
                    "them is proven since %(date)s only.",
                    count=unkeyed,
                    date=self._day(keyed_since),
                )
            )
        elif unkeyed and keys:
            notes.append(
                self.env._(
                    "Not proven: all %(count)s entries were sealed without the key that the "
                    "configuration file of the server has now.",
                    count=unkeyed,
                )
            )
        if late:
            notes.append(
                self.env._(
                    "%(count)s entries were sealed more than a day after they were written: the "
                    "job stood still, or they were sealed a second time.",
                    count=late,
                )
            )
        return None, count, previous, notes

    @api.model
    def _check_head(self, count, last, keys):
        """Return a sentence when the chain does not end where it was noted to end, or None."""
        # Raw SQL, as it was written: past the cache of the parameters.
        self.env.cr.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [HEAD_KEY])
        text = (self.env.cr.fetchone() or [None])[0]
        if text is None:
            if not count:
                return None
            return self.env._(
                "The note of where the log ends (parameter %(name)s) is missing: somebody removed "
                "it. Entries may have been cut off the end. Keep the database as it is and compare "
                "it with an anchor.",
                name=HEAD_KEY,
            )
        try:
            seq, digest, proof = seals.read_head(text)
        except ValueError:
            return self._sentence_head(text)
        proofs = {seals.head_text(seq, digest, key) for key in keys.values()}
        # Without a key nobody can prove where it ended; with one, a note without proof is not ours,
        # unless it is as old as the chain that was made without a key.
        if proof and keys and text not in proofs:
            return self._sentence_head(text)
        if not proof and self._is_keyed(seq):
            return self._sentence_head(text)
        if seq > count:
            return self._sentence_missing(count + 1)
        # It is written together with the seals, and is never behind them.
        if seq < count or digest != last:
            return self._sentence_head(text)
        return None

    @api.model
    def _check_strays(self):
        """Return a sentence about a row that no job found, though it bears an earlier date."""
        _seq, _digest, date, _key_name = self._end()
        if not date:
            return None
        # Raw SQL: as all of the chain.
        self.env.cr.execute(
            """SELECT l.id, l.date FROM community_access_log l
                WHERE l.date < %s AND NOT EXISTS (
                    SELECT FROM community_access_log_seal s WHERE s.log_id = l.id)
                ORDER BY l.date LIMIT 1""",
            [date - LONGEST],
        )
        stray = self.env.cr.fetchone()
        if not stray:
            return None
        return self.env._(
            "Number %(id)s bears the date %(date)s and was not there when what was written until "
            "%(sealed)s was sealed: it was put in with a date of its own. Keep the database as it "
            "is and tell the administrator.",
            id=stray[0],
            date=self._day(stray[1]),
            sealed=self._day(date),
        )

    @api.model
    def _is_keyed(self, seq):
        # Raw SQL: as all of the chain.
        self.env.cr.execute(
            "SELECT key_name IS NOT NULL FROM community_access_log_seal WHERE seq = %s", [seq]
        )
        return bool((self.env.cr.fetchone() or [False])[0])

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

    @api.model
    def _check_anchors(self, given, keys):
        """Compare the log with the anchors of the file and of a text.

        :return: (sentence about the first that does not fit or None, number of anchors)
        """
        text = given
        if path := seals.local_option("log_anchor_file"):
            try:
                text = f"{Path(path).read_text(encoding='utf-8')}\n{given}"
            except OSError as error:
                # The file is made by the first anchor.
                if not isinstance(error, FileNotFoundError):
                    return self._sentence_anchor_file(path, error), 0
        try:
            anchors = seals.read_anchors(text, keys)
        except ValueError as error:
            sentence = self.env._(
                "“%(line)s” is not an anchor that this log made: it was changed, or made with "
                "another key. Compare it with the mail or the paper it came from.",
                line=error,
            )
            return sentence, 0
        anchors = [anchor for anchor in anchors if anchor.database == self.env.cr.dbname]
        for anchor in anchors:
            if sentence := self._check_anchor(anchor):
                return sentence, len(anchors)
        noted = seals.read_seals(given)
        for digest in noted:
            # Raw SQL: as all of the chain.
            self.env.cr.execute(
                "SELECT FROM community_access_log_seal WHERE starts_with(hash, %s)", [digest]
            )
            if not self.env.cr.rowcount:
                sentence = self.env._(
                    "The seal %(seal)s is not in the log: entries were removed from its end, or "
                    "changed and sealed again, after it was noted down. Keep the database as it "
                    "is and tell the administrator.",
                    seal=digest,
                )
                return sentence, len(anchors)
        return None, len(anchors) + len(noted)

    @api.model
    def _check_anchor(self, anchor):
        day = anchor.date.replace("T", " ")
        seq, *_rest = self._end()
        if anchor.seq > seq:
            return self.env._(
                "The anchor of %(date)s (UTC) knows entry %(seq)s, and the log ends with entry "
                "%(last)s: entries %(first)s to %(seq)s were removed from its end. Keep the "
                "database as it is and tell the administrator.",
                date=day,
                seq=anchor.seq,
                last=seq,
                first=seq + 1,
            )
        # Raw SQL: as all of the chain.
        self.env.cr.execute(
            """SELECT (SELECT hash FROM community_access_log_seal WHERE seq = %s),
                      (SELECT COUNT(*) FROM community_access_log WHERE id <= %s)""",
            [anchor.seq, anchor.log_id],
        )
        digest, rows = self.env.cr.fetchone()
        if anchor.seq and digest != anchor.hash:
            return self.env._(
                "The anchor of %(date)s (UTC) knows another seal of entry %(seq)s: what was "
                "written before that day was changed and sealed again. Keep the database as it is "
                "and tell the administrator.",
                date=day,
                seq=anchor.seq,
            )
        if rows < anchor.rows:
            return self.env._(
                "On the day of the anchor, %(date)s (UTC), the log had %(before)s entries up to "
                "number %(number)s, and now %(now)s: some were removed before they were sealed. "
                "Keep the database as it is and tell the administrator.",
                date=day,
                before=anchor.rows,
                number=anchor.log_id,
                now=rows,
            )
        return None

    # sentences

    @api.model
    def _unproven(self, key, count, anchored):
        """Return sentences about what a whole chain does not prove here."""
        notes = []
        if not key:
            notes.append(
                self.env._(
                    "Not proven: the configuration file of the server has no key of the log "
                    "(section community, log_key), so whoever can write to the database could have "
                    "made a whole chain anew."
                )
            )
        if count and not anchored:
            notes.append(
                self.env._(
                    "Not proven: that nothing was cut off the end together with the note of where "
                    "it ended. That shows against an anchor: give log_anchor_file or "
                    "log_anchor_mail in the configuration file, or compare with a mail or paper."
                )
            )
        # Raw SQL: as all of the chain.
        limit = fields.Datetime.now() - PATIENCE
        self.env.cr.execute(
            """SELECT COUNT(*), MIN(l.date) FROM community_access_log l
                WHERE l.date < %s AND NOT EXISTS (
                    SELECT FROM community_access_log_seal s WHERE s.log_id = l.id)""",
            [limit],
        )
        waiting, since = self.env.cr.fetchone()
        if waiting:
            notes.append(
                self.env._(
                    "%(count)s entries since %(date)s have no seal: the job that seals them stands "
                    "still, or they were put in past it.",
                    count=waiting,
                    date=self._day(since),
                )
            )
        return notes

    @api.model
    def _day(self, date):
        return fields.Datetime.context_timestamp(self, date).strftime("%Y-%m-%d %H:%M")

    @api.model
    def _sentence_missing(self, seq):
        return self.env._(
            "Entry %(seq)s is missing: it was removed after it had been sealed. Keep the database "
            "as it is and tell the administrator.",
            seq=seq,
        )

    @api.model
    def _sentence_changed(self, seq, log_id, date):
        return self.env._(
            "Entry %(seq)s (number %(id)s, %(date)s) does not fit its seal: it was changed after "
            "it had been sealed. Keep the database as it is and tell the administrator.",
            seq=seq,
            id=log_id,
            date=self._day(date),
        )

    @api.model
    def _sentence_dated(self, seq, log_id, date, sealed):
        return self.env._(
            "Entry %(seq)s (number %(id)s) bears the date %(date)s and was sealed on %(sealed)s, "
            "after later ones: it was put in with a date of its own. Keep the database as it is "
            "and tell the administrator.",
            seq=seq,
            id=log_id,
            date=self._day(date),
            sealed=self._day(sealed),
        )

    @api.model
    def _sentence_head(self, text):
        return self.env._(
            "The note of where the log ends (parameter %(name)s, “%(text)s”) was not written by "
            "the log: somebody changed it. Entries may have been cut off the end. Keep the "
            "database as it is and compare it with an anchor.",
            name=HEAD_KEY,
            text=text[:100],
        )

    @api.model
    def _sentence_key(self):
        return self.env._(
            "A key of the log in the configuration file of the server (section community) has "
            "fewer than %(count)s characters: give a longer one.",
            count=seals.MIN_KEY,
        )

    @api.model
    def _sentence_other_key(self, seq, name):
        return self.env._(
            "Entry %(seq)s was sealed with the key %(name)s, which the configuration file of the "
            "server does not have: add it to log_old_keys (section community).",
            seq=seq,
            name=name,
        )

    @api.model
    def _sentence_anchor_file(self, path, error):
        return self.env._(
            "The file of the anchors, %(path)s, cannot be read: %(error)s. Give the server the "
            "right to read it.",
            path=path,
            error=error.strerror,
        )
