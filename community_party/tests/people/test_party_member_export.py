import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ...wizard.community_party_member_export import COLUMNS
from ..common import PartyCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPartyMemberExport(PartyCase, HttpCase):
    """Members leave for the national member system with whole numbers, a reason and a log line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.make_id_number("1970-03-04", "male")
        resident = cls.make_household([{"name": "陈建国"}]).resident_ids
        resident.id_number_input = cls.number
        cls.member = cls.make_member(
            "陈建国", resident_id=resident.id, sex="male", job="=1+1", date_full="2011-06-10"
        )
        cls.lost = cls.make_member(
            "吴失联",
            organization=cls.branch2,
            status="lost_contact",
            date_last_contact="2026-01-10",
        )
        cls.away = cls.make_member("郑流动", status="mobile", whereabouts="深圳")
        cls.make_member("已转出", status="transferred")
        cls.make_member("申请人", stage="applicant", date_probation=False, date_full=False)

    def export(self, user=None, **values):
        Export = self.env["community.party.member.export"].with_user(user or self.party_officer)
        return Export.create({"reason": "年度统计", **values})

    def rows(self, export):
        sheet = openpyxl.load_workbook(io.BytesIO(export._content())).worksheets[0]
        head, *rows = sheet.values
        return head, {row[0]: dict(zip(head, row, strict=True)) for row in rows}

    def test_columns_stand_in_the_order_of_the_system(self):
        head, rows = self.rows(self.export())
        self.assertEqual(head, COLUMNS)
        self.assertEqual(set(rows), {"陈建国", "吴失联", "郑流动"})
        row = rows["陈建国"]
        self.assertEqual(row["公民身份号码"], self.number)
        self.assertEqual(row["人员类别"], "正式党员")
        self.assertEqual(
            (row["加入党组织日期"], row["转为正式党员日期"]), ("2010-06-10", "2011-06-10")
        )
        self.assertEqual(row["工作岗位"], "=1+1", "text, not a formula")
        self.assertEqual(
            (rows["吴失联"]["是否为失联党员"], rows["吴失联"]["失去联系日期"]), ("是", "2026-01-10")
        )
        self.assertEqual(
            (rows["郑流动"]["是否为流动党员"], rows["郑流动"]["外出流向"]), ("是", "深圳")
        )
        self.assertFalse(rows["郑流动"]["公民身份号码"], "the register does not know the person")

    def test_whoever_asked_that_the_file_is_not_used_stays_here(self):
        """The row is left out, a second sheet says how many, and the log names nobody of them."""
        person = self.member.resident_id
        Request = self.env["community.privacy.request"]
        request = Request.create({"resident_id": person.id, "kind": "restrict", "subject": "x"})
        request.write({"outcome": "granted", "identity": "card", "answer": "x"})
        request.action_answer()
        self.env.flush_all()
        self.env.invalidate_all()
        export = self.export()
        _head, rows = self.rows(export)
        self.assertEqual(set(rows), {"吴失联", "郑流动"})
        book = openpyxl.load_workbook(io.BytesIO(export._content()))
        self.assertIn("1 rows are left out", book.worksheets[1]["A1"].value)
        log = self.env["community.access.log"].search([("kind", "=", "export")])
        self.assertNotIn(self.member.id, log.mapped("res_id"))

    def test_one_organisation_and_those_who_left(self):
        _head, rows = self.rows(self.export(organization_id=self.branch2.id))
        self.assertEqual(set(rows), {"吴失联"})
        _head, rows = self.rows(self.export(with_transferred=True))
        self.assertIn("已转出", rows)

    def test_a_reason_is_asked_for_and_kept(self):
        with self.assertRaisesRegex(UserError, "at least 4 characters"):
            self.export(reason=" x ").action_export()
        with self.assertRaisesRegex(UserError, "at least 4 characters"):
            self.export(reason=" x ")._content()  # the address alone leads to no workbook either
        group = self.env["community.party.organization"].create(
            {"name": "空小组", "kind": "group", "parent_id": self.branch.id}
        )
        with self.assertRaisesRegex(UserError, "空小组.*no members"):
            self.export(organization_id=group.id).action_export()
        export = self.export()
        self.assertEqual(
            export.action_export()["url"], f"/community/party/members/{export.id}/xlsx"
        )
        export._content()
        log = self.env["community.access.log"].search([("kind", "=", "export")], limit=1)
        self.assertRecordValues(
            log,
            [
                {
                    "user_id": self.party_officer.id,
                    "reason": "年度统计",
                    "model": "community.party.member",
                }
            ],
        )
        self.assertIn("id_number", log.field_names)

    def test_only_party_officers_take_it(self):
        for user in (self.branch_user, self.treasurer, self.manager, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.export(user)

    def test_the_download(self):
        keeper = new_test_user(
            self.env, login="keeper", groups="community_party.group_party_officer"
        )
        export = self.export(keeper)
        self.authenticate("keeper", "keeper")
        answer = self.url_open(f"/community/party/members/{export.id}/xlsx")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertIn(self.number, str(self.rows(export)))
        self.authenticate("party_branch", "party_branch")
        with mute_logger("odoo.http"):
            refused = self.url_open(f"/community/party/members/{export.id}/xlsx")
        self.assertEqual(refused.status_code, 403)
