"""Tries of one connection at the same moment never exceed the number of a quarter of an hour."""

import json
import os
import subprocess
import sys
import unittest

MARK = "RESULT "

SCRIPT = """
import json
import threading
from collections import Counter
from types import SimpleNamespace
from odoo.api import Environment
from odoo.addons.community_service.models.base import community_public_try as module

HANDS = 12
public = env.ref("base.public_user").id
module.request = SimpleNamespace(httprequest=SimpleNamespace(remote_addr="203.0.113.9"))
gate, answers = threading.Barrier(HANDS), []


def run():
    with env.registry.cursor() as cr:
        mine = Environment(cr, public, {})
        # A snapshot of before all of them.
        cr.execute("SELECT COUNT(*) FROM community_public_try")
        gate.wait(30)
        answers.append(mine["community.public.try"]._admit("progress", "R2020-00001"))


threads = [threading.Thread(target=run) for _hand in range(HANDS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("{mark}" + json.dumps(Counter(map(str, answers))))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestPublicTries(unittest.TestCase):
    def test_at_once(self):
        done = subprocess.run(
            json.loads(os.environ["COMMUNITY_SHELL"]),
            input=SCRIPT.replace("{mark}", MARK),
            capture_output=True,
            text=True,
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
        self.assertTrue(lines, done.stdout[-2000:] + done.stderr[-4000:])
        answers = json.loads(lines[0][len(MARK) :])
        self.assertEqual(sum(answers.values()), 12)
        self.assertLessEqual(answers.get("None", 0), 5)
        self.assertGreaterEqual(answers["locked"], 7)


if __name__ == "__main__":
    sys.exit(unittest.main())
