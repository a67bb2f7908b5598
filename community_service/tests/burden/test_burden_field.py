from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .burden_case import GROUP, BurdenCase

REQUEST = "community.request"
SELDOM = "external_number"


@tagged("post_install", "-at_install", "community")
class TestBurdenField(BurdenCase):
    """Fields that hardly any record has filled in: proposed, kept for a reason, or hidden."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Field = cls.env["community.burden.field"].with_user(cls.manager)
        item = cls.env["community.service.item"].search([], limit=1)
        cls.requests = cls.env[REQUEST].create(
            [{"description": f"灯 {number}", "item_id": item.id} for number in range(30)]
        )
        cls.requests[0][SELDOM] = "12345-1"

    def count(self):
        self.Field.action_count()
        return self.Field.search([])

    def fill_in(self, count):
        for number, request in enumerate(self.requests[:count]):
            request[SELDOM] = f"98765-{number}"

    def row(self, name=SELDOM, model=REQUEST):
        return self.Field.search([("entry_model", "=", model), ("field_name", "=", name)])

    def names(self, user, model=REQUEST, **context):
        """Return the names of the fields that a user's form of a model shows."""
        views = self.env[model].with_user(user).with_context(**context)
        arch = etree.fromstring(views.get_view(view_type="form")["arch"])
        return {
            node.get("name")
            for node in arch.iterfind(".//field")
            if node.get("invisible") != "True" and next(node.iterancestors("field"), None) is None
        }

    def test_what_less_than_five_per_cent_have_is_proposed(self):
        """With the number of records, the share, and what needs the field."""
        rows = self.count()
        row = self.row()
        total = self.env[REQUEST].search_count([("company_id", "=", self.company.id)])
        self.assertEqual((row.record_count, row.filled), (total, "1"))
        self.assertEqual(row.share, round(100 / total, 1))
        self.assertEqual(row.decision, "open")
        self.assertTrue(row.label and row.what)
        self.assertFalse(rows.filtered(lambda row: row.share >= 5))
        self.assertFalse(rows.filtered(lambda row: row.record_count < 20))
        self.assertFalse(self.row("description"))
        self.fill_in(20)
        self.count()
        self.assertFalse(self.row(), "enough have it now")

    def test_what_needs_it_is_named(self):
        """Ledgers, indicators, papers and other facts that need a field stand there by name."""
        uses = self.Field._uses({"community.resident", REQUEST})
        for model, name, kind in (
            ("community.resident", "birth_date", "other facts follow from it"),
            ("community.resident", "ethnicity", "ledger"),
            (REQUEST, "date_received", "ledger"),
            ("community.resident", "date_death", "rules of the program"),
        ):
            with self.subTest(name=name):
                self.assertIn(kind, ", ".join(uses.get((model, name), [])))
        column = self.env["community.ledger.column"].search([("ledger_id.model", "=", REQUEST)])[:1]
        column.copy({"path": SELDOM, "ledger_id": column.ledger_id.id, "name": "外部编号"})
        self.count()
        self.assertIn(column.ledger_id.name, self.row().used_in)
        with self.assertRaisesRegex(UserError, "needed by"):
            self.row().action_hide()
        self.row().reason = "街道不再要求"
        self.row().action_hide()
        self.assertEqual(self.row().decision, "hide")

    def test_kept_for_a_reason_alone(self):
        self.count()
        with self.assertRaises(UserError):
            self.row().action_keep()
        self.row().reason = "热线督办要用"
        self.row().action_keep()
        self.fill_in(20)
        self.count()
        self.assertEqual((self.row().decision, self.row().filled), ("keep", "20"))
        self.row().action_reopen()
        self.count()
        self.assertFalse(self.row())

    def test_a_hidden_field_is_off_the_form_and_nothing_is_lost(self):
        """For everybody of this community, for no other, until the decision is taken back."""
        self.count()
        there = self.elsewhere()
        both = new_test_user(self.env, "burden_both", groups=f"{GROUP}_officer")
        both.company_ids |= there
        self.assertIn(SELDOM, self.names(self.officer))
        self.row().reason = "没有人填"
        answer = self.row().action_hide()
        self.assertEqual(answer["tag"], "reload")
        for user in (self.worker, self.officer, self.manager, self.auditor):
            self.assertNotIn(SELDOM, self.names(user), user.login)
        self.assertIn(SELDOM, self.names(both, allowed_company_ids=[there.id]))
        self.assertNotIn(SELDOM, self.names(both, allowed_company_ids=[self.company.id]))
        self.assertEqual(self.requests[0][SELDOM], "12345-1")
        with Form(self.requests[0].with_user(self.officer)) as form:
            form.description = "灯又坏了"
        self.assertEqual(self.requests[0][SELDOM], "12345-1", "saving keeps what is not shown")
        self.assertIn(
            SELDOM,
            etree.tostring(
                self.env[REQUEST].with_user(self.officer)._get_view(view_type="search")[0]
            ).decode(),
            "a list is searched by it as before",
        )
        self.count()
        self.assertEqual(self.row().decision, "hide", "counting anew decides nothing")
        self.row().action_reopen()
        self.assertIn(SELDOM, self.names(self.officer))
        log = self.env["community.access.log"].search(
            [("kind", "=", "setting"), ("description", "like", SELDOM)]
        )
        self.assertEqual(len(log), 2, "both decisions are in the log")

    def test_every_proposed_field_can_be_hidden_from_a_form_that_opens(self):
        """Whatever a form says about the field elsewhere: it opens without it, in every model."""
        rows = self.count()
        Field = self.env["community.burden.field"].with_user(self.manager)
        entered = [
            (model, name)
            for model in Field._counted_models()
            if (arch := Field._arch(model)) is not None
            for name in Field._entered(model, arch)
        ]
        self.assertGreater(len(entered), 100)
        known = {(row.entry_model, row.field_name) for row in rows}
        rows |= Field.sudo().create(
            [
                {"company_id": self.company.id, "entry_model": model, "field_name": name}
                for model, name in entered
                if (model, name) not in known
            ]
        )
        rows.sudo().write({"reason": "x"})
        rows.action_hide()
        for model in sorted({model for model, _name in entered}):
            gone = {name for other, name in entered if other == model}
            with self.subTest(model=model):
                self.assertFalse(gone & self.names(self.manager, model))

    def test_a_closed_field_shows_no_small_number(self):
        """Of health, income or phone nobody learns that three have it, nor that nobody has."""
        homes = [self.make_household() for _number in range(150)]
        people = self.env["community.resident"].union(*(home.head_id for home in homes))
        people[:3].write({"health_note_input": "x"})
        self.count()
        row = self.row("health_note", "community.resident")
        self.assertEqual((row.filled, row.sudo().filled_count), ("fewer than 5", 0))
        people[:3].sudo().write({"health_note": False})
        self.count()
        self.assertEqual(row.filled, "fewer than 5")
        people[:6].write({"health_note_input": "x"})
        self.count()
        self.assertEqual(row.filled, "6")
        for name in ("filled_count", "is_few"):
            with self.assertRaises(AccessError):
                row.read([name])
        row.reason = "不在表上填"
        self.assertIn("health_note_input", self.names(self.officer, "community.resident"))
        row.action_hide()
        self.assertNotIn("health_note_input", self.names(self.officer, "community.resident"))

    def test_managers_alone_and_their_own_community(self):
        self.count()
        row = self.row()
        for user in (self.worker, self.officer, self.auditor, self.plain):
            own = row.with_user(user)
            for call in (own.action_count, own.action_keep, own.action_hide, own.action_reopen):
                with (
                    self.subTest(user=user.login, call=call.__name__),
                    self.assertRaises(AccessError),
                ):
                    call()
        for values in ({"decision": "hide"}, {"share": 1}, {"field_name": "state"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                row.write(values)
        theirs = row.sudo().create(
            {
                "company_id": self.elsewhere().id,
                "entry_model": REQUEST,
                "field_name": SELDOM,
                "reason": "x",
            }
        )
        theirs = theirs.with_user(self.manager)
        for call in (theirs.action_hide, theirs.action_keep, lambda: theirs.read(["share"])):
            with self.assertRaises(AccessError):
                call()

    def test_records_of_others_are_not_counted(self):
        there = self.elsewhere()
        self.count()
        before = self.row().record_count
        theirs = (
            self.env[REQUEST]
            .with_company(there)
            .create([{"description": "x", "company_id": there.id} for _number in range(30)])
        )
        self.assertEqual(theirs.company_id, there)
        self.count()
        self.assertEqual(self.row().record_count, before)

    def test_one_query_counts_all_fields_of_a_model(self):
        names = [SELDOM, "description", "result"]
        self.Field._filled(REQUEST, names)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Field._filled(REQUEST, names)
        self.count()

        def queries(call):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call()
            return self.env.cr.sql_log_count - before

        once = queries(self.count)
        self.requests.copy()
        self.count()
        self.assertLessEqual(queries(self.count), once)
        fields = ["what", "label", "place", "used_in", "filled", "share"]
        rows = self.Field.search([])
        rows[:1].read(fields)
        one = queries(lambda: rows[:1].read(fields))
        self.assertLessEqual(queries(lambda: rows.read(fields)), one + 6)
