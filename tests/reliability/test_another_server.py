"""A backup is restored on another server, whole; several hosts serve it, with a read replica."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import requests
from cluster import ROLE, Cluster, free_port, query, run
from shell import MARK

from devkit import logs

KEY = "0123456789abcdef0123456789abcdef-of-a-test"
RC = f"[options]\n[community]\nlog_key = {KEY}\n"

# Something of each: people, visits, a file in the filestore, a log with its seals.
FILL = """
import json
from odoo import Command
groups = {"restore_officer": "officer", "restore_manager": "manager"}
for login, group in groups.items():
    env["res.users"].with_context(no_reset_password=True).create({
        "login": login, "name": login, "password": login, "tz": "Asia/Shanghai",
        "group_ids": [Command.set(env.ref(f"community_service.group_community_{group}").ids)]})
# Papers bear the name of the community.
env.company.name = "备份社区"
area = env["community.area"].create({"name": "备份社区", "kind": "community"})
for number in range(20):
    dwelling = env["community.dwelling"].create({"area_id": area.id, "room": str(101 + number)})
    home = env["community.household"].create({"dwelling_id": dwelling.id})
    home._move_in("2020-01-01", values={"name": f"张{number}"}, role="head")
    env["community.visit"].create({"household_id": home.id, "state": "done", "date": "2024-05-06"})
env["ir.attachment"].create({"name": "x.txt", "raw": b"kept " * 1000})
officer = env["res.users"].search([("login", "=", "restore_officer")])
for home in env["community.household"].search([], limit=20):
    home.with_user(officer).timeline()
env["community.access.log.seal"]._seal()
env.cr.commit()
finding = env["community.access.log.seal"]._verify()
print("{mark}" + json.dumps([str(part) for part in finding[:3]]))
"""
# Goes on after the restore: what is written then hangs on the old chain.
GO_ON = """
import json
before = env["community.access.log.seal"]._verify()
home = env["community.household"].search([], limit=1)
home.with_user(env["res.users"].search([("login", "=", "restore_manager")])).timeline()
sealed = env["community.access.log.seal"]._seal()
finding = env["community.access.log.seal"]._verify()
env.cr.rollback()
print("{mark}" + json.dumps([[str(part) for part in before[:3]], sealed, str(finding[0])]))
"""
TABLES = """
SELECT table_name, (xpath('/row/c/text()', x))[1]::text, (xpath('/row/h/text()', x))[1]::text
  FROM (SELECT table_name, query_to_xml(format(
          'SELECT count(*) AS c, sum(hashtextextended(t::text, 0)) AS h FROM %I t', table_name),
          false, true, '') AS x
          FROM information_schema.tables
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE') AS counted
 ORDER BY 1
"""
NUMBERS = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
LANGUAGE = {"lang": "en_US", "tz": "Asia/Shanghai"}


def option(name, command):
    """Return the value of an option of a command line."""
    return next(part.split("=", 1)[1] for part in command if part.startswith(f"{name}="))


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestAnotherServer(unittest.TestCase):
    """Backup and restore as README.md describes them, then two hosts and a replica on it."""

    @classmethod
    def setUpClass(cls):
        cls.database = os.environ["COMMUNITY_DB"]
        cls.odoo = json.loads(os.environ["COMMUNITY_ODOO"])
        cls.shell = json.loads(os.environ["COMMUNITY_SHELL"])
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="community-restore-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.rc = cls.folder / "odoo.conf"
        cls.rc.write_text(RC, encoding="utf-8")
        cls.old_data = pathlib.Path(option("--data-dir", cls.odoo))
        cls.chain = cls.told(FILL)
        # The backup: the database in one file, and the folder of its files.
        run(["pg_dump", "-Fc", "-Z1", "-f", cls.folder / "community.dump", cls.database])
        files = cls.old_data / "filestore" / cls.database
        # The restore: a server that has never seen it, and a folder of its own.
        cls.primary = Cluster()
        cls.addClassCleanup(cls.primary.stop)
        cls.data = cls.folder / "data"
        shutil.copytree(files, cls.data / "filestore" / cls.database)
        run(["createdb", "-T", "template0", cls.database], cls.primary.environment)
        dump = cls.folder / "community.dump"
        command = ["pg_restore", "-j2", "--no-owner", "-d", cls.database, dump]
        run(command, cls.primary.environment)

    @classmethod
    def told(cls, script, cluster=None):
        """Run a script in Odoo's shell; return what it printed as JSON."""
        command, environment = cls.shell, {"ODOO_RC": str(cls.rc)}
        if cluster:
            command = [*command, *cls.options()]
        done = subprocess.run(
            command,
            input=script.replace("{mark}", MARK),
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
        )
        for line in done.stdout.splitlines():
            if line.startswith(MARK):
                return json.loads(line[len(MARK) :])
        raise AssertionError(done.stdout[-2000:] + done.stderr[-4000:])

    @classmethod
    def options(cls):
        return [
            *("--db_host=127.0.0.1", f"--db_port={cls.primary.port}", f"--db_user={ROLE}"),
            *(f"--db_password={cls.primary.password}", f"--data-dir={cls.data}"),
        ]

    def test_a_restored_backup_is_whole(self):
        """Every table has the same rows with the same contents, every number goes on where it was,
        every file is there; the check of the access log says the same of the same chain, and what
        is logged afterwards hangs on it.
        """
        for sql in (TABLES, NUMBERS):
            here, there = query(sql, self.database), self.primary.query(sql, self.database)
            self.assertGreater(len(here), 100)
            self.assertEqual(there, here)
        counts = {row[0]: int(row[1]) for row in self.primary.query(TABLES, self.database)}
        self.assertGreaterEqual(counts["community_household"], 20)
        self.assertGreaterEqual(counts["community_access_log_seal"], 20)
        places = [
            self.old_data / "filestore" / self.database,
            self.data / "filestore" / self.database,
        ]
        old, new = (
            {
                path.relative_to(place): path.read_bytes()
                for path in place.rglob("*")
                if path.is_file()
            }
            for place in places
        )
        self.assertTrue(new)
        self.assertEqual(new, old)
        chain, sealed, sentence = self.told(GO_ON, self.primary)
        self.assertEqual(chain, self.chain)
        self.assertGreaterEqual(int(chain[1]), 20)
        self.assertGreaterEqual(sealed, 1)
        self.assertEqual(sentence, self.chain[0], "as whole as before")

    # several hosts and a replica

    def host(self, *options):
        """Start one host on the restored database; return what waits for its address."""
        port = free_port()
        log = self.folder / f"host-{port}.log"
        command = [
            *self.odoo,
            *self.options(),
            *("--http-interface=127.0.0.1", f"--http-port={port}", *options),
        ]
        with open(log, "w", encoding="utf-8") as stream:
            process = subprocess.Popen(
                command, env={**os.environ, "ODOO_RC": str(self.rc)}, stdout=stream, stderr=stream
            )

        def end():
            process.terminate()
            process.wait(30)

        self.addCleanup(end)
        self.logs.append(log)
        address = f"http://127.0.0.1:{port}"

        def ready():
            for _try in range(240):
                try:
                    if requests.get(f"{address}/web/health", timeout=5).ok:
                        return address
                except requests.RequestException:
                    time.sleep(0.5)
                self.assertIsNone(process.poll(), log.read_text(encoding="utf-8")[-2000:])
            raise AssertionError(log.read_text(encoding="utf-8")[-2000:])

        return ready

    def call(self, session, address, model, method, *args, **kwargs):
        kwargs.setdefault("context", LANGUAGE)
        answer = session.post(
            f"{address}/web/dataset/call_kw/{model}/{method}",
            json={"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}},
            timeout=120,
        ).json()
        self.assertNotIn("error", answer, method)
        return answer.get("result")

    def test_two_hosts_and_a_replica(self):
        """Whoever logs in at one host works at the other. Lists that may lag come from the replica;
        forms, whose readers are logged, a report, its table and a ledger come whole, what they
        write is in the primary, and no host complains.
        """
        self.logs = []
        replica = Cluster(self.primary)
        self.addCleanup(replica.stop)
        self.assertEqual(replica.query("SELECT pg_is_in_recovery()"), [["t"]])
        options = ["--db_replica_host=127.0.0.1", f"--db_replica_port={replica.port}"]
        first, second = (ready() for ready in [self.host(*options), self.host(*options)])
        session = requests.Session()
        # Cookies of one name do not tell ports apart: one browser in front of both.
        who = {"db": self.database, "login": "restore_manager", "password": "restore_manager"}
        said = session.post(f"{first}/web/session/authenticate", json={"params": who}, timeout=60)
        self.assertEqual(said.json()["result"]["username"], "restore_manager")
        name = "SELECT count(*) FROM community_access_log"
        logged = int(self.primary.query(name, self.database)[0][0])

        def areas(address):
            rows = self.call(
                session,
                address,
                "community.area",
                "web_search_read",
                [],
                specification={"name": {}},
            )
            return {row["name"] for row in rows["records"]}

        for address in (first, second):
            self.assertIn("备份社区", areas(address))
        # What the replica has not heard of yet does not stand in its lists, and does afterwards.
        replica.query("SELECT pg_wal_replay_pause()")
        update = "UPDATE community_area SET name = '改了名' WHERE name = '备份社区'"
        self.primary.query(update, self.database)
        self.assertIn("备份社区", areas(second), "the list comes from the replica")
        replica.query("SELECT pg_wal_replay_resume()")
        for _try in range(60):
            if "改了名" in areas(second):
                break
            time.sleep(0.5)
        self.assertIn("改了名", areas(second))
        # forms and lists of people
        # Other tests have left homes of their own.
        homes = self.call(
            session,
            second,
            "community.household",
            "web_search_read",
            [("area_id.name", "=", "改了名")],
            specification={"address": {}, "head_id": {"fields": {"display_name": {}}}},
        )["records"]
        self.assertEqual(len(homes), 20)
        form = self.call(
            session,
            second,
            "community.household",
            "web_read",
            [homes[0]["id"]],
            specification={"address": {}, "visit_count": {}},
        )
        self.assertEqual(form[0]["visit_count"], 1)
        history = self.call(session, first, "community.household", "timeline", [homes[0]["id"]])
        self.assertIn("visit", {entry["kind"] for entry in history})
        # report and ledger
        values = {"name": "复本", "date_from": "2024-01-01", "date_to": "2024-12-31"}
        report = self.call(session, first, "community.report", "create", values)
        self.call(session, first, "community.report", "action_refresh", [report])
        action = "community_service.community_report_action_report"
        page = session.get(f"{second}/report/html/{action}/{report}", timeout=120)
        self.assertEqual(page.status_code, 200, page.text)
        self.assertIn("复本", page.text)
        table = session.get(f"{second}/community/report/{report}/xlsx", timeout=120)
        self.assertEqual((table.status_code, table.content[:2]), (200, b"PK"))
        token = re.search(r'csrf_token: "(\w+)"', session.get(f"{second}/odoo", timeout=120).text)
        ledger = session.post(
            f"{second}/community/ledger/residents",
            data={"csrf_token": token[1], "payload": "{}"},
            timeout=120,
        )
        self.assertEqual((ledger.status_code, ledger.content[:2]), (200, b"PK"))
        after = int(self.primary.query(name, self.database)[0][0])
        self.assertGreater(after, logged, "who read a file is written to the primary")
        for log in self.logs:
            found = logs.parse(log.read_text(encoding="utf-8"))
            self.assertEqual(found.complaints, [])


if __name__ == "__main__":
    sys.exit(unittest.main())
