import io

import openpyxl

from odoo.fields import Domain
from odoo.tests import tagged

from .test_life_event import CaringCase


@tagged("post_install", "-at_install", "community")
class TestCaringFigures(CaringCase):
    """Ledgers, indicators and the paper of the caring station."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gift = cls.env["community.caring.item"].create(
            {"name": "大米", "unit": "袋", "station_id": cls.station.id, "unit_value": 40}
        )
        cls.env["community.caring.stock.move"].create({"item_id": cls.gift.id, "quantity": 9})

    def finish(self, reason, satisfaction=False, **values):
        event = self.make_event(reason, **values)
        event.task_ids.is_done = True
        event.write({"satisfaction": satisfaction, "result": "已办"})
        event.action_done()
        return event

    def figure(self, code):
        indicator = self.env.ref(f"community_service.community_indicator_{code}")
        return indicator._values(self.today, self.today, Domain.TRUE)[indicator]

    def test_events_by_kind_and_satisfaction(self):
        """Finished events count by kind, farewells as families, and satisfaction over those who
        were asked.
        """
        self.finish("wedding", "3")
        self.finish("birth", "2")
        self.finish("dispute", "1")
        self.finish("illness")
        self.finish("death")
        self.finish("death")
        self.make_event("wedding")
        found = {
            kind: self.figure(f"events_{kind}")
            for kind in ("congratulation", "mediation", "comfort", "farewell")
        }
        self.assertEqual(found, {"congratulation": 2, "mediation": 1, "comfort": 1, "farewell": 2})
        self.assertEqual(self.figure("bereaved_families"), 1)
        self.assertEqual(self.figure("event_satisfaction"), 66.7)

    def test_each_person_visited_counts_once(self):
        event = self.make_event("illness", resident_id=self.head.id)
        other = self.make_event("disability", resident_id=self.head.id)
        self.make_event("living_alone", resident_id=self.household.resident_ids[1].id)
        self.assertEqual(self.figure("comforted_people"), 0)
        self.env["community.visit"].create(
            [
                {
                    "household_id": self.household.id,
                    "date": self.today,
                    "state": "done",
                    "kind": "comfort",
                    "life_event_id": linked.id,
                }
                for linked in (event, other)
            ]
        )
        self.assertEqual(self.figure("comforted_people"), 1)

    def give(self, event):
        self.env["community.caring.stock.move"].create(
            {"item_id": self.gift.id, "kind": "out", "quantity": 2, "event_id": event.id}
        )

    def sheet(self, code):
        ledger = self.env.ref(f"community_service.community_ledger_{code}").with_user(self.officer)
        stream = io.BytesIO()
        ledger._write_xlsx(stream)
        rows = openpyxl.load_workbook(stream).active.iter_rows(values_only=True)
        return [[cell for cell in row if cell is not None] for row in rows]

    def test_ledgers(self):
        event = self.finish("hardship", "3")
        self.give(event)
        self.propose()
        text = str(self.sheet("life_events"))
        for word in ("Hardship", "慰问小组", "Very satisfied", "大米", "已办"):
            self.assertIn(word, text)
        self.assertNotIn("To be accepted", text)
        gifts = self.sheet("caring_gifts")
        self.assertIn("Given out", str(gifts))
        self.assertIn(self.household.address, str(gifts))
        self.assertEqual(self.figure("gifts_handed_out"), 1)

    def test_hand_out_sheet_has_allowed_fields_only(self):
        event = self.finish("illness", resident_id=self.head.id, note="肺病")
        self.give(event)
        farewell = self.finish("death", resident_id=self.household.resident_ids[1].id)
        html = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html("community_service.report_caring_hand_out", (event | farewell).ids)[
                0
            ]
            .decode()
        )
        for word in ("Hand-out sheet", "Signature", "大米", "2 袋", self.head.name):
            self.assertIn(word, html)
        for word in ("Illness", "Comfort", "肺病", self.household.resident_ids[1].name):
            self.assertNotIn(word, html)
