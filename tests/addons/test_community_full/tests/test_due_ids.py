from odoo import fields
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .access_case import AccessCase

OTHERS = (
    "community_party.group_party_branch",
    "community_party.group_party_officer",
    "community_party.group_party_treasurer",
    "community_party.group_party_manager",
    "community_mediation.group_mediation_mediator",
    "community_mediation.group_mediation_coordinator",
    "community_mediation.group_petition_officer",
)


@tagged("post_install", "-at_install", "community", "community_rights")
class TestDueIds(AccessCase):
    """Lines of the board from all addons: one id each, the same for every reader and request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number, group in enumerate(OTHERS):
            cls.users[group] = new_test_user(cls.env, login=f"due_{number}", groups=group)

    def make_lines(self):
        """Make a record for each part, due today where its state allows; return all lines."""
        place = self.places["own"]
        for part in self.env["community.due"]._sorted_parts():
            record = place.record_of(part.model)
            self.env.flush_all()
            if not record._auto:
                continue  # such a line is worked out by a query itself
            # Raw SQL: the day of many parts is worked out from rules that are not tested here.
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = ANY(%s) AND %s IS NULL",
                    SQL.identifier(record._table),
                    SQL.identifier(part.date),
                    fields.Date.context_today(self.env.user),
                    record.ids,
                    SQL.identifier(part.date),
                )
            )
            self.env.invalidate_all()
        return self.env["community.due"].search([])

    def test_one_order_for_every_reader(self):
        """The order of the parts knows no reader, names each model and kind once, and all kinds."""
        Due = self.env["community.due"]
        order = [(part.model, part.kind) for part in Due._sorted_parts()]
        self.assertEqual(order, sorted(set(order)))
        kinds = [kind for _model, kind in order]
        self.assertEqual(sorted(kinds), sorted(Due._fields["kind"].get_values(self.env)))
        self.assertEqual(len(order), 39)
        for role, user in self.users.items():
            with self.subTest(role=role):
                seen = Due.with_user(user)._sorted_parts()
                self.assertEqual([(part.model, part.kind) for part in seen], order)

    def test_an_id_leads_to_its_record(self):
        """Every line decodes to the record that it was made from, and no two lines share an id."""
        lines = self.make_lines()
        parts = lines._sorted_parts()
        self.assertEqual(len(set(lines.ids)), len(lines))
        found = set()
        for line in lines:
            part = parts[line.id % len(parts)]
            record = self.env[part.model].browse(line.id // len(parts))
            opened = record[part.parent] if part.parent else record
            self.assertEqual(line.kind, part.kind)
            self.assertEqual((line.res_model, line.res_id), (opened._name, opened.id))
            self.assertEqual(line.date_due, record[part.date])
            self.assertTrue(record.filtered_domain(part.domain & Domain(part.date, "!=", False)))
            found.add(part.kind)
        self.assertGreaterEqual(len(found), 16, sorted(found))

    def test_what_a_reader_finds_is_what_the_id_opens(self):
        """In a later request the ids that a list gave open the same lines, and no other id does."""
        everything = self.make_lines()
        shown = 0
        for role, user in self.users.items():
            Due = self.env["community.due"].with_user(user)
            if not Due.has_access("read"):
                continue
            with self.subTest(role=role):
                rows = Due.search([]).read(["kind", "res_model", "res_id", "date_due", "user_id"])
                self.env.invalidate_all()
                ids = [row["id"] for row in rows]
                self.assertEqual(Due.browse(reversed(ids)).read(list(rows[0]) if rows else []),
                    rows[::-1])  # fmt: skip
                self.env.invalidate_all()
                allowed = Due.browse(everything.ids)._filtered_access("read")
                self.assertEqual(set(allowed.ids), set(ids))
                shown += len(ids)
        self.assertGreater(shown, len(everything))
