from contextlib import contextmanager

from .common import PartyCase


class FundCase(PartyCase):
    """A fund with an open year, a promise, a budget line, and the steps of a request in a line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Entry = cls.env["community.party.fund.entry"].with_user(cls.treasurer)
        cls.Request = cls.env["community.party.fund.request"].with_user(cls.branch_user)
        cls.fund = (
            cls.env["community.party.fund"]
            .with_user(cls.treasurer)
            .create(
                {
                    "name": "东河社区党建经费",
                    "account": "党建经费专户",
                    "organization_id": cls.general_branch.id,
                }
            )
        )
        cls.year = cls.make_year("2026")
        cls.source = cls.make_source()
        cls.budget = cls.make_budget()

    @classmethod
    def make_year(cls, year):
        Year = cls.env["community.party.fund.year"].with_user(cls.treasurer)
        return Year.create({"fund_id": cls.fund.id, "year": year})

    @classmethod
    def make_source(cls, **values):
        Source = cls.env["community.party.fund.source"].with_user(cls.treasurer)
        return Source.create(
            {
                "year_id": cls.year.id,
                "name": "区财政拨款",
                "document": "东财〔2026〕3号",
                "amount": 50000,
                "date_due": "2026-03-31",
                **values,
            }
        )

    @classmethod
    def make_budget(cls, **values):
        Budget = cls.env["community.party.fund.budget"].with_user(cls.treasurer)
        return Budget.create(
            {"year_id": cls.year.id, "name": "党员培训", "amount": 40000, **values}
        )

    @classmethod
    def receive(cls, amount, date="2026-03-10", source=None, **values):
        """Return a posted income of the source."""
        entry = cls.Entry.create(
            {
                "source_id": (source or cls.source).id,
                "amount": amount,
                "date": date,
                "document": "回单1",
                **values,
            }
        )
        entry.action_post()
        return entry

    @classmethod
    def ask(cls, amount, budget=None, **values):
        """Return a request that a keeper of the branch has handed in."""
        request = cls.Request.create(
            {
                "organization_id": cls.branch.id,
                "budget_id": (budget or cls.budget).id,
                "name": "书记培训班",
                "payee": "东河书店",
                "amount": amount,
                **values,
            }
        )
        request.action_submit()
        return request

    @classmethod
    def signed(cls, amount, **values):
        """Return a request that is approved and signed by two people."""
        request = cls.ask(amount, **values)
        request.with_user(cls.party_officer).action_approve()
        request.with_user(cls.party_officer).action_sign()
        request.with_user(cls.treasurer).action_sign()
        return request

    @classmethod
    def pay(cls, request, date="2026-04-01", **values):
        """Return the posted payment of a signed request."""
        request.with_user(cls.treasurer).action_pay()
        entry = request.with_user(cls.treasurer).entry_ids.filtered(
            lambda line: line.state == "draft"
        )
        entry.write({"date": date, "document": "发票2", **values})
        entry.action_post()
        return entry

    @classmethod
    def take_back(cls, entry, reason="记错金额"):
        """Return the entry that takes another one back."""
        entry.reversal_reason = reason
        entry.action_reverse()
        return cls.Entry.search([("reversal_of_id", "=", entry.id)])

    @contextmanager
    def refused(self, error, words):
        """Expect a refusal with these words, and take back what was done until then."""
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            yield
