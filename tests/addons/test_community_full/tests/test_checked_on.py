import datetime

from odoo.tests import TransactionCase, tagged

# The day on which somebody compared a rule with its text -> where the text was read.
PAIRS = {"date_as_of": "source", "basis_date": "basis_source"}
# What bears such a day with another meaning, and which.
OTHERWISE = {"community.retirement.age": "the day from which the law holds"}
ADDONS = ("community_service", "community_party", "community_mediation")
# The days on which texts were really read for what is shipped.
READ_ON = (datetime.date(2026, 11, 28), datetime.date(2026, 11, 29))


@tagged("post_install", "-at_install", "community")
class TestCheckedOn(TransactionCase):
    def checked(self):
        """Yield (model, day, source) of each kind of rule."""
        for name, model in sorted(self.env.registry.items()):
            day = next((day for day in PAIRS if day in model._fields), None)
            if not name.startswith("community.") or not day or model._abstract:
                continue
            if model._fields[day].store:
                yield name, day, PAIRS[day]

    def test_each_shipped_rule_says_what_was_read_or_nothing(self):
        """“Checked on” is empty, or the day on which the text was read, with where; and each kind
        of rule has a list of those that nobody could check.
        """
        found = list(self.checked())
        self.assertGreater(len(found), 6)
        for name, day, source in found:
            if name in OTHERWISE:
                self.assertNotIn(source, self.env[name]._fields)
                continue
            rows = self.env[name].with_context(active_test=False).search([])
            shipped = [
                row for row in rows if row.get_external_id()[row.id].partition(".")[0] in ADDONS
            ]
            self.assertTrue(shipped, name)
            for row in shipped:
                with self.subTest(row=row.get_external_id()[row.id]):
                    self.assertEqual(bool(row[day]), bool(row[source]))
                    self.assertIn(row[day], (False, *READ_ON))
            views = self.env["ir.ui.view"].search([("model", "=", name), ("type", "=", "search")])
            self.assertIn("Checked by nobody", "".join(views.mapped("arch")), name)
