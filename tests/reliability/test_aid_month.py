"""Two kinds of aid that exclude each other, paid at the same moment: one of them goes through."""

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
    env, login="race_aid", groups="community_service.group_community_officer")
month = fields.Date.start_of(fields.Date.context_today(officer), "month")
home = env["community.household"].create(
    {"area_id": env["community.area"].create({"name": "Race", "kind": "estate"}).id})
env["community.resident"].create([
    {"name": f"Race {n}", "residency_ids": [(0, 0, {
        "household_id": home.id, "role": "head" if not n else "child"})]}
    for n in range(3)])
cases = []
for code in ("dibao", "extreme_poor", "rigid", "edge"):
    programme = env["community.aid.programme"]._in_use(env.company, [("code", "=", code)])
    case = env["community.aid.case"].create(
        {"programme_id": programme.id, "household_id": home.id})
    case.write({
        "state": "active", "decision": "granted", "decision_person": "x", "decision_basis": "x",
        "amount": 10, "date_start": month, "date_decision": month})
    cases.append(case.id)
env.cr.commit()
gate, outcomes = threading.Barrier(len(cases)), []


def pay(number):
    with env.registry.cursor() as cr:
        mine = Environment(cr, officer.id, {"tz": "Asia/Shanghai"})
        # Everybody has seen that nothing was paid before anybody pays.
        assert not mine["community.aid.payment"].search_count([("case_id", "in", cases)])
        gate.wait(60)

        def paying():
            mine["community.aid.payment"].create(
                {"case_id": number, "amount": 10, "period": month})

        try:
            retrying(paying, mine)
            cr.commit()
            outcomes.append("paid")
        except UserError as error:
            cr.rollback()
            outcomes.append("refused" if "exclude" in str(error) else str(error))
        except Exception as error:
            cr.rollback()
            outcomes.append(type(error).__name__)


with mute_logger("odoo.sql_db", "odoo.service.model"):
    threads = [threading.Thread(target=pay, args=(number,)) for number in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
env.cr.rollback()
env.invalidate_all()
paid = env["community.aid.payment"].search([("case_id", "in", cases)])
print("{mark}" + json.dumps([sorted(outcomes), len(paid)]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestAidMonth(unittest.TestCase):
    def test_four_kinds_at_once(self):
        outcomes, paid = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(paid, 1)
        self.assertEqual(outcomes, ["paid", "refused", "refused", "refused"])


if __name__ == "__main__":
    sys.exit(unittest.main())
