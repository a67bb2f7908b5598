"""Hand-outs of the last pieces at the same moment never give away more than there is."""

import os
import sys
import unittest

from shell import MARK, shell

SCRIPT = """
import threading
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

HANDS, PIECES = 4, 2
station = env["community.caring.station"].create({"name": "Race"})
item = env["community.caring.item"].create(
    {"name": "Race rice", "unit": "bag", "station_id": station.id})
area = env["community.area"].create({"name": "Race building", "kind": "building"})
dwelling = env["community.dwelling"].create({"area_id": area.id, "room": "101"})
household = env["community.household"].create({"dwelling_id": dwelling.id})
event = env["community.life.event"].create({"reason": "hardship", "household_id": household.id})
env["community.caring.stock.move"].create({"item_id": item.id, "quantity": PIECES})
env.cr.commit()
gate, outcomes = threading.Barrier(HANDS), []


def hand_out():
    with env.registry.cursor() as cr:
        mine = Environment(cr, env.uid, {})
        # Everybody has read two pieces before anybody takes one.
        assert mine["community.caring.item"].browse(item.id).on_hand == PIECES
        gate.wait(30)
        values = {"item_id": item.id, "kind": "out", "event_id": event.id}
        try:
            retrying(lambda: mine["community.caring.stock.move"].create(values).id, mine)
            outcomes.append("given")
        except UserError:
            cr.rollback()
            outcomes.append("refused")


with mute_logger("odoo.sql_db", "odoo.service.model"):
    threads = [threading.Thread(target=hand_out) for _hand in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
env.cr.rollback()
env.invalidate_all()
import json
print("{mark}" + json.dumps([sorted(outcomes), item.on_hand, len(item.move_ids)]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestCaringStock(unittest.TestCase):
    def test_last_pieces_at_once(self):
        outcomes, on_hand, moves = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(outcomes, ["given", "given", "refused", "refused"])
        self.assertEqual(on_hand, 0)
        self.assertEqual(moves, 3)


if __name__ == "__main__":
    sys.exit(unittest.main())
