from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..excellence_case import ExcellenceCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestScheme(ExcellenceCase):
    """Local schemes and pilots: items of their own, records, evaluation."""

    def scheme(self, **values):
        """Return a scheme of the first branch; a value of None leaves out what it usually has."""
        values = {
            "name": "七联七助",
            "kind": "seven_links",
            "organization_id": self.branch.id,
            "date_from": "2026-01-01",
            "item_ids": [
                Command.create({"name": "联困难户、助增收", "target": 20, "unit": "户"}),
                Command.create({"name": "联企业、助就业", "target": 5, "unit": "家"}),
            ],
            **values,
        }
        values = {name: value for name, value in values.items() if value is not None}
        return self.env["community.party.scheme"].with_user(self.branch_user).create(values)

    def record(self, scheme, date, item=0, **values):
        return (
            self.env["community.party.scheme.record"]
            .with_user(self.branch_user)
            .create(
                {
                    "item_id": scheme.item_ids[item].id,
                    "name": "上门",
                    "date": date,
                    **values,
                }
            )
        )

    def test_items_are_edited_and_recorded(self):
        """The items of a scheme are the community's own, and records add up on each of them."""
        scheme = self.scheme()
        self.record(scheme, "2026-03-01", quantity=3)
        self.record(scheme, "2026-04-01", quantity=4, member_id=self.member.id)
        self.assertEqual(scheme.item_ids.mapped("done"), [7, 0])
        self.assertEqual(scheme.record_count, 2)
        scheme.item_ids[1].write({"name": "联单位、助共建", "target": 6})
        self.refused(
            ("has records and is kept",), scheme.item_ids[0].with_user(self.party_manager).unlink
        )
        scheme.item_ids[1].with_user(self.party_manager).unlink()
        self.refused(("is kept", "Close it"), scheme.with_user(self.party_manager).unlink)

    def test_records_lie_in_the_days_of_the_scheme(self):
        """A record lies within the scheme, whichever of the two days is entered or moved last."""
        scheme = self.scheme(date_to="2026-10-31")
        self.refused(("lies outside", "Correct the day"), self.record, scheme, "2025-12-31")
        self.refused(("lies outside",), self.record, scheme, "2026-11-01")
        self.refused(("in the future",), self.record, scheme, "2026-12-01")
        self.record(scheme, "2026-09-01")
        self.refused(("2026-09-01", "lies outside"), scheme.write, {"date_to": "2026-08-31"})
        scheme.date_to = "2026-09-01"
        self.assertEqual(scheme.record_count, 1)

    def test_a_pilot_ends_with_its_evaluation(self):
        """A pilot of a new mode ends with what it brought and whether it is spread."""
        scheme = self.scheme(kind="pilot", name="楼道党群议事")
        self.refused(("Ends on", "is missing"), scheme.action_close)
        scheme.write({"date_to": "2026-12-31", "evaluation": "解决 12 件事", "verdict": "spread"})
        self.refused(("in the future",), scheme.action_close)
        scheme.date_to = "2026-11-20"
        scheme.action_close()
        self.refused(("is closed with its evaluation",), scheme.write, {"verdict": "stop"})
        self.refused(("is closed",), scheme.item_ids[0].write, {"target": 1})
        # What was done in its days and is entered late is still entered.
        self.record(scheme, "2026-11-19")
        scheme.action_open_again()
        scheme.verdict = "adjust"

    def test_another_branch_does_not_see_it(self):
        scheme = self.scheme()
        self.record(scheme, "2026-03-01")
        for records in (scheme, scheme.item_ids, scheme.record_ids):
            other = records.with_user(self.branch_user2)
            self.assertFalse(other.search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                other.read(["name"])

    def test_figures(self):
        """Pilots and records of schemes are figures of the year."""
        pilot = self.scheme(kind="pilot")
        self.scheme(kind="pilot", date_from="2024-01-01", date_to="2025-06-30")
        self.record(self.scheme(), "2026-03-01")
        self.record(pilot, "2026-03-02")
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "2026", "date_from": "2026-01-01", "date_to": "2026-12-31"})
        )
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        self.assertEqual((values["party_schemes"], values["party_pilots"]), (2, 1))
        self.assertEqual(values["party_scheme_records"], 2)

    def test_a_laid_down_scheme_is_the_community_s_own(self):
        """Seven links and seven helps, three ones and three-link joint work come by name and
        without items, because no text says what they are, and pilots with their steps; a community
        writes its own, and each scheme that follows begins with them.
        """
        Template = self.env["community.party.scheme.template"]
        shared = Template.search([("company_id", "=", False)])
        kinds = ["seven_links", "three_ones", "three_joint", "pilot"]
        self.assertEqual(shared.mapped("kind"), kinds)
        self.assertEqual([len(template.line_ids) for template in shared], [0, 0, 0, 3])
        ones = shared[1]
        with self.assertRaises(AccessError), self.cr.savepoint():
            ones.with_user(self.party_manager).basis = "x"
        with self.assertRaises(AccessError), self.cr.savepoint():
            ones.with_user(self.branch_user).action_make_own()
        begun = self.scheme(template_id=ones.id, item_ids=None, name=None, kind=None)
        self.assertEqual(
            (begun.name, begun.kind, len(begun.item_ids)), (ones.name, "three_ones", 0)
        )
        own = Template.browse(ones.with_user(self.party_manager).action_make_own()["res_id"])
        own.with_user(self.party_manager).write(
            {
                "basis": "东街〔2026〕8号",
                "line_ids": [
                    Command.create({"name": "每月一次主题党日", "target": 12, "unit": "次"}),
                    Command.create({"name": "每季一次走访", "target": 4, "unit": "次"}),
                ],
            }
        )
        self.assertEqual(begun.template_id, own)
        follows = self.scheme(template_id=own.id, item_ids=None, name=None, kind=None)
        self.assertEqual(follows.kind, "three_ones")
        self.assertEqual(follows.item_ids.mapped("target"), [12, 4])
        self.assertEqual(follows.basis, "东街〔2026〕8号")
        # Its items are its own from then on, and a scheme with items keeps them.
        own.line_ids[0].name = "改过"
        self.assertEqual(follows.item_ids[0].name, "每月一次主题党日")
        mine = self.scheme(template_id=own.id)
        self.assertEqual((mine.name, len(mine.item_ids)), ("七联七助", 2))
        self.assertEqual(mine.item_ids[0].name, "联困难户、助增收")

    def test_records_of_each_scheme_are_counted_and_listed(self):
        """What was done on each of the schemes is a figure of its own, and stands in the ledger;
        records that bring community, companies and residents closer are counted.
        """
        for kind in ("seven_links", "three_ones", "three_joint", "pilot"):
            scheme = self.scheme(kind=kind)
            closer = {"three_joint": "companies", "three_ones": "residents"}.get(kind)
            self.record(scheme, "2026-03-01", brings_closer=closer)
        self.record(self.scheme(kind="other"), "2026-03-01", brings_closer="residents")
        self.record(self.scheme(kind="three_ones", date_from="2025-01-01"), "2025-12-31")
        action = scheme.action_records()
        found = self.env[action["res_model"]].with_user(self.branch_user).search(action["domain"])
        self.assertEqual((len(found), found.scheme_id), (1, scheme))
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "2026", "date_from": "2026-01-01", "date_to": "2026-12-31"})
        )
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        for kind in ("seven_links", "three_ones", "three_joint", "pilot"):
            self.assertEqual(values[f"party_scheme_{kind}"], 1, kind)
        self.assertEqual(
            (values["party_closer_residents"], values["party_closer_companies"]), (2, 1)
        )
        ledger = self.env["community.ledger"].search([("code", "=", "party_scheme_records")])
        rows = [row for batch in ledger.with_user(self.branch_user)._rows() for row in batch]
        self.assertEqual(len(rows), 6)
