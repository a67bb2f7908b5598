from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import CommunityCase

REQUEST = "odoo.addons.community_service.models.base.res_company.request"


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPublicAddress(CommunityCase):
    """The public pages serve the community of their address, and tell of no other there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here = cls.env.company
        cls.east = cls.env["res.company"].create(
            {
                "name": "East",
                "community_public_host": "east.example.org",
                "community_online_intake": True,
            }
        )
        cls.public = cls.env.ref("base.public_user")

    def at(self, host):
        return patch(REQUEST, SimpleNamespace(httprequest=SimpleNamespace(host=host)))

    def asked(self, model):
        """Return the model as somebody without an account asks for it."""
        return self.env[model].with_user(self.public)

    def test_each_address_has_its_community(self):
        Company = self.asked("res.company")
        for host, communities in (
            ("east.example.org", self.east),
            ("east.example.org:8069", self.east),
            ("elsewhere.example.org", self.here),
        ):
            with self.subTest(host=host), self.at(host):
                self.assertEqual(Company._community_of_address(), communities)
                self.assertIn(communities, Company._communities_of_address())
        with self.at("east.example.org"):
            self.assertEqual(Company._communities_of_address(), self.east)
        with self.at("elsewhere.example.org"):
            self.assertNotIn(self.east, Company._communities_of_address())

    def test_a_community_with_an_address_is_found_there_alone(self):
        self.here.community_public_host = "here.example.org"
        with self.at("unknown.example.org"):
            self.assertFalse(self.asked("res.company")._community_of_address())
            self.assertFalse(self.asked("community.request")._is_online_open())

    def test_a_request_goes_to_the_community_of_the_address(self):
        self.here.community_online_intake = False
        own = self.env["community.service.item"].create(
            {"name": "Only here", "code": "only_here", "company_id": self.here.id}
        )
        self.env["community.area"].create(
            {"name": "东1号楼", "kind": "building", "company_id": self.east.id}
        )
        Request = self.asked("community.request")
        with self.at("here.example.org"):
            self.assertFalse(Request._is_online_open())
        with self.at("east.example.org"):
            self.assertTrue(Request._is_online_open())
            choices = Request._online_choices()
            self.assertNotIn(own.id, [item for item, _name in choices["items"]])
            self.assertEqual([name for _id, name in choices["places"]], ["东1号楼"])
            receipt = Request._take_online(text="灯坏了")
            self.assertTrue(Request._progress(receipt["number"], receipt["code"]))
        request = self.env["community.request"].search([("number", "=", receipt["number"])])
        self.assertEqual(request.company_id, self.east)
        # Number and code are right, and open nothing at the address of another community.
        with self.at("here.example.org"):
            self.assertIsNone(Request._progress(receipt["number"], receipt["code"]))

    def test_one_number_in_two_communities_opens_by_its_code(self):
        west = self.env["res.company"].create({"name": "West"})
        ours, theirs = (
            self.env["community.request"].with_company(company).create({"description": "x"})
            for company in (self.here, west)
        )
        theirs.sudo().write({"number": "SAME", "access_code": "ABC234"})
        ours.sudo().write({"number": "SAME", "access_code": "XYZ567"})
        Request = self.asked("community.request")
        with self.at("unknown.example.org"):
            for code, found in (("ABC234", theirs), ("XYZ567", ours)):
                self.assertEqual(Request._opened("SAME", code), found)
            self.assertFalse(Request._opened("SAME", "QQQ222"))

    def test_receipts_name_the_address(self):
        Request = self.env["community.request"].with_company(self.east)
        request = Request.create({"description": "x"})
        self.assertIn("//east.example.org", request._progress_url())

    def test_an_administrator_alone_gives_addresses(self):
        with self.assertRaises(AccessError):
            self.here.with_user(self.manager).community_public_host = "mine.example.org"
        for host in ("https://east.example.org", "East.example.org", "east.example.org/x", "a b"):
            with self.assertRaisesRegex(ValidationError, "no name of a host"):
                self.here.community_public_host = host
