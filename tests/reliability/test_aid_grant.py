"""Kinds of aid that exclude each other, granted at the same moment: one of them is granted."""

import os
import sys
import unittest

from shell import MARK, shell

SCRIPT = """
import json
import threading
from odoo import fields
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import new_test_user
from odoo.tools import mute_logger

officer = new_test_user(
    env, login="race_grant", groups="community_service.group_community_officer")
today = fields.Date.context_today(officer)
home = env["community.household"].create(
    {"area_id": env["community.area"].create({"name": "Race grants", "kind": "estate"}).id})
env["community.resident"].create([
    {"name": f"Race {n}", "residency_ids": [(0, 0, {
        "household_id": home.id, "role": "head" if not n else "child"})]}
    for n in range(3)])
cases = []
for code, proposal in (
    ("dibao", "dibao"), ("extreme_poor", "papers"), ("rigid", "fits"), ("edge", "edge")
):
    programme = env["community.aid.programme"]._in_use(env.company, [("code", "=", code)])
    case = env["community.aid.case"].create(
        {"programme_id": programme.id, "household_id": home.id})
    case.write({"state": "submitted", "proposal": proposal, "date_submitted": today})
    cases.append(case.id)
env.cr.commit()
gate, outcomes = threading.Barrier(len(cases)), []


def grant(number):
    with env.registry.cursor() as cr:
        mine = Environment(cr, officer.id, {"tz": "Asia/Shanghai"})
        # Everybody has seen that nothing was granted before anybody grants.
        assert not mine["community.aid.case"].search_count(
            [("id", "in", cases), ("state", "=", "approved")])
        gate.wait(60)

        def granting():
            mine["community.aid.case"].browse(number)._decide({
                "decision": "granted", "date": today, "decision_person": "x", "amount": 10})

        try:
            retrying(granting, mine)
            cr.commit()
            outcomes.append("granted")
        except UserError as error:
            cr.rollback()
            outcomes.append("refused" if "exclude" in str(error) else str(error))
        except Exception as error:
            cr.rollback()
            outcomes.append(f"{type(error).__name__} {error}")


with mute_logger("odoo.sql_db", "odoo.service.model"):
    threads = [threading.Thread(target=grant, args=(number,)) for number in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
env.cr.rollback()
env.invalidate_all()
granted = env["community.aid.case"].search([("id", "in", cases), ("state", "=", "approved")])
print("{mark}" + json.dumps([sorted(outcomes), len(granted)]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestAidGrant(unittest.TestCase):
    def test_four_kinds_at_once(self):
        outcomes, granted = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(outcomes, ["granted", "refused", "refused", "refused"])
        self.assertEqual(granted, 1)


if __name__ == "__main__":
    sys.exit(unittest.main())
