import importlib.util
import random
from datetime import date
from decimal import Decimal

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import file_path

from ...tools.dues import monthly_dues
from .test_dues import DuesCase

MONTH = date(2026, 5, 1)
FEN = Decimal("0.01")


@tagged("post_install", "-at_install", "community")
class TestDuesMoney(DuesCase):
    """Money of the dues has the currency of the community and is exact to the fen."""

    def money_of_dues(self):
        """Return the money fields that the database keeps of the dues, as (model, field)."""
        return [
            (name, field)
            for name in self.env.registry
            if name.startswith("community.party.dues")
            for field in self.env[name]._fields.values()
            if field.type == "monetary" and field.store
        ]

    def in_database(self, records, name):
        """Return the numbers of a column as the database writes them, as Decimals by id."""
        self.env.flush_all()
        self.env.cr.execute(
            f'SELECT id, "{name}"::text FROM "{records._table}" WHERE id IN %s',
            [tuple(records.ids)],
        )
        return {row: Decimal(text) for row, text in self.env.cr.fetchall()}

    def members_with_bases(self, count):
        rng = random.Random(2008)
        bases = {}
        for number in range(count):
            member = self.make_member(f"党员{number}")
            category = rng.choice(("salary", "pension"))
            # Half of them on an edge of a bracket, where a fen more makes another share.
            base = Decimal(rng.choice((3000, 5000, 10000))) + FEN * rng.randrange(-1, 2)
            if number % 2:
                base = FEN * rng.randrange(100_000, 2_000_000)
            self.base(member, float(base), category=category)
            bases[member] = (category, base)
        return bases

    @freeze_time("2026-05-20")
    def test_rows_are_what_decimals_say(self):
        """Every assessed amount in the database equals the Decimal of the rule, to the fen."""
        bases = self.members_with_bases(40)
        members = self.env["community.party.member"].union(*bases)
        rows = self.Dues._assess(MONTH, members)
        amounts, kept = self.in_database(rows, "amount"), self.in_database(rows, "base")
        for row in rows:
            kind, base = bases[row.member_id]
            self.assertEqual(kept[row.id], base)
            self.assertEqual(amounts[row.id], monthly_dues(kind, base), (kind, base))

    @freeze_time("2026-05-20")
    def test_sums_are_sums_of_decimals(self):
        """A receipt and the totals of a year are the exact sums of their rows."""
        members = self.env["community.party.member"].union(*self.members_with_bases(12))
        payments = self.env["community.party.dues.payment"]
        for member in members[:6]:
            payments |= self.pay(member, "2026-01-01", "2026-05-01")
        for month in range(1, 6):
            self.Dues._assess(date(2026, month, 1), members)
        receipts = self.in_database(payments, "amount")
        for payment in payments:
            rows = self.in_database(payment.dues_ids, "amount")
            self.assertEqual(receipts[payment.id], sum(rows.values()))
        year = self.env["community.party.dues.year"].with_user(self.treasurer)
        year = year.create({"year": "2026", "opening_amount": 0.1})
        year.action_refresh()
        company = [("company_id", "=", self.env.company.id)]
        rows = self.in_database(self.Dues.search(company), "amount")
        total = {
            field.name: self.in_database(year, field.name)[year.id]
            for _name, field in self.money_of_dues()
            if field.model_name == year._name
        }
        self.assertEqual(total["assessed_amount"], sum(rows.values()))
        posted = payments.search([*company, ("state", "=", "posted")])
        self.assertEqual(
            total["collected_amount"], sum(self.in_database(posted, "amount").values())
        )
        self.assertEqual(
            total["assessed_amount"] - total["unpaid_amount"],
            sum(self.in_database(posted.dues_ids, "amount").values()),
        )
        left = Decimal("0.1") + total["collected_amount"]
        self.assertEqual(Decimal(str(year.closing_amount)), left)

    @freeze_time("2026-05-20")
    def test_the_database_keeps_whole_fen(self):
        """More digits than a fen are rounded half up, by every money field of the dues."""
        member, place = self.make_member(), {"organization_id": self.branch.id}
        fen = {"amount": 12.345}
        made = {
            "base": {
                "member_id": member.id,
                "date_from": "2026-01-01",
                "base": 3000.005,
                "other_category": "farmer",
                "other_base": 0.505,
            },
            "waiver": {
                "member_id": member.id,
                "date_from": "2026-01-01",
                "date_to": "2026-02-01",
                "reason": "重病",
                **fen,
            },
            "entry": {"name": "图书", "use_category": "reading", **place, **fen},
            "year": {"year": "2026", "opening_amount": 12.345},
            "rate": {
                "name": "表",
                "kind": "farmer",
                "date_from": "2026-01-01",
                "legal_basis": "本地",
                "lowest": 0.205,
                "highest": 1.005,
                "line_ids": [Command.create({"up_to": 3000.005, "percent": 0.5})],
                **fen,
            },
        }
        rounded = {12.345: "12.35", 3000.005: "3000.01", 0.505: "0.51", 0.205: "0.21"}
        rounded[1.005] = "1.01"
        seen = 0
        for name, values in made.items():
            record = self.env[f"community.party.dues.{name}"].create(values)
            if name == "rate":
                kept = self.in_database(record.line_ids, "up_to")[record.line_ids.id]
                self.assertEqual(str(kept), "3000.01")
            for field in record._fields.values():
                if field.type == "monetary" and field.store and values.get(field.name):
                    kept = self.in_database(record, field.name)[record.id]
                    self.assertEqual(str(kept), rounded[values[field.name]], field)
                    seen += 1
        self.assertEqual(seen, 8)

    @freeze_time("2026-05-20")
    def test_money_is_that_of_the_community(self):
        """Each money field of the dues is in the currency of its community."""
        yuan = self.env.ref("base.CNY")
        self.env.company.currency_id = yuan
        member = self.make_member(dues_category="dibao", date_probation="2020-05-10")
        payment = self.pay(member, "2026-05-01")
        sheet = self.env["community.party.dues.sheet"].create({"organization_id": self.branch.id})
        records = [
            sheet,
            sheet.line_ids[:1],
            payment,
            payment.dues_ids,
            self.base(member, 3000),
            payment.dues_ids.rate_id,
            self.env["community.party.dues.rate.line"].search([], limit=1),
            self.env["community.party.dues.year"].create({"year": "2026"}),
        ]
        for record in records:
            money = [field for field in record._fields.values() if field.type == "monetary"]
            self.assertTrue(money, record)
            for field in money:
                self.assertEqual(record[field.get_currency_field(record)], yuan, field)
        names = {name for name, _field in self.money_of_dues()}
        self.assertEqual(
            names - {record._name for record in records},
            {"community.party.dues.entry", "community.party.dues.waiver"},
        )

    def test_amounts_tracked_before_get_a_currency(self):
        """The update gives the currency of the community to what the chatter tracked before it."""
        entry = self.env["community.party.dues.entry"].create(
            {
                "name": "图书",
                "use_category": "reading",
                "amount": 5,
                "organization_id": self.branch.id,
            }
        )
        message = entry.message_post(body="x")
        field = self.env["ir.model.fields"]._get(entry._name, "amount")
        other = self.env["ir.model.fields"]._get(entry._name, "document")
        before, unrelated = self.env["mail.tracking.value"].create(
            [
                {"mail_message_id": message.id, "field_id": field.id, "new_value_float": 5},
                {"mail_message_id": message.id, "field_id": other.id, "new_value_char": "5"},
            ]
        )
        path = file_path("community_party/migrations/19.0.1.1.0/post-tracked_amounts.py")
        spec = importlib.util.spec_from_file_location("post_tracked_amounts", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.env.flush_all()
        module.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(before.currency_id, self.env.company.currency_id)
        self.assertFalse(unrelated.currency_id)
        self.assertEqual(before.new_value_float, 5)

    def test_a_tracked_amount_has_its_currency(self):
        """What the chatter tracks of an amount from now on names its currency by itself."""
        entries = self.env["community.party.dues.entry"].with_context(tracking_disable=False)
        entry = entries.create(
            {
                "name": "图书",
                "use_category": "reading",
                "amount": 5,
                "date": fields.Date.today(),
                "organization_id": self.branch.id,
            }
        )
        self.cr.precommit.run()
        entry.amount = 7
        self.env.flush_all()
        self.cr.precommit.run()
        tracked = self.env["mail.tracking.value"].search(
            [("mail_message_id", "in", entry.message_ids.ids), ("field_id.name", "=", "amount")]
        )
        self.assertEqual(tracked.currency_id, self.env.company.currency_id)
        self.assertEqual(tracked.new_value_float, 7)
