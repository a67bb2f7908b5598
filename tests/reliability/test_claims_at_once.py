"""A need and the request made of it, taken on by one person at the same moment: one claim."""

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
from odoo.tests import new_test_user
from odoo.tools import mute_logger

MATTERS = 8
officer = new_test_user(
    env, login="race_claims", groups="community_service.group_community_officer")
helper = env["res.partner"].create({"name": "Race helper"})
grid = env["community.grid"].create({"name": "Race grid", "code": "RC"})
area = env["community.area"].create(
    {"name": "Race estate", "kind": "estate", "own_grid_id": grid.id})
building = env["community.area"].create(
    {"name": "1", "kind": "building", "parent_id": area.id})
dwelling = env["community.dwelling"].create({"area_id": building.id, "room": "101"})
household = env["community.household"].create({"dwelling_id": dwelling.id})
matters = []
for number in range(MATTERS):
    need = env["community.visit.need"].create({
        "name": "Race", "kind": "request", "household_id": household.id})
    request = env["community.request"].create(
        {"need_id": need.id, "household_id": household.id, "description": "Race"})
    matters.append(((need._name, need.id), (request._name, request.id)))
env.cr.commit()
outcomes = []


def take_on(gate, model, number):
    with env.registry.cursor() as cr:
        mine = Environment(cr, officer.id, {})
        # Each has looked at the matter before anybody takes it on.
        assert not mine[model].browse(number)._kin_claims()
        gate.wait(60)

        def claim():
            mine["community.contribution"].create(
                {"res_model": model, "res_id": number, "partner_id": helper.id})

        try:
            retrying(claim, mine)
            cr.commit()
            outcomes.append("claimed")
        except UserError:
            cr.rollback()
            outcomes.append("refused")
        except Exception as error:
            cr.rollback()
            outcomes.append(type(error).__name__)


with mute_logger("odoo.sql_db", "odoo.service.model"):
    for records in matters:
        gate = threading.Barrier(2)
        threads = [threading.Thread(target=take_on, args=(gate, *record)) for record in records]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
env.cr.rollback()
env.invalidate_all()
open_claims = [
    len(env[model].browse(number)._kin_claims().filtered(lambda claim: claim.state == "claimed"))
    for (model, number), _request in matters
]
print("{mark}" + json.dumps([sorted(outcomes), open_claims]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestClaimsAtOnce(unittest.TestCase):
    def test_one_claim_of_two_at_once(self):
        outcomes, open_claims = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(outcomes, ["claimed"] * 8 + ["refused"] * 8)
        self.assertEqual(open_claims, [1] * 8)


if __name__ == "__main__":
    sys.exit(unittest.main())
