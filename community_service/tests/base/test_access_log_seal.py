import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg2 import errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from ...models.base.community_access_log_seal import HEAD_KEY
from ...tools import seal
from ..seal_common import KEY, SealCase

_logger = logging.getLogger(__name__)

LOCAL_OPTION = seal.local_option
SEALS = "odoo.addons.community_service.models.base.community_access_log_seal"
OTHER_KEY = "what somebody with SQL alone may think of"


@tagged("post_install", "-at_install", "community", "community_rights")
class TestAccessLogSeal(SealCase):
    """The chain against somebody who may do everything in the database, and knows no key."""

    def test_a_whole_chain(self):
        self.assertEqual(self.Seal._seal(), 0)
        rows = self.Log.search([], order="id")
        self.assertEqual(len(rows), 3)
        self.assertTrue(all(rows.mapped("hash")) and all(rows.mapped("date_sealed")))
        params = self.verdict()
        self.assertIn("3 entries were checked, every seal is whole", params["message"])
        # The one thing that a chain alone does not prove.
        self.assertIn("Not proven: that nothing was cut off the end", params["message"])
        self.assertNotIn("has no key", params["message"])
        self.assertEqual(params["type"], "warning")

    def test_the_tables_refuse_everybody(self):
        row = self.Log.search([], limit=1)
        for statement in (
            "UPDATE community_access_log SET reason = 'x'",
            "DELETE FROM community_access_log",
            "TRUNCATE community_access_log",
            "UPDATE community_access_log_seal SET hash = 'x'",
            "DELETE FROM community_access_log_seal",
            "TRUNCATE community_access_log_seal",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)
        made = self.Seal.search([], limit=1)
        for record in (made, made.with_user(self.manager), made.with_user(self.auditor)):
            with self.assertRaises(AccessError):
                record.write({"hash": "x"})
            with self.assertRaises(AccessError):
                record.create({"seq": 9, "log_id": row.id, "hash": "x"})
            with self.assertRaises(UserError):
                record.unlink()
        with self.assertRaises(AccessError):
            made.with_user(self.manager).read(["hash"])

    def test_the_database_dates_and_numbers_a_row(self):
        """A row put in by SQL, with a date and a number of its own, gets those of this moment."""
        cr = self.env.cr
        cr.execute("SELECT MAX(id) FROM community_access_log")
        last = cr.fetchone()[0]
        cr.execute(
            "INSERT INTO community_access_log (id, date, user_id, role, kind, model) "
            "VALUES (1, '2020-01-01', %s, 'other', 'view', 'x') "
            "RETURNING id, date > (now() AT TIME ZONE 'UTC') - interval '1 minute'",
            [self.env.uid],
        )
        number, is_now = cr.fetchone()
        self.assertGreater(number, last)
        self.assertTrue(is_now)

    def test_what_somebody_with_sql_does_is_named(self):
        first, second, third = self.Log.search([], order="id").ids
        change = f"UPDATE community_access_log SET reason = 'x' WHERE id = {second}"
        drop = (
            "DELETE FROM community_access_log WHERE id = {0}",
            "DELETE FROM community_access_log_seal WHERE log_id = {0}",
        )
        head = f"UPDATE ir_config_parameter SET value = '%s' WHERE key = '{HEAD_KEY}'"
        digests = self.Seal.search([]).mapped("hash")
        stolen = seal.make_key(OTHER_KEY)
        old = (
            "INSERT INTO community_access_log (id, date, user_id, role, kind, model, company_id) "
            "VALUES (nextval('community_access_log_id_seq'), now() - interval '{0}', 1, 'other', "
            "'view', 'x', {1})"
        )
        company = self.env.company.id
        attacks = {
            "a row is changed": ([change], r"Entry 2 \(number .* does not fit its seal"),
            "a row is removed": ([drop[0].format(second)], "Entry 2 is missing"),
            "a row and its seal are removed": (
                [text.format(second) for text in drop],
                "Entry 2 is missing",
            ),
            "the end is cut off": ([text.format(third) for text in drop], "Entry 3 is missing"),
            "the end and its note are cut off": (
                [*(text.format(third) for text in drop), head % f"2:{digests[1]}:"],
                "was not written by the log",
            ),
            "the note is proved with another key": (
                [
                    *(text.format(third) for text in drop),
                    head % seal.head_text(2, digests[1], stolen),
                ],
                "was not written by the log",
            ),
            "the note is nonsense": ([head % "three"], "“three”.* was not written by the log"),
            "the note is empty": ([head % ""], "was not written by the log"),
            "the note is removed": (
                [f"DELETE FROM ir_config_parameter WHERE key = '{HEAD_KEY}'"],
                "The note of where the log ends .* is missing",
            ),
            "the chain is made anew with another key": (
                [change, lambda: self.as_owner_again(stolen)],
                "Entry 1 .* does not fit its seal",
            ),
            "its seals bear no key": (
                ["UPDATE community_access_log_seal SET key_name = NULL WHERE seq = 2"],
                "Entry 2 .* does not fit its seal",
            ),
            "an unknown key": (
                ["UPDATE community_access_log_seal SET key_name = 'abc' WHERE seq = 2"],
                "sealed with the key abc, which the configuration file",
            ),
            "a row is dated back": (
                [old.format("3 days", company), self.Seal._seal],
                "Number .* was not there when what was written until .* was sealed",
            ),
            "a row is dated ahead": (
                [old.format("-3 days", company), self.Seal._seal],
                "Entry 4 .* it was put in with a date of its own",
            ),
            "a row that nobody sees is dated ahead": (
                [old.format("-3 days", "NULL"), self.Seal._seal],
                "After entry 3 of those .* put in with a date of its own",
            ),
            "a row that nobody sees is dated back": (
                [old.format("3 days", "NULL"), self.Seal._seal],
                "After entry 3 of those .* put in with a date of its own",
            ),
            "the end is sealed a second time": (
                [
                    change,
                    "DELETE FROM community_access_log_seal WHERE seq > 1",
                    self.Seal._seal,
                ],
                "Entry 2 is missing",
            ),
        }
        for name, (acts, sentence) in attacks.items():
            with self.subTest(attack=name), self.env.cr.savepoint() as savepoint:
                for act in acts:
                    if callable(act):
                        with mute_logger(SEALS):
                            act()
                    else:
                        self.as_owner(act)
                params = self.verdict()
                self.assertEqual(params["type"], "danger", params["message"])
                self.assertRegex(params["message"], sentence)
                savepoint.rollback()
                self.env.invalidate_all()
        _logger.info("The chain: %s attacks with SQL, each named", len(attacks))
        self.assertEqual(self.verdict()["type"], "warning")

    def test_a_chain_without_a_key_says_what_it_does_not_prove(self):
        self.options = {}
        self.as_owner(
            "DELETE FROM community_access_log_seal",
            f"DELETE FROM ir_config_parameter WHERE key = '{HEAD_KEY}'",
        )
        self.Seal._seal()
        self.as_owner("UPDATE community_access_log SET reason = 'x'")
        self.as_owner_again()
        self.assertIn("the configuration file of the server has no key", self.verdict()["message"])
        # A key that comes later covers what was there before from that day on.
        self.options = {"log_key": KEY}
        self.assertIn("sealed without the key", self.verdict()["message"])
        self.write_lines()
        self.assertIn("The first 3 entries were sealed without a key", self.verdict()["message"])

    def test_a_key_that_changes_or_is_lost(self):
        self.options = {"log_key": OTHER_KEY}
        self.assertIn("add it to log_old_keys", self.verdict()["message"])
        self.options["log_old_keys"] = f"{KEY}, {'k' * 40}"
        self.write_lines()
        self.assertIn("4 entries were checked, every seal is whole", self.verdict()["message"])
        # Without any key the chain is not continued: it would look like somebody else's.
        self.options = {}
        with self.assertLogs(SEALS, "ERROR"):
            self.assertEqual(self.write_lines(), 0)
        self.assertIn("log_old_keys", self.verdict()["message"])
        self.options = {"log_key": "short"}
        with self.assertLogs(SEALS, "ERROR"):
            self.assertEqual(self.write_lines(), 0)
        self.assertIn("fewer than 32 characters", self.verdict()["message"])

    def test_a_broken_end_is_not_sealed_over_until_somebody_has_looked(self):
        self.as_owner(f"DELETE FROM ir_config_parameter WHERE key = '{HEAD_KEY}'")
        with self.assertLogs(SEALS, "ERROR") as caught:
            self.assertEqual(self.write_lines(2), 0)
        self.assertIn("is missing", caught.output[0])
        self.Seal._accept_end("The parameter was deleted by mistake")
        self.assertEqual(self.Seal._seal(), 3)
        self.assertIn("6 entries were checked", self.verdict()["message"])
        row = self.Log.search([("kind", "=", "setting")], limit=1)
        self.assertEqual(row.reason, "The parameter was deleted by mistake")

    def test_rows_that_wait_are_named(self):
        self.Log._log("print", self.resident)
        self.as_owner("UPDATE community_access_log SET date = date - interval '2 hours'")
        self.as_owner("DELETE FROM community_access_log_seal")
        self.as_owner(f"DELETE FROM ir_config_parameter WHERE key = '{HEAD_KEY}'")
        self.assertIn("4 entries since", self.verdict()["message"])

    # anchors

    def anchored(self, folder):
        self.options |= {"log_anchor_file": str(Path(folder) / "anchors"), "log_anchor_mail": "a@b"}
        with self.enter_registry_test_mode():
            self.env.ref("community_service.ir_cron_anchor_access_log").method_direct_trigger()

    def test_an_anchor_leaves_the_machine_every_day(self):
        with TemporaryDirectory() as folder:
            with self.assertLogs(SEALS, logging.INFO) as printed:
                self.anchored(folder)
            lines = (Path(folder) / "anchors").read_text().splitlines()
            self.assertEqual(len(lines), 1)
            [anchor] = seal.read_anchors(lines[0], {"key": seal.make_key(KEY)})
            self.assertEqual((anchor.seq, anchor.rows), (3, 3))
            self.assertIn(lines[0], printed.output[0])
            mail = self.env["mail.mail"].search([("email_to", "=", "a@b")])
            self.assertIn(lines[0], mail.body_html)
            admin = self.env.ref("base.user_admin")
            self.assertFalse(mail.with_user(admin).search([("id", "in", mail.ids)]))
            params = self.verdict()
            self.assertEqual(params["type"], "success", params["message"])

    def test_what_an_anchor_names(self):
        """What no chain can show: the end is gone, and the note of it is that of an earlier day."""
        self.env.cr.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [HEAD_KEY])
        earlier = self.env.cr.fetchone()[0]
        note = f"UPDATE ir_config_parameter SET value = '{earlier}' WHERE key = '{HEAD_KEY}'"
        cut = "DELETE FROM community_access_log{0} WHERE {1} > (SELECT log_id FROM "
        cut += "community_access_log_seal WHERE seq = 3)"
        rows, made = cut.format("", "id"), cut.format("_seal", "log_id")
        everything = [
            "DELETE FROM community_access_log_seal",
            "DELETE FROM community_access_log",
            f"DELETE FROM ir_config_parameter WHERE key = '{HEAD_KEY}'",
        ]
        with TemporaryDirectory() as folder:
            self.write_lines(2)
            self.Log._log("print", self.resident)
            self.anchored(folder)
            file = Path(folder) / "anchors"
            line = file.read_text()
            file.write_text(line.replace(f" {self.Log.search_count([])} ", " 1 "))
            self.assertIn("is not an anchor that this log made", self.verdict()["message"])
            file.write_text(line)
            for acts, sentence in (
                ([rows, made, note], r"knows an entry, and the log ends before it"),
                (everything, r"knows an entry, and the log ends before it"),
                (
                    [made, note, "UPDATE community_access_log SET reason = 'x'", self.Seal._seal],
                    r"does not fit its seal",
                ),
                (
                    [made, note, rows, lambda: self.write_lines(4)],
                    "knows another seal than the log",
                ),
            ):
                with self.subTest(sentence=sentence), self.env.cr.savepoint() as savepoint:
                    for act in acts:
                        act() if callable(act) else self.as_owner(act)
                    params = self.verdict()
                    self.assertEqual(params["type"], "danger", params["message"])
                    self.assertRegex(params["message"], sentence)
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_rows_removed_before_they_were_sealed(self):
        with TemporaryDirectory() as folder:
            self.anchored(folder)
            line = (Path(folder) / "anchors").read_text()
        anchor = seal.read_anchors(line)[0]
        self.Log._log("print", self.resident)
        last = self.Log.search([], limit=1, order="id desc").id
        # As an anchor of a moment between two runs of the job.
        line = seal.anchor_text(anchor._replace(log_id=last, rows=4), seal.make_key(KEY))
        self.options.pop("log_anchor_file")
        self.as_owner(f"DELETE FROM community_access_log WHERE id = {last}")
        self.assertRegex(self.Seal._verify(line).broken, "had more entries .* than now")

    def test_comparing_with_a_mail_or_a_paper(self):
        noted = self.Seal.search([], limit=1, order="seq desc").hash[:16]
        line = self.Seal._anchor()
        for text in (noted, f"Seal: {noted}", line, f"> {line}\n"):
            self.assertEqual(self.compare(text)["type"], "success")
        self.write_lines()
        self.assertEqual(self.compare(noted)["type"], "success")
        self.assertIn("is not in the log", self.compare("0123456789abcdef")["message"])
        self.assertIn("is not an anchor", self.compare("community-log-anchor x")["message"])
        with self.assertRaisesRegex(UserError, "neither an anchor nor a seal"):
            self.compare("Thank you")
        with self.assertRaises(AccessError):
            self.compare(noted, self.officer)

    def test_who_verifies(self):
        for user in (self.worker, self.officer, self.plain):
            with self.assertRaises(AccessError):
                self.Log.with_user(user).action_verify()

    def test_the_job_seals(self):
        self.Log._log("print", self.resident)
        with self.enter_registry_test_mode():
            self.env.ref("community_service.ir_cron_seal_access_log").method_direct_trigger()
        self.assertTrue(all(self.Log.search([]).mapped("hash")))

    def test_the_configuration_file_is_read(self):
        """Its own section: Odoo would warn of options that it does not know."""
        self.addCleanup(config.__setitem__, "config", config["config"])
        with TemporaryDirectory() as folder:
            file = Path(folder) / "odoo.conf"
            file.write_text(f"[options]\n[community]\nlog_key = {KEY}\n")
            config["config"] = str(file)
            self.assertEqual(LOCAL_OPTION("log_key"), KEY)
            self.assertEqual(LOCAL_OPTION("log_old_keys"), "")
