import io

import openpyxl

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_import_layouts import PLACED, LayoutCase


@tagged("post_install", "-at_install", "community")
class TestImportHttp(LayoutCase, HttpCase):
    """Workbooks of the import screen, as the browser asks for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.officer, cls.worker):
            user.password = user.login

    def get(self, login, address):
        self.authenticate(login, login)
        return self.url_open(address)

    def cells(self, answer):
        self.assertEqual(answer.status_code, 200, answer.text[:300])
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]

    def quarter(self):
        number = self.make_id_number()
        headings = (*PLACED, "联系电话")
        first = [(51, 1, 101, "巢一", "户主", number, "13900000001")]
        self.check(first, headings=headings).action_apply()
        later = [
            (51, 1, 101, "巢一", "户主", number, "13900000002"),
            (51, 1, 102, "巢二", "户主", "99", None),
        ]
        return self.check(later, headings=headings)

    def test_differences_and_refused_rows(self):
        record = self.quarter()
        rows = self.cells(self.get(self.officer.login, f"/community/import/{record.id}/changes"))
        (line,) = [row for row in rows if "巢一" in row]
        self.assertTrue(any(cell.endswith("0001") for cell in line), line)
        self.assertTrue(any(cell.endswith("0002") for cell in line), line)
        self.assertFalse([cell for cell in line if "13900000" in cell], "closed numbers are masked")
        rows = self.cells(self.get(self.officer.login, f"/community/import/{record.id}/refused"))
        self.assertIn("巢二", rows[1])
        kinds = self.env["community.access.log"].search(
            [("user_id", "=", self.officer.id), ("kind", "=", "export")]
        )
        self.assertGreaterEqual(len(kinds), 2, "both leave a line in the log")

    @mute_logger("odoo.http")
    def test_whoever_may_not_import_gets_no_workbook(self):
        record = self.quarter()
        for name in ("changes", "refused"):
            answer = self.get(self.worker.login, f"/community/import/{record.id}/{name}")
            self.assertNotEqual(answer.status_code, 200)
            self.assertNotIn(b"PK", answer.content[:2])
