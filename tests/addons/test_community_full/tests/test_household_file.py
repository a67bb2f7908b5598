import datetime
import logging

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.community_mediation.tests.dispute_case import DisputeCase
from odoo.addons.community_mediation.tests.relocation_case import RelocationCase
from odoo.addons.community_party.tests.common import PartyCase

_logger = logging.getLogger(__name__)

# As many as the history of a home may cost, whatever has happened in it.
QUERIES = 12


@tagged("post_install", "-at_install", "community")
class TestHouseholdFile(PartyCase, DisputeCase, RelocationCase):
    """The screen of a household: what happened, newest first, from all three addons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.file.household_id
        cls.head = cls.home.head_id
        cls.make_member(resident_id=cls.head.id)
        cls.make_case(
            participant_ids=[
                Command.create({"side": "one", "resident_id": cls.head.id}),
                Command.create({"side": "two", "name": "陈秀兰"}),
            ]
        )
        cls.env["community.petition"].create(
            {"description": "楼上漏水", "household_id": cls.home.id, "channel": "visit"}
        )
        cls.live(1)
        cls.file.write({"agreement_state": "signed", "date_signed": "2026-03-02"})

    @classmethod
    def live(cls, times):
        """Let everything of the service happen in the home so many times."""
        home, day = {"household_id": cls.home.id}, cls.today - datetime.timedelta(days=40)
        shop = cls.env["res.partner"].create({"name": "便民修理铺"})
        service = cls.env["community.convenience.service"].create(
            {"name": "开锁", "provider_id": shop.id}
        )
        veteran = cls.env.ref("community_service.community_category_veteran")
        for number in range(times):
            date = day + datetime.timedelta(days=number % 30)
            visit = cls.env["community.visit"].create(
                {
                    **home,
                    "date": date,
                    "state": "done",
                    "situation": f"第{number}次",
                    "user_id": cls.worker.id,
                    "visitor_ids": [Command.set((cls.worker | cls.officer).ids)],
                }
            )
            cls.env["community.visit.check"].create(
                [
                    {"visit_id": visit.id, "resident_id": cls.head.id, "fact": fact, "result": said}
                    for fact, said in (("phone", "right"), ("health", "changed"))
                ]
            )
            cls.head.employment = "retired" if cls.head.employment != "retired" else "flexible"
            cls.head.phone_input = f"138{number:08d}"
            cls.home.register_no = f"H{number}"
            need = cls.env["community.visit.need"].create(
                {**home, "name": "轮椅", "kind": "caring", "date_found": date}
            )
            cls.env["community.contribution"].create(
                {"res_model": need._name, "res_id": need.id, "partner_id": shop.id}
            )
            cls.env["community.request"].create(
                {**home, "description": "灯坏", "date_received": date}
            )
            cls.env["community.life.event"].create(
                {**home, "reason": "illness", "resident_id": cls.head.id, "date": date}
            )
            cls.env["community.convenience.order"].create(
                {**home, "service_id": service.id, "date": date}
            )
            cls.env["community.category.line"].create(
                {
                    "category_id": veteran.id,
                    "resident_id": cls.head.id,
                    "date_from": datetime.date(1990 + number % 30, 1, 1),
                    "date_to": datetime.date(1990 + number % 30, 6, 1),
                }
            )
        cls.env.flush_all()

    def role(self, *groups):
        user = new_test_user(
            self.env,
            login="file_" + "_".join(group.split(".")[1] for group in groups),
            groups=",".join(groups),
        )
        self.grid.officer_line_ids = [
            Command.create({"user_id": user.id, "date_from": "2020-01-01"})
        ]
        return user

    def entries(self, user, limit=200):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.home.with_user(user).timeline(limit)

    def test_all_three_addons_newest_first_as_far_as_one_may_see(self):
        """A worker of the grid reads what the service did; with the role of a mediator also the
        dispute, of a petition officer the petition, of a branch the member: by number, kind and
        state, and never a person from outside the home. Another grid's worker reads nothing.
        """
        worker = {"visit", "need", "claim", "request", "event", "order", "category", "fact"}
        grid = "community_service.group_community_grid_worker"
        for groups, more in (
            ((grid,), set()),
            ((grid, "community_mediation.group_mediation_coordinator"), {"dispute", "relocation"}),
            ((grid, "community_mediation.group_petition_officer"), {"petition"}),
            ((grid, "community_party.group_party_officer"), {"party"}),
        ):
            with self.subTest(groups=groups):
                entries = self.entries(self.role(*groups))
                self.assertEqual({entry["kind"] for entry in entries}, worker | more)
                days = [entry["date"] for entry in entries]
                self.assertEqual(days, sorted(days, reverse=True))
                self.assertNotIn("陈秀兰", str(entries))
                for entry in entries:
                    self.assertTrue(entry["title"] and entry["kind_label"], entry)
        visit = next(e for e in self.entries(self.worker) if e["kind"] == "visit")
        self.assertIn(self.officer.name, visit["title"])
        self.assertEqual(visit["text"], "第0次")
        with self.assertRaises(AccessError):
            self.entries(self.worker2)
        auditor = {entry["kind"] for entry in self.entries(self.auditor)}
        self.assertFalse(auditor & {"dispute", "petition", "party", "relocation"})

    def test_every_part_opens_what_it_lists(self):
        """The record behind an entry is one that the reader may open."""
        grid = "community_service.group_community_grid_worker"
        user = self.role(
            grid,
            "community_mediation.group_mediation_coordinator",
            "community_mediation.group_petition_officer",
            "community_party.group_party_officer",
        )
        for entry in self.entries(user):
            record = self.env[entry["model"]].with_user(user).browse(entry["id"])
            self.assertTrue(record.has_access("read"), entry)

    def test_twelve_queries_whatever_happened(self):
        """To a worker and to somebody of all addons the history costs as many queries after a
        hundred things as after ten, and 12 at most, beside who asks.
        """
        grid = "community_service.group_community_grid_worker"
        users = {
            "worker": self.worker,
            "all": self.role(
                grid,
                "community_mediation.group_mediation_coordinator",
                "community_mediation.group_petition_officer",
                "community_party.group_party_officer",
            ),
        }

        def queries(user):
            self.entries(user)
            self.env.flush_all()
            self.env.invalidate_all()
            home = self.home.with_user(user)
            # Who asks, and from which communities, is read by each call of a server anyway.
            self.assertTrue(home.env.user.partner_id.name and home.env.companies.mapped("name"))
            start = self.env.cr.sql_log_count
            home.timeline()
            return self.env.cr.sql_log_count - start

        few = {name: queries(user) for name, user in users.items()}
        self.live(20)
        many = {name: queries(user) for name, user in users.items()}
        self.assertEqual(many, few)
        _logger.info("queries of a household's history: %s", many)
        for name, count in many.items():
            self.assertLessEqual(count, QUERIES, name)
        self.assertEqual(len(self.entries(self.worker, 60)), 60)
