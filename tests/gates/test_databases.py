"""What a removed addon leaves is seen, and databases of other people are left alone."""

import unittest

from devkit import databases, lifecycle, postgres, snapshot
from devkit.result import Result
from devkit.say import DevError
from devkit.settings import data_dir, database

SUFFIX = "gate"


class TestDatabases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.name = databases.create(SUFFIX)
        cls.addClassCleanup(databases.drop, cls.name)
        cls.clean = snapshot.take(cls.name)

    def sql(self, statement):
        """Run SQL in the sample database."""
        return postgres.query(statement, database=self.name)

    def left_over(self, make, undo):
        """Return the differences that a statement makes, then undo it."""
        self.sql(make)
        try:
            return snapshot.differences(self.clean, snapshot.take(self.name))
        finally:
            self.sql(undo)

    def test_every_kind_of_rest_is_seen(self):
        function = "FUNCTION gate_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        for kind, make, undo in (
            ("table", "CREATE TABLE gate_t (id int)", "DROP TABLE gate_t"),
            (
                "column",
                "ALTER TABLE res_partner ADD gate_c int",
                "ALTER TABLE res_partner DROP gate_c",
            ),
            ("index", "CREATE INDEX gate_i ON res_partner (ref)", "DROP INDEX gate_i"),
            (
                "constraint",
                "ALTER TABLE res_partner ADD CONSTRAINT gate_k CHECK (id > 0)",
                "ALTER TABLE res_partner DROP CONSTRAINT gate_k",
            ),
            ("function", f"CREATE {function}", "DROP FUNCTION gate_f"),
            (
                "trigger",
                f"CREATE {function}; CREATE TRIGGER gate_g BEFORE UPDATE ON res_partner "
                "FOR EACH ROW EXECUTE FUNCTION gate_f()",
                "DROP FUNCTION gate_f CASCADE",
            ),
            (
                "parameter",
                "INSERT INTO ir_config_parameter (key, value) VALUES ('gate.p', '1')",
                "DELETE FROM ir_config_parameter WHERE key = 'gate.p'",
            ),
            (
                "external id",
                "INSERT INTO ir_model_data (module, name, model) VALUES ('gate', 'x', 'res.users')",
                "DELETE FROM ir_model_data WHERE module = 'gate'",
            ),
        ):
            lines = self.left_over(make, undo)
            self.assertTrue([line for line in lines if f"left over: {kind}" in line], kind)
            result = Result("sample")
            lifecycle.judge_states(result, "sample", set(), set(lines))
            self.assertEqual(result.failed, 1)
        self.assertEqual(snapshot.take(self.name), self.clean)

    def test_something_missing_is_seen(self):
        lines = snapshot.differences(self.clean, self.clean - {sorted(self.clean)[0]})
        self.assertEqual(len(lines), 1)
        self.assertIn("missing", lines[0])

    def test_updated_contacts_are_seen(self):
        lifecycle.add_contacts(self.name, 10)
        before = lifecycle.updates(self.name)
        self.sql("UPDATE res_partner SET ref = 'x' WHERE name LIKE 'Contact %'")
        after = lifecycle.updates(self.name)
        self.assertEqual(after - before, 10)
        result = Result("sample")
        lifecycle.judge_updates(result, "sample", before, after)
        lifecycle.judge_updates(result, "sample", after, after)
        self.assertEqual((result.passed, result.failed), (1, 1))

    def test_unmarked_database_is_refused(self):
        name = database("gate_foreign")
        postgres.query(f'CREATE DATABASE "{name}"')
        self.addCleanup(postgres.query, f'DROP DATABASE "{name}"')
        for action in (databases.drop, databases.check_ours):
            with self.assertRaisesRegex(DevError, "was not made by ./dev"):
                action(name)
        with self.assertRaisesRegex(DevError, "was not made by ./dev"):
            databases.create("gate_foreign")
        self.assertTrue(databases.exists(name))
        self.assertNotIn(name, databases.ours())

    def test_copy_is_marked_and_has_its_files(self):
        self.assertIn(self.name, databases.ours())
        self.assertTrue(any((data_dir(SUFFIX) / "filestore" / self.name).iterdir()))
