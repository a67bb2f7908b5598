from pathlib import Path

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import seal as seals
from .community_access_log_seal import BATCH, HEAD_KEY, LATE, LONGEST, PATIENCE, Finding


class CommunityAccessLogSeal(models.Model):
    """Whether the chain holds: every seal, its end, and the anchors that left the machine."""

    _inherit = "community.access.log.seal"

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
        has_unkeyed = has_late = False
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
                    has_unkeyed = True
                has_late = has_late or bool(date and date - values[1] > LATE)
                count, previous = seq, stored
        notes = []
        # As _finding_action says: numbers are those of the entries that the reader may see.
        unkeyed = has_unkeyed and self._count_for_reader(SQL("s.key_name IS NULL"))
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
        is_late = SQL("s.date - l.date > %s", LATE)
        if has_late and (late := self._count_for_reader(is_late)):
            notes.append(
                self.env._(
                    "%(count)s entries were sealed more than a day after they were written: the "
                    "job stood still, or they were sealed a second time.",
                    count=late,
                )
            )
        return None, count, previous, notes

    @api.model
    def _count_for_reader(self, condition):
        """Return how many sealed entries that the current user may read fulfil a condition.

        :param SQL condition: on the entry ``l`` and its seal ``s``
        """
        # Raw SQL: nobody reads seals; the entries are searched as the reader.
        [(count,)] = self.env.execute_query(
            SQL(
                """SELECT COUNT(*) FROM community_access_log_seal s
                     JOIN community_access_log l ON l.id = s.log_id
                    WHERE %s AND l.id IN %s""",
                condition,
                self.env["community.access.log"]._search([]).subselect(),
            )
        )
        return count

    @api.model
    def _own_place(self, seq):
        """Return the place that an entry has among the sealed ones that the reader may see.

        Its place in the whole chain would tell how many there are of the others, as those about
        accusations.
        """
        return self._count_for_reader(SQL("s.seq < %s", seq)) + 1

    @api.model
    def _is_own(self, log_id):
        """Tell whether the reader may see an entry of the log, so that it can be named."""
        return bool(self.env["community.access.log"].search_count([("id", "=", log_id)]))

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
        seq, _digest, date, _key_name = self._end()
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
        if not self._is_own(stray[0]):
            return self._sentence_not_own(seq + 1)
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
                "The anchor of %(date)s (UTC) knows an entry, and the log ends before it: "
                "entries were removed from its end. Keep the database as it is and tell the "
                "administrator.",
                date=day,
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
                "The anchor of %(date)s (UTC) knows another seal than the log: what was "
                "written before that day was changed and sealed again. Keep the database as it is "
                "and tell the administrator.",
                date=day,
            )
        if rows < anchor.rows:
            return self.env._(
                "On the day of the anchor, %(date)s (UTC), the log had more entries of the time "
                "until then than now: some were removed before they were sealed. Keep the database "
                "as it is and tell the administrator.",
                date=day,
            )
        return None

    @api.model
    def _unproven(self, key, count, anchored):
        """Return sentences about what a whole chain does not prove here."""
        notes = []
        if not key:
            notes.append(
                self.env._(
                    "Not proven: the configuration file of the server has no key of the log "
                    "(section [community], log_key), so whoever can write to the database could "
                    "have made a whole chain anew."
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
        [(waiting, since)] = self.env.execute_query(
            SQL(
                """SELECT COUNT(*), MIN(l.date) FROM community_access_log l
                    WHERE l.date < %s AND l.id IN %s AND NOT EXISTS (
                        SELECT FROM community_access_log_seal s WHERE s.log_id = l.id)""",
                limit,
                self.env["community.access.log"]._search([]).subselect(),
            )
        )
        if waiting:
            notes.append(
                self.env._(
                    "%(count)s entries since %(date)s have no seal: the job that seals them stands "
                    "still, or they were put in past it.",
                    count=waiting,
                    date=self._day(since),
                )
            )
        if warning := self.env["community.open.right"]._warning():
            notes.append(warning)
        return notes

    @api.model
    def _day(self, date):
        return fields.Datetime.context_timestamp(self, date).strftime("%Y-%m-%d %H:%M")

    @api.model
    def _sentence_missing(self, seq):
        return self.env._(
            "Entry %(seq)s is missing: it was removed after it had been sealed. Keep the database "
            "as it is and tell the administrator.",
            seq=self._own_place(seq),
        )

    @api.model
    def _sentence_not_own(self, seq):
        return self.env._(
            "After entry %(seq)s of those that you may see stands one that you may not see, and it "
            "does not fit its seal: it was changed, or put in with a date of its own. Keep the "
            "database as it is and tell the administrator.",
            seq=self._own_place(seq) - 1,
        )

    @api.model
    def _sentence_changed(self, seq, log_id, date):
        if not self._is_own(log_id):
            return self._sentence_not_own(seq)
        return self.env._(
            "Entry %(seq)s (number %(id)s, %(date)s) does not fit its seal: it was changed after "
            "it had been sealed. Keep the database as it is and tell the administrator.",
            seq=self._own_place(seq),
            id=log_id,
            date=self._day(date),
        )

    @api.model
    def _sentence_dated(self, seq, log_id, date, sealed):
        if not self._is_own(log_id):
            return self._sentence_not_own(seq)
        return self.env._(
            "Entry %(seq)s (number %(id)s) bears the date %(date)s and was sealed on %(sealed)s, "
            "after later ones: it was put in with a date of its own. Keep the database as it is "
            "and tell the administrator.",
            seq=self._own_place(seq),
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
            "A key of the log in the configuration file of the server (section [community]) has "
            "fewer than %(count)s characters: give a longer one.",
            count=seals.MIN_KEY,
        )

    @api.model
    def _sentence_other_key(self, seq, name):
        return self.env._(
            "Entry %(seq)s was sealed with the key %(name)s, which the configuration file of the "
            "server does not have: add it to log_old_keys (section [community]).",
            seq=self._own_place(seq),
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
