"""Twenty payments posted at the same moment never take more than the fund holds."""

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

HANDS, HELD, EACH = 20, 70, 10
asker, officer, treasurer = (
    new_test_user(env, login=f"race_{role}", groups=f"community_party.group_party_{role}")
    for role in ("branch", "officer", "treasurer")
)
today = fields.Date.today()
organization = env["community.party.organization"].create({
    "name": "Race branch",
    "officer_line_ids": [(0, 0, {"user_id": asker.id, "date_from": "2020-01-01"})],
})
fund = env["community.party.fund"].create(
    {"name": "Race fund", "account": "Race account", "organization_id": organization.id})
year = env["community.party.fund.year"].create({"fund_id": fund.id, "year": str(today.year)})
source = env["community.party.fund.source"].create({
    "year_id": year.id, "name": "Race", "document": "x", "amount": HELD, "date_due": today})
budget = env["community.party.fund.budget"].create(
    {"year_id": year.id, "name": "Race", "amount": HANDS * EACH})
income = env["community.party.fund.entry"].with_user(treasurer).create(
    {"source_id": source.id, "amount": HELD, "date": today, "document": "x"})
income.action_post()
drafts = []
for hand in range(HANDS):
    request = env["community.party.fund.request"].with_user(asker).create({
        "organization_id": organization.id, "budget_id": budget.id, "name": "Race",
        "payee": "x", "amount": EACH})
    request.action_submit()
    request.with_user(officer).action_approve()
    request.with_user(officer).action_sign()
    request.with_user(treasurer).action_sign()
    request.with_user(treasurer).action_pay()
    drafts.append(request.entry_ids.id)
env["community.party.fund.entry"].browse(drafts).write({"document": "x"})
env.cr.commit()
gate, outcomes = threading.Barrier(HANDS), []


def post(number):
    with env.registry.cursor() as cr:
        mine = Environment(cr, treasurer.id, {})
        # Everybody has read the whole balance before anybody pays.
        assert mine["community.party.fund"].browse(fund.id).balance == HELD
        gate.wait(60)

        def posting():
            mine["community.party.fund.entry"].browse(number).action_post()

        try:
            retrying(posting, mine)
            cr.commit()
            outcomes.append("posted")
        except UserError:
            cr.rollback()
            outcomes.append("refused")
        except Exception as error:
            cr.rollback()
            outcomes.append(type(error).__name__)


with mute_logger("odoo.sql_db", "odoo.service.model"):
    threads = [threading.Thread(target=post, args=(number,)) for number in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
env.cr.rollback()
env.invalidate_all()
env.cr.execute(
    "SELECT sum(signed_amount) FROM community_party_fund_entry"
    " WHERE fund_id = %s AND state = 'posted'", [fund.id])
total = float(env.cr.fetchone()[0])
print("{mark}" + json.dumps([sorted(outcomes), fund.balance, total, budget.used_amount]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestFundBalance(unittest.TestCase):
    def test_twenty_at_once(self):
        outcomes, balance, total, used = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(len(outcomes), 20)
        posted = outcomes.count("posted")
        # Seven are paid; whoever waited in vain was told to try again, and paid nothing.
        self.assertLessEqual(posted, 7)
        self.assertGreater(posted, 0)
        self.assertEqual((balance, total), (70 - 10 * posted, 70 - 10 * posted))
        self.assertEqual(used, 10 * posted)
        self.assertGreaterEqual(balance, 0)
        self.assertEqual(set(outcomes) - {"posted", "refused"}, set(), outcomes)


if __name__ == "__main__":
    sys.exit(unittest.main())
