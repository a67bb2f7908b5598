import re

from odoo.tests import TransactionCase, tagged

MONEY = re.compile(
    r"(^|_)(amount|balance|base|cost|expense|fee|income|price|spending|subsidy|value|wage)$"
)
# A number of any unit, and a cell of a workbook as it was read.
NO_MONEY = {
    ("community.parameter", "value"),
    ("community.report.line", "value"),
    ("community.report.line", "previous_value"),
    ("community.report.line", "draft_value"),
    ("community.import.row", "monthly_income"),
}


@tagged("post_install", "-at_install", "community")
class TestMoney(TransactionCase):
    """Money has a currency, in every model of every addon."""

    def fields_of(self, kind):
        """Return the fields of a type of all our models."""
        return [
            field
            for name, model in self.env.registry.items()
            if name.startswith("community.")
            for field in model._fields.values()
            if field.type == kind
        ]

    def test_no_float_is_money(self):
        """A float whose name or words say money is refused: it would have no currency."""
        floats = {
            (field.model_name, field.name)
            for field in self.fields_of("float")
            if MONEY.search(field.name)
            or re.search("yuan", f"{field.string} {field.help}", re.IGNORECASE)
        }
        self.assertEqual(floats, NO_MONEY)

    def test_the_currency_is_that_of_the_community(self):
        """Every money field is in the currency of the community of its record."""
        currency = self.env.ref("base.CNY")
        company = self.env["res.company"].new({"name": "x", "currency_id": currency.id})
        self.env.company.currency_id = currency
        seen = set()
        for field in self.fields_of("monetary"):
            model = self.env[field.model_name]
            if model._abstract:
                continue
            name = field.get_currency_field(model)
            path = (model._fields[name].related or "").split(".")
            values = {}
            if path[0] == "company_id":
                values = {"company_id": company}
            elif path[0]:
                # A line is in the currency of what it belongs to.
                parent = self.env[model._fields[path[0]].comodel_name]
                of_company = {"company_id": company} if "company_id" in parent._fields else {}
                values = {path[0]: parent.new(of_company)}
            with self.subTest(field=str(field)):
                self.assertEqual(model.new(values)[name], currency)
            seen.add(field.model_name)
        self.assertGreater(len(seen), 15)
