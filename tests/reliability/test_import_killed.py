"""A server killed in the middle of an import loses nothing and doubles nothing."""

import json
import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path

from shell import MARK, shell

HERE = Path(__file__).resolve().parent
ROWS = 6_000

PREPARE = """
import base64, sys
sys.path.insert(0, {root!r})
from tests.bench.register_file import write_register
write_register({path!r}, {rows})
company = env["res.company"].create({{"name": "Killed"}})
user = env["res.users"].create({{
    "name": "Killed officer", "login": "killed_officer", "company_id": company.id,
    "company_ids": [(6, 0, company.ids)],
    "group_ids": [(6, 0, env.ref("community_service.group_community_officer").ids)],
}})
Import = env["community.import"].with_user(user).with_company(company)
with open({path!r}, "rb") as stream:
    record = Import.create({{"filename": "r.xlsx", "file": base64.b64encode(stream.read())}})
record.action_check()
record.action_start_apply()
assert record.state == "applying", record.state
env.cr.commit()
print("{mark}" + str([record.id, record.row_count, record.household_create_count]))
"""

WORK = """
import time
from odoo.addons.community_service.models.register_import import community_import_flow
community_import_flow.BATCH_GROUPS = 50
cron = env.ref("community_service.ir_cron_run_imports")
plain = type(env["community.import"])._apply_batch
batches = []
def told(self, groups):
    batches.append(plain(self, groups))
    print("WRITTEN", batches[-1], flush=True)
    while len(batches) == {still}:  # its rows are written and not yet committed
        time.sleep(1)
    return batches[-1]
type(env["community.import"])._apply_batch = told
while env["community.import"].browse({record}).state == "applying":
    cron.method_direct_trigger()
    env.cr.rollback()  # a new snapshot
print("{mark}[]")
"""

COUNT = """
record = env["community.import"].browse({record})
company = record.company_id
def count(model):
    return env[model].with_context(active_test=False).search_count(
        [("company_id", "=", company.id)])
env.cr.execute(
    "SELECT count(*) FROM (SELECT id_number FROM community_resident WHERE company_id = %s"
    " GROUP BY id_number HAVING count(*) > 1) twice", [company.id])
twice = env.cr.fetchone()[0]
print("{mark}" + str([
    record.state, count("community.resident"), count("community.residency"),
    count("community.household"), record.done_count, twice]).replace("'", '"'))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestImportKilled(unittest.TestCase):
    def test_kill_and_resume(self):
        """Killed with one batch committed and rows of the next written, an import keeps the first,
        nothing of the second, and goes on to the same end as without a kill.
        """
        path = f"/tmp/register-{os.getpid()}.xlsx"
        self.addCleanup(lambda: os.path.exists(path) and os.unlink(path))
        root = str(HERE.parents[1])
        record, rows, households = shell(PREPARE.format(root=root, path=path, rows=ROWS, mark=MARK))
        self.assertEqual(rows, ROWS)
        worker = subprocess.Popen(
            json.loads(os.environ["COMMUNITY_SHELL"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        # The first batch is committed; the second has written its rows and stands still.
        worker.stdin.write(WORK.format(record=record, mark=MARK, still=2))
        worker.stdin.close()
        written = []
        for line in worker.stdout:
            if line.startswith("WRITTEN"):
                written.append(int(line.split()[1]))
            if len(written) == 2:
                break
        os.killpg(worker.pid, signal.SIGKILL)
        worker.stdout.close()
        worker.wait()
        self.assertEqual(len(written), 2, "the worker ended before it had written two batches")
        self.assertTrue(all(written), written)
        state, residents, _residencies, _households, done, twice = shell(
            COUNT.format(record=record, mark=MARK)
        )
        self.assertEqual(state, "applying")
        self.assertEqual((residents, done, twice), (written[0], written[0], 0))
        shell(WORK.format(record=record, mark=MARK, still=None))
        self.assertEqual(
            shell(COUNT.format(record=record, mark=MARK)),
            ["done", ROWS, ROWS, households, ROWS, 0],
        )


if __name__ == "__main__":
    sys.exit(unittest.main())
