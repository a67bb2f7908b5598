"""Tries of one connection at the same moment are all counted, and right ones all forgotten."""

import os
import sys
import unittest

from shell import MARK, shell

SCRIPT = """
import json
import threading
from collections import Counter
from types import SimpleNamespace
from odoo.api import Environment
from odoo.addons.community_service.models.base import community_public_try as module

HANDS = 12
env.cr.execute("DELETE FROM community_public_try")
env.cr.commit()
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


FORGET = """
import json
import threading
from types import SimpleNamespace
from odoo.api import Environment
from odoo.addons.community_service.models.base import community_public_try as module

HANDS = 3
env.cr.execute("DELETE FROM community_public_try")
env.cr.commit()
public = env.ref("base.public_user").id
module.request = SimpleNamespace(httprequest=SimpleNamespace(remote_addr="203.0.113.10"))
Try = env["community.public.try"]
admitted, asked, errors = threading.Barrier(HANDS + 1), threading.Barrier(HANDS + 1), []


def run():
    with env.registry.cursor() as cr:
        mine = Environment(cr, public, {})["community.public.try"]
        # The page has read something before: its snapshot is older than the try.
        cr.execute("SELECT COUNT(*) FROM community_public_try")
        mine._admit("progress", "R2020-00002")
        admitted.wait(30)
        asked.wait(30)
        try:
            mine._forget("progress", "R2020-00002")
        except Exception as error:
            errors.append(type(error).__name__)
            cr.rollback()


def kept():
    with env.registry.cursor() as cr:
        source, _subject = Try._marks("")
        cr.execute("SELECT COUNT(*) FROM community_public_try WHERE source = %s", [source])
        return cr.fetchone()[0]


threads = [threading.Thread(target=run) for _hand in range(HANDS)]
for thread in threads:
    thread.start()
admitted.wait(30)
before = kept()
asked.wait(30)
for thread in threads:
    thread.join()
print("{mark}" + json.dumps([before, kept(), errors]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestPublicTries(unittest.TestCase):
    def test_at_once(self):
        answers = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(sum(answers.values()), 12)
        self.assertLessEqual(answers.get("None", 0), 5)
        self.assertGreaterEqual(answers["locked"], 7)

    def test_right_answers_leave_nothing(self):
        """Also not the try that a page, which began before it, has just counted."""
        self.assertEqual(shell(FORGET.replace("{mark}", MARK)), [3, 0, []])


if __name__ == "__main__":
    sys.exit(unittest.main())
