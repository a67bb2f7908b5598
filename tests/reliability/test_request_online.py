"""Posts of the public page at the same moment never exceed the number of an hour."""

import os
import sys
import unittest

from shell import MARK, shell

SCRIPT = """
import json
import threading
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

HANDS, MOST = 5, 3
public = env.ref("base.public_user").id
company = env.ref("base.public_user").company_id
before = {name: company[name]
          for name in ("community_online_intake", "community_online_per_hour")}
company.write({"community_online_intake": True, "community_online_per_hour": MOST})
env.cr.commit()
gate, outcomes = threading.Barrier(HANDS), []


def run(number):
    with env.registry.cursor() as cr:
        mine = Environment(cr, public, {})
        # Everybody has counted before anybody acts.
        mine["community.request"]._check_online_text("Race", "", "")
        cr.execute("SELECT count(*) FROM community_request")
        gate.wait(30)
        try:
            retrying(lambda: mine["community.request"]._take_online(f"Race {number}"), mine)
            outcomes.append("in")
        except UserError as refusal:
            cr.rollback()
            outcomes.append("refused" if "Too many" in str(refusal) else str(refusal))
        except Exception as error:
            cr.rollback()
            outcomes.append(type(error).__name__)


with mute_logger("odoo.sql_db", "odoo.service.model"):
    threads = [threading.Thread(target=run, args=(number,)) for number in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
env.cr.rollback()
env.invalidate_all()
taken = env["community.request"].search_count([("description", "like", "Race %")])
company.write(before)
env.cr.commit()
print("{mark}" + json.dumps([sorted(outcomes), taken]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestRequestOnline(unittest.TestCase):
    def test_at_once(self):
        outcomes, taken = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(outcomes, ["in"] * 3 + ["refused"] * 2)
        self.assertEqual(taken, 3)


if __name__ == "__main__":
    sys.exit(unittest.main())
