import threading
import time
from collections import defaultdict

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.http import request
from odoo.tools import SQL
from odoo.tools import hmac as odoo_hmac

from ...tools.public_code import network_of

MINUTES = 15

MAX_TRIES = 5

# Once half of the total is used up: a connection that has not erred yet still gets in.
FIRST_TRIES = 2

_lock = threading.Lock()
_recent = defaultdict(list)


class CommunityPublicTry(models.Model):
    """One try on a page for people without an account, kept for as long as limits need it.

    A connection may try so many times in a quarter of an hour, all together so many times more, and
    a connection so many times at one number. What is locked opens by time alone, and for the
    connection that erred only: nobody can lock somebody else out. Connections and numbers are kept
    as keyed hashes of the day, and deleted daily; after a right answer at once.
    """

    _name = "community.public.try"
    _description = "Try on a Public Page"
    _log_access = False
    _rec_name = "id"
    _order = "id"

    page = fields.Char(required=True, readonly=True)
    source = fields.Char(required=True, readonly=True)
    subject = fields.Char(readonly=True)
    date = fields.Datetime(required=True, readonly=True)

    _date_idx = models.Index("(date)")

    @api.model
    def _admit(self, page, subject=""):
        """Count a try of whoever asks, and tell whether it may go on.

        Called by the program, without a request of a stranger, it always may.

        :param str page: which page
        :param str subject: what is tried: a number, as typed
        :return: None, ``busy`` (too many tries of this connection, or of all) or ``locked`` (too
            many of this connection at this number)
        """
        if not request:
            return None
        source, subject = self._marks(subject)
        community = self._community()
        most, total = community.community_public_per_address, community.community_public_in_all
        # Transactions of their own, and the try is written before it is judged: of tries sent side
        # by side each sees the others, and a refusal does not take it back.
        with self.env.registry.cursor() as cr:
            mine, everybody, _same = self._counts(cr, page, source, subject)
            if mine > most or everybody > total:
                # Not counted any more: a flood shall not fill the table.
                return "busy"
            # Raw SQL: the table is nobody's, and a stranger has no right to it.
            cr.execute(
                """INSERT INTO community_public_try (page, source, subject, date)
                   VALUES (%s, %s, %s, now() AT TIME ZONE 'UTC')""",
                [page, source, subject],
            )
        with self.env.registry.cursor() as cr:
            mine, everybody, same = self._counts(cr, page, source, subject)
        if mine > most or everybody > total or (everybody * 2 > total and mine > FIRST_TRIES):
            return "busy"
        return "locked" if subject and same > MAX_TRIES else None

    @api.model
    def _community(self):
        """Return the community whose limits hold at this address."""
        return self.env["res.company"]._community_of_address() or self.env.company.sudo()

    @api.model
    def _admit_unseen(self, page):
        """Tell whether whoever asks may go on, and write nothing down about them.

        For pages on which people may stay anonymous: a process remembers for itself, so that a
        server of several processes admits a connection as many times more often.

        :return: None or ``busy``
        """
        if not request:
            return None
        most = self._community().community_public_per_address
        now = time.monotonic()
        with _lock:
            if len(_recent) > 10_000:
                _recent.clear()
            key = (self.env.cr.dbname, page, network_of(request.httprequest.remote_addr))
            times = [moment for moment in _recent[key] if now - moment < MINUTES * 60]
            times.append(now)
            _recent[key] = times[-most - 1 :]
            return "busy" if len(times) > most else None

    @api.model
    def _forget(self, page, subject=""):
        """Take back the tries of whoever asked, after the right answer was given."""
        if not request:
            return
        source, subject = self._marks(subject)
        # Raw SQL: the table is nobody's, and a stranger has no right to it.
        forget = SQL(
            "DELETE FROM community_public_try WHERE page = %s AND source = %s AND %s",
            page,
            source,
            SQL("subject = %s", subject) if subject else SQL("subject IS NULL"),
        )
        # A transaction of its own: that of the page may be older than the try just counted.
        try:
            with self.env.registry.cursor() as cr:
                cr.execute(forget, log_exceptions=False)
        except SerializationFailure:
            # Another right answer at the same moment has forgotten them; nothing is left to do.
            return

    @api.model
    def _marks(self, subject):
        """Return the hashes that stand for the connection and for what it tries."""
        day = fields.Date.to_string(fields.Date.today())
        address = network_of(request.httprequest.remote_addr)
        # The secret of the database is read as superuser, on behalf of the page.
        env = self.env(su=True)
        subject = str(subject or "").strip().upper()
        return (
            odoo_hmac(env, "community-public-source", f"{day} {address}"),
            subject and odoo_hmac(env, "community-public-subject", f"{day} {subject}") or None,
        )

    @api.model
    def _counts(self, cr, page, source, subject):
        """Return how many tries there were: of this connection, of all, at the same number."""
        # Raw SQL: the table is nobody's, and a stranger has no right to it.
        cr.execute(
            """SELECT COUNT(*) FILTER (WHERE source = %(source)s), COUNT(*),
                      COUNT(*) FILTER (WHERE source = %(source)s AND subject = %(subject)s)
                 FROM community_public_try
                WHERE page = %(page)s
                  AND date > now() AT TIME ZONE 'UTC' - make_interval(mins => %(minutes)s)""",
            {"page": page, "source": source, "subject": subject, "minutes": MINUTES},
        )
        return cr.fetchone()

    @api.autovacuum
    def _gc_tries(self):
        """Delete what no limit needs any more."""
        # Raw SQL: nothing hangs on these rows.
        self.env.cr.execute(
            """DELETE FROM community_public_try
                WHERE date < now() AT TIME ZONE 'UTC' - make_interval(mins => %s)""",
            [MINUTES],
        )
