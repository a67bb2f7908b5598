"""One save of a phone that arrives many times at the same moment: one visit, and no refusal."""

import os
import sys
import unittest

from shell import MARK, shell

SCRIPT = """
import json
import threading
from odoo.api import Environment
from odoo.service.model import retrying
from odoo.tests import new_test_user
from odoo.tools import mute_logger

ROUNDS, HANDS = 5, 12
worker = new_test_user(
    env, login="race_phone", groups="community_service.group_community_grid_worker")
grid = env["community.grid"].create({
    "name": "Race phones", "code": "RP",
    "officer_line_ids": [(0, 0, {"user_id": worker.id, "date_from": "2020-01-01"})]})
area = env["community.area"].create(
    {"name": "Race phones", "kind": "estate", "own_grid_id": grid.id})
building = env["community.area"].create(
    {"name": "1", "kind": "building", "parent_id": area.id})
homes = [
    env["community.household"].create({"dwelling_id": env["community.dwelling"].create(
        {"area_id": building.id, "room": str(number)}).id})
    for number in range(101, 101 + ROUNDS)
]
env.cr.commit()
outcomes = {}


def save(gate, home, key):
    with env.registry.cursor() as cr:
        mine = Environment(cr, worker.id, {})
        # As in a request: its snapshot is older than what the others save.
        mine.user.name
        gate.wait(60)
        try:
            result = retrying(
                lambda: mine["community.visit"].save_at_the_door(
                    home, {"client_key": key, "state": "done", "needs": [{"name": "Race"}]}),
                mine,
            )
            outcome = "repeated" if result["is_repeated"] else "new"
        except Exception as error:
            cr.rollback()
            outcome = f"{type(error).__name__}: {error}"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1


with mute_logger("odoo.sql_db", "odoo.service.model"):
    for number, home in enumerate(homes):
        gate = threading.Barrier(HANDS)
        threads = [
            threading.Thread(target=save, args=(gate, home.id, f"race-phone-{number}"))
            for _hand in range(HANDS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
env.cr.rollback()
env.invalidate_all()
made = [[len(home.visit_ids), len(home.visit_ids.need_ids)] for home in homes]
print("{mark}" + json.dumps([outcomes, made]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestPhoneRepeated(unittest.TestCase):
    def test_one_visit_and_no_refusal(self):
        """Of 60 saves under 5 keys, 12 at once, five are new and the others are told of them."""
        outcomes, made = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(outcomes, {"new": 5, "repeated": 55})
        self.assertEqual(made, [[1, 1]] * 5)


if __name__ == "__main__":
    sys.exit(unittest.main())
