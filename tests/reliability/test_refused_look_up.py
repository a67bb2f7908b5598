"""A look-up by ID number leaves its line although the call that made it was refused."""

import json
import os
import subprocess
import sys
import unittest

MARK = "RESULT "

SCRIPT = """
import json
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.fields import Command

NUMBER = "999999199001010016"
worker = env["res.users"].create({
    "name": "Look-up", "login": "look-up",
    "group_ids": [Command.link(env.ref("community_service.group_community_officer").id)]})
person = env["community.resident"].create({"name": "Somebody", "id_number_input": NUMBER})
home = env["community.household"].create({
    "dwelling_id": env["community.dwelling"].create({
        "room": "1", "area_id": env["community.area"].create(
            {"name": "Look-up", "kind": "building"}).id}).id})
env.cr.commit()


def refused(work):
    # As a request of the web client: one transaction, rolled back with the refusal.
    with env.registry.cursor() as cr:
        try:
            work(Environment(cr, worker.id, {}))
        except UserError:
            cr.rollback()
            return True
    return False


def move_in(mine, number, name, date):
    dialog = mine["community.household.operation.wizard"].create({
        "kind": "move_in", "household_id": home.id, "name": name, "id_number": number,
        "role": "other", "date": date})
    dialog.action_apply()


refusals = [
    refused(lambda mine: move_in(mine, NUMBER, "Somebody else", "2026-01-05")),
    refused(lambda mine: move_in(mine, NUMBER, "Somebody", "2999-01-05")),
    refused(lambda mine: move_in(mine, "999999199001010032", "Nobody", "2999-01-05")),
    refused(lambda mine: mine["community.resident"].create(
        {"name": "Twice", "id_number_input": NUMBER}) and mine.flush_all()),
]
env.cr.rollback()
rows = env["community.access.log"].search([("user_id", "=", worker.id), ("kind", "=", "find")])
print("{mark}" + json.dumps([refusals, [row.res_id == person.id for row in rows.sorted("id")],
                             rows.mapped("count")]))
"""


@unittest.skipUnless("COMMUNITY_SHELL" in os.environ, "run by ./dev test")
class TestRefusedLookUp(unittest.TestCase):
    def test_the_line_stays(self):
        done = subprocess.run(
            json.loads(os.environ["COMMUNITY_SHELL"]),
            input=SCRIPT.replace("{mark}", MARK),
            capture_output=True,
            text=True,
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
        self.assertTrue(lines, done.stdout[-2000:] + done.stderr[-4000:])
        refusals, found, counts = json.loads(lines[0][len(MARK) :])
        self.assertEqual(refusals, [True, True, True, True])
        self.assertEqual(found, [True, True, False, True])
        self.assertEqual(sorted(counts), [0, 1, 1, 1])


if __name__ == "__main__":
    sys.exit(unittest.main())
