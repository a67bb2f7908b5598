"""What a removed addon leaves is seen, and databases of other people are left alone."""

import collections
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

    def change(self, number, table, column, value, where="true"):
        """Change one value of the record with that number, and back at the end of the test."""
        ((record, kept),) = self.sql(
            f"SELECT id, quote_nullable({column}) FROM {table} WHERE {where} "
            f"ORDER BY id LIMIT 1 OFFSET {number}"
        )
        self.sql(f"UPDATE {table} SET {column} = {value} WHERE id = {record}")
        self.addCleanup(self.sql, f"UPDATE {table} SET {column} = {kept} WHERE id = {record}")

    def kinds(self):
        """Return how many things of each kind were there before and are others now."""
        lines = snapshot.differences(self.clean, snapshot.take(self.name))
        told = [line.split(": ")[:2] for line in lines]
        gone, new = (
            collections.Counter(kind for what, kind in told if what == side)
            for side in ("missing", "left over")
        )
        self.assertEqual(gone, new)
        return gone

    def test_what_rules_views_rights_and_fields_say_is_seen(self):
        """A name that stays while what it stands for changes is a difference: one line is missing,
        one is left over.
        """
        self.addCleanup(lambda: self.assertEqual(snapshot.take(self.name), self.clean))
        arch = """jsonb_build_object('en_US', '<form/>')"""
        changes = (
            ("rule's domain", "ir_rule", "domain_force", "'[(2, ''='', 2)]'"),
            ("rule's domain", "ir_rule", "perm_write", "NOT perm_write"),
            ("rule's domain", "ir_rule", "active", "NOT active"),
            ("right", "ir_model_access", "perm_unlink", "NOT perm_unlink"),
            ("right", "ir_model_access", "group_id", "NULL", "group_id IS NOT NULL"),
            ("view's arch", "ir_ui_view", "arch_db", arch),
            ("view's arch", "ir_ui_view", "priority", "priority + 1"),
            ("field's attributes", "ir_model_fields", "required", "NOT required"),
            ("field's attributes", "ir_model_fields", "relation", "'x'", "relation IS NOT NULL"),
            ("field's attributes", "ir_model_fields", "domain", "'[(1, ''='', 2)]'"),
            ("model's attributes", "ir_model", '"order"', "'x'"),
            ("window action", "ir_act_window", "domain", "'[(1, ''='', 2)]'"),
            ("menu's place", "ir_ui_menu", "sequence", "sequence + 1"),
            ("timer", "ir_cron", "interval_number", "interval_number + 1"),
        )
        for number, (_kind, *change) in enumerate(changes):
            self.change(number, *change)
        self.assertEqual(self.kinds(), collections.Counter(kind for kind, *_change in changes))

    def test_a_group_given_to_a_rule_or_a_view_is_seen(self):
        """Whom a rule, a view, a field or a menu is for stands in a table of links."""
        links = {
            "rule's domain": ("ir_rule", "rule_group_rel", "rule_group_id", "group_id"),
            "view's arch": ("ir_ui_view", "ir_ui_view_group_rel", "view_id", "group_id"),
            "group's rights": ("res_groups", "res_groups_implied_rel", "gid", "hid"),
            "field's attributes": (
                "ir_model_fields",
                "ir_model_fields_group_rel",
                "field_id",
                "group_id",
            ),
            "menu's place": ("ir_ui_menu", "ir_ui_menu_group_rel", "menu_id", "gid"),
        }
        for table, link, record, group in links.values():
            ((one, two),) = self.sql(
                f"SELECT r.id, g.id FROM {table} r, res_groups g WHERE r.id != g.id AND NOT EXISTS "
                f"(SELECT 1 FROM {link} l WHERE l.{record} = r.id AND l.{group} = g.id) LIMIT 1"
            )
            self.sql(f"INSERT INTO {link} ({record}, {group}) VALUES ({one}, {two})")
            where = f"{record} = {one} AND {group} = {two}"
            self.addCleanup(self.sql, f"DELETE FROM {link} WHERE {where}")
        self.assertEqual(self.kinds(), collections.Counter(dict.fromkeys(links, 1)))

    def test_an_upgrade_that_changes_a_rule_fails(self):
        """The gate of the upgrade names the rule whose domain is another afterwards."""
        self.change(3, "ir_rule", "domain_force", "'[(2, ''='', 2)]'")
        ((name,),) = self.sql("SELECT name FROM ir_rule ORDER BY id LIMIT 1 OFFSET 3")
        result = Result("sample")
        lifecycle.judge_states(result, "an upgrade", self.clean, snapshot.take(self.name))
        self.assertEqual((result.passed, result.failed), (0, 1))
        self.assertIn("an upgrade: 2 differences", result.details[0])
        self.assertIn(name, result.details[0])

    def test_something_missing_is_seen(self):
        lines = snapshot.differences(self.clean, self.clean - {sorted(self.clean)[0]})
        self.assertEqual(len(lines), 1)
        self.assertIn("missing", lines[0])

    def test_updated_contacts_are_seen(self):
        lifecycle.add_contacts(self.name, 10)
        before = lifecycle.updates(self.name)
        contents = snapshot.contents(self.name, "res_partner")
        self.assertEqual(snapshot.contents(self.name, "res_partner", list(contents)), contents)
        self.sql("UPDATE res_partner SET ref = 'x' WHERE name LIKE 'Contact %'")
        updated = lifecycle.updates(self.name) - before
        self.assertEqual(updated, 10)
        after = snapshot.contents(self.name, "res_partner", list(contents))
        self.assertEqual([name for name in after if after[name] != contents[name]], ["ref"])
        result = Result("sample")
        lifecycle.judge_updates(result, "sample", updated, 9)
        lifecycle.judge_updates(result, "sample", updated, 10)
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
