import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged

from .test_volunteer import VolunteerCase


@tagged("post_install", "-at_install", "community")
class TestVolunteerFigures(VolunteerCase):
    """Ledgers and indicators of volunteers and convenience services."""

    def figure(self, code, place=Domain.TRUE):
        indicator = self.env.ref(f"community_service.community_indicator_{code}")
        since = self.today.replace(year=self.today.year - 1)
        return indicator._values(since, self.today, place)[indicator]

    def sheet(self, code):
        ledger = self.env.ref(f"community_service.community_ledger_{code}").with_user(self.officer)
        stream = io.BytesIO()
        ledger._write_xlsx(stream)
        rows = openpyxl.load_workbook(stream).active.iter_rows(values_only=True)
        return [[cell for cell in row if cell is not None] for row in rows]

    def test_only_confirmed_hours_count(self):
        """Hours that nobody confirmed do not count, and the whole community is counted whatever the
        place.
        """
        codes = ("volunteers", "volunteers_active", "volunteer_services", "volunteer_hours")
        before = {code: self.figure(code) for code in codes}
        services = self.serve(2) | self.serve(1.5, days_ago=2) | self.serve(3, volunteer=self.bo)
        services.with_user(self.officer).action_confirm()
        self.serve(4, days_ago=5)
        self.make_volunteer("又一人")
        gained = {code: self.figure(code) - before[code] for code in codes}
        self.assertEqual(
            gained,
            {
                "volunteers": 1,
                "volunteers_active": 2,
                "volunteer_services": 3,
                "volunteer_hours": 6.5,
            },
        )
        # A report on one estate shows the volunteers of the whole community.
        estate = Domain("area_id", "child_of", self.estate.id)
        self.assertEqual(self.figure("volunteer_hours", estate), self.figure("volunteer_hours"))

    def test_stars_pairs_and_orders(self):
        """Starred volunteers, pairs and finished orders count, and pairs and orders stand in
        ledgers.
        """
        self.serve(2).with_user(self.officer).action_confirm()
        stars = self.figure("volunteers_starred")
        self.env.ref("community_service.community_volunteer_star_1").hours = 2
        self.assertEqual(self.figure("volunteers_starred"), stars + 1)
        pairs, orders = self.figure("neighbour_pairs"), self.figure("convenience_orders")
        self.env["community.volunteer.pair"].create(
            {"volunteer_id": self.anna.id, "household_id": self.household.id}
        )
        service = self.env["community.convenience.service"].create(
            {"name": "理发", "provider_id": self.bo.partner_id.id}
        )
        order = self.env["community.convenience.order"].create(
            {"service_id": service.id, "household_id": self.household.id}
        )
        self.assertEqual(self.figure("neighbour_pairs"), pairs + 1)
        self.assertEqual(self.figure("convenience_orders"), orders)
        order.action_very_satisfied()
        self.assertEqual(self.figure("convenience_orders"), orders + 1)
        self.assertIn("理发", str(self.sheet("convenience_orders")))
        self.assertIn(self.household.address, str(self.sheet("neighbour_pairs")))

    def test_contributions_confirmed_stand_in_a_ledger(self):
        """What was taken on counts by its day, what a named person confirmed by theirs, and the
        ledger has the confirmed ones alone, each once.
        """
        codes = ("claims_made", "claims_confirmed")
        before = {code: self.figure(code) for code in codes}
        needs = self.env["community.visit.need"].create(
            [
                {"name": name, "kind": "caring", "household_id": self.household.id}
                for name in ("陪同复查", "修理门锁")
            ]
        )
        unit = self.env["res.partner"].create({"name": "望河物业", "is_company": True})
        for need in needs:
            self.env["community.contribution"].with_user(self.officer).create(
                {
                    "res_model": need._name,
                    "res_id": need.id,
                    "partner_id": unit.id,
                    "capacity": "unit",
                    "role": "出人出车",
                }
            )
        needs[0].with_user(self.worker).action_done()
        needs[0].contribution_ids.with_user(self.officer).action_confirm()
        gained = {code: self.figure(code) - before[code] for code in codes}
        self.assertEqual(gained, {"claims_made": 2, "claims_confirmed": 1})
        rows = [row for row in self.sheet("contributions") if "望河物业" in row]
        self.assertEqual(len(rows), 1)
        for word in ("陪同复查", "出人出车", self.household.address, self.officer.name):
            self.assertIn(word, rows[0])

    def test_ledger_for_the_national_system(self):
        number = self.make_id_number("1990-01-01", "female")
        self.anna.id_number_input = number
        self.serve(2, place="东门").with_user(self.officer).action_confirm()
        self.serve(3, volunteer=self.bo, name="没有确认")
        text = str(self.sheet("volunteer_services"))
        for word in (
            self.anna.name,
            self.anna.number,
            "Female",
            "1990",
            "打扫楼道",
            "东门",
            "*" * 14 + number[-4:],
        ):
            self.assertIn(word, text)
        self.assertNotIn("没有确认", text)
        self.assertNotIn(number[:6], text)
        self.assertNotIn("13900000001", text)
        self.assertIn(self.anna.number, str(self.sheet("volunteers")))

    def test_whole_numbers_leave_for_the_national_system_with_a_reason(self):
        number = self.make_id_number("1990-01-01", "female")
        self.anna.id_number_input = number
        self.serve(2, place="东门").with_user(self.officer).action_confirm()
        self.serve(3, volunteer=self.bo, name="没有确认")
        Export = self.env["community.volunteer.export"].with_user(self.officer)
        with self.assertRaises(UserError):
            Export.create({"reason": "  x "}).action_export()
        export = Export.create({"reason": "Quarterly upload"})
        self.assertEqual(export.action_export()["url"], f"/community/volunteers/{export.id}/xlsx")
        book = openpyxl.load_workbook(io.BytesIO(export._content()))
        people, hours = (list(sheet.values) for sheet in book)
        self.assertEqual([row[4] for row in people[1:]], [number], "confirmed hours alone")
        self.assertEqual([row[1] for row in hours[1:]], ["打扫楼道"])
        log = self.env["community.access.log"].search([("kind", "=", "export")], limit=1)
        self.assertRecordValues(
            log,
            [
                {
                    "user_id": self.officer.id,
                    "reason": "Quarterly upload",
                    "field_names": "id_number",
                }
            ],
        )
        with self.assertRaises(AccessError):
            self.env["community.volunteer.export"].with_user(self.worker).create({"reason": "xxxx"})
