from lxml import etree

from odoo.tests import freeze_time, tagged, warmup

from ..fund_case import FundCase

FEW, MANY = 5, 30


@tagged("post_install", "-at_install", "community", "community_perf")
@freeze_time("2026-06-20")
class TestFundQueries(FundCase):
    """Lists of the fund cost the same for five lines and for thirty."""

    def cost(self, model, limit):
        records = self.env[model].with_user(self.branch_user)
        arch = records.get_view(None, "list")["arch"]
        names = {
            node.get("name")
            for node in etree.fromstring(arch).iter("field")
            if node.get("column_invisible") not in ("1", "True")
        }
        specification = {
            name: {"fields": {"display_name": {}}} if records._fields[name].relational else {}
            for name in names
        }
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        found = records.web_search_read([], specification, limit=limit)
        self.assertEqual(len(found["records"]), limit, model)
        return self.cr.sql_log_count - start

    @warmup
    def test_lists(self):
        for number in range(MANY):
            self.make_year(str(1990 + number)) if number < MANY - 1 else None
            self.make_source(name=f"来源{number}")
            self.make_budget(name=f"项目{number}", amount=100)
        self.receive(10000)
        for _number in range(MANY):
            self.pay(self.signed(10))
        for model, most in (
            ("community.party.fund.year", 12),
            ("community.party.fund.source", 12),
            ("community.party.fund.budget", 12),
            ("community.party.fund.request", 16),
            ("community.party.fund.entry", 14),
        ):
            self.cost(model, FEW)
            few, many = self.cost(model, FEW), self.cost(model, MANY)
            with self.subTest(model=model, few=few, many=many):
                self.assertLessEqual(many, few + 1)
                self.assertLessEqual(many, most)

    @warmup
    def test_a_posting_costs_the_same_in_a_long_book(self):
        self.receive(10000)
        request = self.signed(1)

        def posting(asked):
            asked.with_user(self.treasurer).action_pay()
            draft = asked.with_user(self.treasurer).entry_ids.filtered(
                lambda line: line.state == "draft"
            )
            draft.write({"date": "2026-04-01", "document": "x"})
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            draft.action_post()
            self.env.flush_all()
            return self.cr.sql_log_count - start

        requests = [self.signed(1) for _number in range(4)]
        posting(request)
        few = posting(requests[0])
        for _number in range(MANY):
            self.pay(self.signed(1))
        self.assertLessEqual(posting(requests[1]), few + 2)
