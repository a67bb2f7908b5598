"""Sign-ups at the same moment never exceed the number wanted; nor do hours overlap."""

import os
import sys
import unittest

from shell import MARK, shell

SCRIPT = """
import json
import threading
from datetime import timedelta
from odoo import fields
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

HANDS, WANTED = 6, 2
now = fields.Datetime.now()
partners = env["res.partner"].create([{"name": f"Race {n}"} for n in range(HANDS)])
volunteers = env["community.volunteer"].create([{"partner_id": p.id} for p in partners])
call = env["community.volunteer.call"].create({
    "name": "Race call", "capacity": WANTED,
    "date_start": now + timedelta(days=1), "date_stop": now + timedelta(days=1, hours=2)})
call.action_open()
env.cr.commit()


def race(hands, work):
    gate, outcomes = threading.Barrier(hands), []

    def run(number):
        with env.registry.cursor() as cr:
            mine = Environment(cr, env.uid, {})
            # Everybody has seen that there is room before anybody acts.
            assert mine["community.volunteer.call"].browse(call.id).free_count == WANTED
            gate.wait(30)
            try:
                retrying(lambda: work(mine, number), mine)
                outcomes.append("in")
            except UserError:
                cr.rollback()
                outcomes.append("refused")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def sign_up(mine, number):
    mine["community.volunteer.signup"].create(
        {"call_id": call.id, "volunteer_id": volunteers[number].id})


def serve(mine, number):
    begin = now - timedelta(hours=5 - number)
    mine["community.volunteer.service"].create(
        {"volunteer_id": volunteers[0].id, "name": "Race", "date_start": begin,
         "date_stop": begin + timedelta(hours=3)})


with mute_logger("odoo.sql_db", "odoo.service.model"):
    served = race(2, serve)
    signed = race(HANDS, sign_up)
env.cr.rollback()
env.invalidate_all()
print("{mark}" + json.dumps([signed, call.taken_count, len(call.signup_ids), served,
                             len(volunteers[0].service_ids)]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestVolunteerSignup(unittest.TestCase):
    def test_at_once(self):
        signed, taken, count, served, services = shell(SCRIPT.replace("{mark}", MARK))
        self.assertEqual(signed, ["in", "in", "refused", "refused", "refused", "refused"])
        self.assertEqual((taken, count), (2, 2))
        self.assertEqual((served, services), (["in", "refused"], 1))


if __name__ == "__main__":
    sys.exit(unittest.main())
