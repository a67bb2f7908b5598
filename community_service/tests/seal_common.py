from unittest.mock import patch

from odoo.tools import SQL

from ..models.base.community_access_log_seal import HEAD_KEY, SEALED_COLUMNS
from ..tools import seal
from .common import CommunityCase

KEY = "the secret of the configuration file"


class SealCase(CommunityCase):
    """A chain of three seals of its own, and what only the owner of the database can do to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_household().head_id
        cls.Log = cls.env["community.access.log"]
        cls.Seal = cls.env["community.access.log.seal"]

    def setUp(self):
        super().setUp()
        self.options = {"log_key": KEY}
        self.startPatcher(
            patch.object(seal, "local_option", lambda name: self.options.get(name, ""))
        )
        # Whatever the database had before: these tests begin a chain of their own.
        self.as_owner(
            "DELETE FROM community_access_log_seal",
            "DELETE FROM community_access_log",
            f"DELETE FROM ir_config_parameter WHERE key = '{HEAD_KEY}'",
        )
        # Another warning of the check has tests of its own.
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", True)
        self.write_lines(3)

    def write_lines(self, count=1):
        """Write and seal lines; return the log."""
        for _time in range(count):
            self.Log._log("print", self.resident)
        return self.Seal._seal()

    def as_owner(self, *statements):
        """Do what only the owner of the database can: switch guards off, act, switch them on."""
        cr = self.env.cr
        for table in ("community_access_log", "community_access_log_seal"):
            cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
        for statement in statements:
            cr.execute(statement)  # pylint: disable=sql-injection
        for table in ("community_access_log", "community_access_log_seal"):
            cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", SQL.identifier(table)))
        self.env.invalidate_all()

    def as_owner_again(self, key=None):
        """Make the whole chain and the note of its end anew, as somebody without the key can."""
        columns = SQL(", ").join(SQL.identifier("l", name) for name in SEALED_COLUMNS)
        self.env.cr.execute(
            SQL(
                "SELECT s.seq, s.date, s.key_name, %s FROM community_access_log_seal s "
                "JOIN community_access_log l ON l.id = s.log_id ORDER BY s.seq",
                columns,
            )
        )
        previous, made = seal.GENESIS, []
        for number, (seq, date, name, *values) in enumerate(self.env.cr.fetchall(), 1):
            previous = seal.seal_hash(number, previous, [*values, date], key)
            shown = f"'{name}'" if key else "NULL"
            made.append(
                f"UPDATE community_access_log_seal SET seq = {number}, hash = '{previous}', "
                f"key_name = {shown} WHERE seq = {seq}"
            )
        head = seal.head_text(len(made), previous, key)
        made.append(f"UPDATE ir_config_parameter SET value = '{head}' WHERE key = '{HEAD_KEY}'")
        self.as_owner(*made)

    def verdict(self):
        return self.Log.with_user(self.auditor).action_verify()["params"]

    def compare(self, text, user=None):
        dialog = self.env["community.access.log.compare"].with_user(user or self.auditor)
        return dialog.create({"known": text}).action_compare()["params"]
