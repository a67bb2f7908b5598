import re

from psycopg2.errors import LockNotAvailable

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from ...tools.listed import listed

MIN_REASON = 4
# How the export of a ledger is described: its code, whole numbers or not, the paths of its columns.
LEDGER = re.compile(r"ledger (\w+)(, whole numbers)?: (.*)")
KINDS = [
    ("view", "Opened"),
    ("carry", "Carried on a phone"),
    ("find", "Looked up by ID number"),
    ("reveal", "Revealed"),
    ("export", "Exported"),
    ("print", "Printed"),
    ("merge", "Merged with another file"),
    ("clear", "Cleared or deleted after its term"),
    ("group", "Group changed"),
    ("setting", "Setting changed"),
]

DEDUPE_MINUTES = 10

READER_GROUPS = (
    "community_service.group_community_manager,community_service.group_community_auditor"
)


def guard_table(cr, table):
    """Make the triggers that refuse every change and removal of rows of a table."""
    # Raw SQL: triggers are beyond the ORM.
    for name, event, each in (
        ("rows", "UPDATE OR DELETE", "ROW"),
        ("table", "TRUNCATE", "STATEMENT"),
    ):
        trigger = SQL.identifier(f"{table}_{name}")
        cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, SQL.identifier(table)))
        cr.execute(
            SQL(
                "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s "
                "EXECUTE FUNCTION community_access_log_guard()",
                trigger,
                SQL(event),
                SQL.identifier(table),
                SQL(each),
            )
        )


class CommunityAccessLog(models.Model):
    """Who opened, revealed, exported or printed personal data, and who changed our groups.

    Append-only: rows enter through ``_log`` alone; neither the ORM nor SQL changes or deletes them,
    and the database gives them their time and number (triggers in ``init``). A row holds numbers
    and codes, never a name or a value of the record. Its seal is a ``community.access.log.seal``.
    """

    _name = "community.access.log"
    _description = "Access Log"
    _order = "date desc, id desc"
    # The row is the fact: it has no second author or date, and nothing may update them.
    _log_access = False
    _rec_name = "id"
    # An auditor reads who opened what: a row holds numbers and names nobody.
    _sensitive_by_links = False

    date = fields.Datetime("Time", required=True, readonly=True)
    # Not "set null": the row says who, also when the user is gone. Users are archived instead.
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    role = fields.Selection(
        [
            ("manager", "Community manager"),
            ("officer", "Community officer"),
            ("grid_worker", "Grid worker"),
            ("auditor", "Auditor"),
            ("other", "Other"),
        ],
        "As",
        required=True,
        readonly=True,
        help="The role that the user had at that moment.",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    model = fields.Char("Technical record type", required=True, readonly=True)
    model_label = fields.Char("Record type", compute="_compute_model_label")
    res_id = fields.Many2oneReference("Record number", model_field="model", readonly=True)
    field_names = fields.Char("Technical fields", readonly=True)
    details = fields.Char(compute="_compute_details")
    reason = fields.Char(readonly=True)
    count = fields.Integer("Number of records", readonly=True, aggregator="sum")
    domain = fields.Char("Filter", readonly=True)
    description = fields.Char("Technical details", readonly=True)
    company_id = fields.Many2one(
        "res.company", "Community", readonly=True, index=True, ondelete="restrict"
    )
    date_sealed = fields.Datetime("Sealed on", compute="_compute_seal", compute_sudo=True)
    hash = fields.Char("Seal", compute="_compute_seal", compute_sudo=True)

    _record_idx = models.Index("(res_id, model, user_id, date)")
    _date_idx = models.Index("(date DESC, id DESC)")

    def init(self):
        """Make the guards of the table: rows are added, with the time of the clock, and stay."""
        # Raw SQL: triggers are beyond the ORM. hooks.uninstall_hook drops the functions again.
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION community_access_log_guard() RETURNS trigger AS $guard$
            BEGIN
                RAISE EXCEPTION 'The access log is append-only: % refused.', TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END $guard$ LANGUAGE plpgsql;
            CREATE OR REPLACE FUNCTION community_access_log_stamp() RETURNS trigger AS $stamp$
            BEGIN
                NEW.id := nextval('community_access_log_id_seq');
                NEW.date := date_trunc('second', clock_timestamp() AT TIME ZONE 'UTC');
                RETURN NEW;
            END $stamp$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS community_access_log_stamp ON community_access_log;
            CREATE TRIGGER community_access_log_stamp BEFORE INSERT
                ON community_access_log FOR EACH ROW EXECUTE FUNCTION community_access_log_stamp();
            """
        )
        guard_table(self.env.cr, self._table)

    def _compute_seal(self):
        seals = self.env["community.access.log.seal"].search([("log_id", "in", self.ids)])
        by_row = {seal.log_id: seal for seal in seals}
        for row in self:
            seal = by_row.get(row._origin.id, seals.browse())
            row.date_sealed, row.hash = seal.date, seal.hash

    @api.depends("model")
    def _compute_model_label(self):
        for row in self:
            row.model_label = self.env["ir.model"]._get(row.model).name or row.model

    @api.depends("model", "field_names", "description", "kind")
    @api.depends_context("lang")
    def _compute_details(self):
        """Say in words which fields were revealed, which group changed, what was printed."""
        for row in self:
            if row.field_names:
                known = self.env[row.model]._fields if row.model in self.env else {}
                row.details = listed(
                    self.env.lang,
                    (
                        known[name]._description_string(self.env) if name in known else name
                        for name in row.field_names.split(",")
                    ),
                )
            elif row.kind == "group":
                row.details = row._group_sentence()
            elif row.kind == "print":
                # The name of a report is no secret; its reader need not manage reports.
                Report = self.env["ir.actions.report"].sudo()
                # Odoo finds it in the language of the user, a receipt may be in another one.
                report = Report.browse(Report._get_report_from_name(row.description).ids)
                row.details = report.name or row.description
            elif row.kind == "export":
                row.details = row._columns_sentence()
            else:
                row.details = row.description

    def _columns_sentence(self):
        """Return the names of exported columns as a reader knows them, and of the ledger."""
        taken = LEDGER.match(self.description or "")
        code, whole, paths = taken.groups() if taken else (None, None, self.description or "")
        columns = []
        for path in paths.split(", "):
            model, labels = self.env.get(self.model), []
            for name in path.replace("/", ".").split("."):
                field = model is not None and model._fields.get(name)
                if not field:
                    return self.description if not code else self._list_name(code)
                labels.append(field._description_string(self.env))
                model = self.env.get(field.comodel_name)
            columns.append(" / ".join(labels))
        names = self.env._(", ").join(columns)
        if not code:
            return names
        words = {"ledger": self._list_name(code), "columns": names}
        if whole:
            return self.env._("%(ledger)s, with whole numbers: %(columns)s", **words)
        return self.env._("%(ledger)s: %(columns)s", **words)

    def _list_name(self, code):
        """Return the name of a ledger; this is a hook of the addon's own ledgers."""
        return code

    def _group_sentence(self):
        """Return ``+ group: user``; colleagues are no secret to each other."""
        sign, _space, name = (self.description or "").partition(" ")
        # Whoever reads the log need not be allowed to manage groups and users.
        group = self.env.ref(name, raise_if_not_found=False)
        user = self.env["res.users"].sudo().browse(self.res_id).exists()
        return f"{sign} {group.sudo().name if group else name}: {user.name or self.res_id}"

    @api.depends("kind", "model", "res_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            number = row.res_id or ""
            row.display_name = f"{kinds.get(row.kind, '')} {row.model_label} {number}".strip()

    # Refusing is all that these two do, so there is no super() to call.
    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        """Refuse: rows enter through ``_log`` alone, with the time and role of that moment."""
        raise AccessError(self.env._("The access log writes itself: nobody adds lines to it."))

    def write(self, vals):
        """Refuse, for everybody."""
        raise AccessError(self.env._("The access log cannot be changed, by nobody."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The access log cannot be deleted, by nobody."))

    # entry point of all addons

    @api.model
    def _log(self, kind, records, reason="", **details):
        """Append what the current user did with ``records``; the one way into the log.

        Each record makes one row, all rows are written by one statement; an export makes one row
        for the whole set, and so does a look-up that found nobody. A view of the same record by the
        same user within 10 minutes makes no second row.

        :param str kind: view, carry, find, reveal, export, print, merge, clear, group or setting
        :param records: the records concerned; for an export they may be empty, with ``count``
        :param str reason: why, where the user was asked
        :param details: ``count`` (number of records exported), ``domain`` (what selected them),
            ``description`` (report, ledger, columns; no names, no values), ``field_names``
            (iterable of field names revealed), ``each`` (an export makes a row for each record) and
            ``ids`` (SQL that selects the ids, for more records than should travel)
        """
        each = kind != "export" or details.get("each")
        ids = details.get("ids")
        if ids is None:
            if each and not records and kind != "find":
                return
            ids = SQL("SELECT unnest(%s::int[])", (records.ids if each else ()) or [None])
        constants = [
            self.env.uid,
            self._role(),
            kind,
            records._name,
            ",".join(details.get("field_names") or ()) or None,
            reason or None,
            1 if each and (records or kind != "find") else details.get("count", len(records)),
            self._without_numbers(details.get("domain")),
            self._without_numbers(details.get("description")),
        ]
        fresh = SQL("TRUE")
        if kind in ("view", "carry"):
            fresh = SQL(
                """NOT EXISTS (
                    SELECT 1 FROM community_access_log l
                     WHERE l.res_id = r.id AND l.model = %s AND l.user_id = %s AND l.kind = %s
                       AND l.date > (now() AT TIME ZONE 'UTC') - make_interval(mins => %s))""",
                records._name,
                self.env.uid,
                kind,
                DEDUPE_MINUTES,
            )
        # Raw SQL: create() is closed, and test and insert are one statement. The reader needs no
        # right on the log to leave a trace in it.
        self.env.cr.execute(
            SQL(
                """INSERT INTO community_access_log (user_id, role, kind, model, field_names,
                        reason, count, domain, description, company_id, res_id, date)
                   SELECT %s, COALESCE(%s, %s), r.id, now() AT TIME ZONE 'UTC'
                     FROM (%s) AS r(id) WHERE %s""",
                SQL(", ").join(SQL("%s", value) for value in constants),
                self._company_sql(records, each),
                self.env.company.id,
                ids,
                fresh,
            )
        )

    @api.model
    def _log_find(self, found):
        """Log a look-up by ID number, in a transaction of its own.

        The line stays when what the look-up was made for is refused, or finds nobody. Where this
        transaction itself holds what the line points to, it is written here.

        :param found: the record found, or an empty recordset of the model
        """
        if not self.env.cr.readonly and self._log_apart("find", found):
            return
        self._log("find", found)

    def _log_apart(self, kind, found):
        """Write a line in a transaction of its own; return whether that was possible."""
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            # Somebody made in this very transaction is not known to any other.
            if not env.user.exists():
                return False
            # Raw SQL: no setting of the ORM. A community that is being renamed here would be waited
            # for without end, and the database cannot see that we wait for ourselves.
            cr.execute("SET LOCAL lock_timeout = '2s'")
            try:
                with mute_logger("odoo.sql_db"):
                    env[self._name]._log(kind, found.with_env(env))
            except LockNotAvailable:
                cr.rollback()
                return False
        return True

    @api.model
    def _company_sql(self, records, each):
        """Return SQL of the community whose managers may read the row, NULL when there is none.

        For a row of one record that of the record ``r.id``, for a row of a whole set the one that
        all of it belongs to.
        """
        field = records._fields.get("company_id")
        if field is None or not (field.store or field.related) or not (each or records):
            return SQL("NULL")
        # Asked in SQL, as superuser: it must not depend on the right to read the record, and the
        # ORM would leave all columns of the record in the cache, which its reader shares.
        closed = records.sudo()
        domain = [] if each else [("id", "in", records.ids)]
        query = closed._search(domain, order="id", active_test=False)
        query.order = None
        company = closed._field_to_sql(query.table, "company_id", query)
        if each:
            query.add_where(SQL("%s = r.id", SQL.identifier(query.table, "id")))
            return query.subselect(company)
        one = SQL("CASE WHEN COUNT(DISTINCT %s) = 1 THEN MIN(%s) END", company, company)
        return query.subselect(one)

    @api.model
    def _log_taken(self, records, paths, query=None, **details):
        """Log an export: a row for each file of which facts were taken, else one for the set.

        :param records: what was exported; a model when ``query`` selects them
        :param paths: columns, each a list of field names
        :param query: Query of the records, for more than should travel
        :param details: as of :meth:`_log`
        """
        files = {}
        for path in paths if hasattr(records, "_files_on") else ():
            for links, fact in records._files_on(path):
                files.setdefault(links, set()).add(fact)
        own = files.pop((), None) and details.get("count", len(records))
        why = {"reason": details.get("reason", "")}
        if query:
            query.order = None
        for links, facts in files.items():
            # The row of somebody else's file does not say from where it was reached: that alone
            # could tell that there is such a case, or a membership.
            if query:
                model, ids = self._linked_sql(records, query, links)
                self._log("export", model, each=True, ids=ids, field_names=sorted(facts), **why)
            else:
                # Whose facts left is noted, whatever of the way there the reader may read.
                whose = records.sudo().mapped(".".join(links)).sudo(False)
                self._log("export", whose, each=True, field_names=sorted(facts), **why)
        ids = query.select() if query and own else None
        self._log("export", records, each=bool(own), ids=ids, **details)

    @api.model
    def _linked_sql(self, model, query, links):
        """Return the model at the end of ``links`` and SQL of the ids that ``query`` leads to."""
        ids = query.select()
        # As superuser, below rules: it asks whose file it was.
        for name in links:
            model = model.sudo().with_context(active_test=False)
            field = model._fields[name]
            if field.type == "one2many":
                model = self.env[field.comodel_name].sudo()
                inner = model._search([], order="id", active_test=False)
                inverse = model._field_to_sql(inner.table, field.inverse_name, inner)
                inner.add_where(SQL("%s IN (%s)", inverse, ids))
                ids = inner.select()
            elif field.type == "many2many":
                ids = SQL(
                    "SELECT %s FROM %s WHERE %s IN (%s)",
                    SQL.identifier(field.column2),
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    ids,
                )
            else:
                inner = model._search([], order="id", active_test=False)
                inner.add_where(SQL("%s IN (%s)", SQL.identifier(inner.table, "id"), ids))
                ids = inner.select(model._field_to_sql(inner.table, name, inner))
            model = self.env[field.comodel_name]
        return model, SQL("SELECT DISTINCT id FROM (%s) AS l(id) WHERE id IS NOT NULL", ids)

    @api.model
    def _role(self):
        """Return the key of ``role`` of the current user; other addons put theirs before."""
        user = self.env.user
        for role in ("manager", "officer", "grid_worker", "auditor"):
            if user.has_group(f"community_service.group_community_{role}"):
                return role
        return "other"

    @api.model
    def _without_numbers(self, text):
        """Blot out long numbers: somebody may have searched for an ID or a phone number."""
        return re.sub(r"\d{6,}[\dXx]?", "…", str(text))[:500] if text else None

    @api.model
    def _action_of(self, record):
        """Return the action that lists the accesses to ``record``."""
        record.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_access_log_action"
        )
        action["domain"] = [("model", "=", record._name), ("res_id", "=", record.id)]
        action["name"] = self.env._("Who saw this file")
        action["context"] = {}
        # A path names the whole log, not this selection of it.
        action.pop("path", None)
        return action

    # The seals are in community.access.log.seal.

    @api.model
    def _cron_seal(self):
        """Seal the new rows in a transaction of its own."""
        self.env["community.access.log.seal"]._cron_seal()

    def action_verify(self):
        """Walk the whole chain; say that it is whole, or name the first broken row.

        What is selected in the list does not matter. What the check cannot prove is said as well.

        :return: a client action that shows the finding
        :raises AccessError: to whoever may not read the log
        """
        self.browse().check_access("read")
        self.check_access("read")
        return self._finding_action(self.env["community.access.log.seal"]._verify())

    @api.model
    def _finding_action(self, finding):
        """Return the client action that shows what ``community.access.log.seal._verify`` found.

        The whole chain is checked. Number and last seal are those of the entries that the reader
        may see: of the others a number that moves would tell.
        """
        count, last = self._sealed_for_reader()
        message = finding.broken or self.env._(
            "%(count)s entries were checked, every seal is whole. Last seal: %(seal)s. Note it "
            "down on paper: the log can be compared with it later.",
            count=count,
            seal=last[:16] if count else "-",
        )
        kind = "warning" if finding.unproven else "success"
        if finding.broken:
            kind = "danger"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Access log"),
                "message": " ".join([message, *finding.unproven]),
                "type": kind,
                "sticky": bool(finding.broken or finding.unproven),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _sealed_for_reader(self):
        """Return (number, last seal) of the sealed entries that the current user may read."""
        # Raw SQL: nobody reads seals; the entries are searched as the reader.
        entries = self._search([]).subselect()
        [(count, last)] = self.env.execute_query(
            SQL(
                """SELECT COUNT(*), MAX(seq) FROM community_access_log_seal WHERE log_id IN %s""",
                entries,
            )
        )
        seals = self.env.execute_query(
            SQL("SELECT hash FROM community_access_log_seal WHERE seq = %s", last)
        )
        return count, seals[0][0] if seals else ""

    @api.model
    def _stated_reason(self, reason):
        """Return why somebody takes secrets as the access log keeps it, 200 characters at most.

        :raises UserError: for less than 4 characters
        """
        reason = " ".join(reason.split()) if isinstance(reason, str) else ""
        if len(reason) < MIN_REASON:
            raise UserError(
                self.env._(
                    "Say in at least %(count)s characters why you need to see this.",
                    count=MIN_REASON,
                )
            )
        return reason[:200]
