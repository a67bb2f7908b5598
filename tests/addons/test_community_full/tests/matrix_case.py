from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .access_case import AccessCase, read_table, shared_domain

# What is the same for every community, by law: without a company, and the administrator's to keep.
KEPT = {
    "community.retirement.age",
    "community.party.dues.rate",
    "community.party.dues.rate.line",
    "community.party.duty",
    "community.party.step",
    "community.party.step.material",
    "community.party.step.rule",
}
OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}


class MatrixCase(AccessCase):
    """Walk the table of an addon's models in both directions: what it grants works, the rest fails.

    A row is a model; a cell says what a role may do there: c create, r read, w write, d delete. A
    class of tests sets :attr:`addon`, :attr:`table` and :attr:`roles`, and says in :meth:`column`
    which cell holds for a role in a place.
    """

    allow_inherited_tests_method = True
    addon = "community_service"
    table = "matrix.csv"
    roles = ()
    exporter = "manager"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = {row["model"]: row for row in read_table(cls.table)}

    @classmethod
    def own_models(cls, transient=None):
        """Return the names of the addon's models."""
        return [
            name
            for name in cls.community_models(transient)
            if cls.env.registry[name]._original_module == cls.addon
        ]

    def column(self, row, role, scope):
        """Return the name of the column of ``row`` for a role and a place; None grants nothing."""
        raise NotImplementedError

    def test_every_model_is_in_the_matrix(self):
        names = set(self.own_models())
        self.assertFalse(
            names - set(self.matrix), f"add a row to tests/access/{self.table} for each of these"
        )
        self.assertFalse(set(self.matrix) - names, "these rows have no model")
        self.assertEqual(list(self.matrix), sorted(self.matrix), "rows are sorted by model")

    def granted(self, name, role, scope):
        """Return the letters of the cell; the other company's records are nobody's."""
        row = self.matrix[name]
        # An own row of another community is nobody's, whatever is shared beside it.
        if scope == "company" and row["shared"] != "yes":
            return ""
        column = self.column(row, role, scope)
        return row[column].replace("-", "") if column else ""

    def setUp(self):
        super().setUp()
        self.shut = set()

    def test_stored_models(self):
        for name in self.own_models(transient=False):
            for scope, place in self.places.items():
                record = self.record_of(name, place)
                self.assertTrue(record, f"no record of {name} in {scope}")
                self.env.flush_all()
                for role in self.roles:
                    letters = self.granted(name, role, scope)
                    with self.subTest(model=name, role=role, scope=scope, granted=letters):
                        self.check_rights(record[:1], role, letters)

    def test_shared_rows_are_read_alone(self):
        """What all communities share is changed by the administrator of the service, by no role."""
        for name in self.own_models(transient=False):
            if self.matrix[name]["shared"] != "rows":
                continue
            record = self.env[name].search(shared_domain(self.env[name]), limit=1)
            self.assertTrue(record, f"no shared row of {name}")
            for role in self.roles:
                letters = "r" if "r" in self.granted(name, role, "own") else ""
                with self.subTest(model=name, role=role):
                    self.check_rights(record, role, letters)

    def test_the_administrator_of_the_service_keeps_what_is_shared(self):
        """And has no right on anything else."""
        user = self.administrator_of_the_service()
        kept = 0
        for name in self.own_models(transient=False):
            Model = self.env[name].with_user(user)
            is_kept = getattr(Model, "_shared_rows", False) or name in KEPT
            with self.subTest(model=name):
                if not is_kept:
                    for operation in OPERATIONS.values():
                        self.assertFalse(Model.has_access(operation), operation)
                    continue
                kept += 1
                record = Model.sudo().search(
                    [] if name in KEPT else [("company_id", "=", False)], limit=1
                )
                self.assertTrue(record.sudo(False).has_access("write"))
        self.assertTrue(kept)

    def administrator_of_the_service(self):
        return new_test_user(
            self.env,
            login="administrator_of_the_service",
            groups="community_service.group_community_administrator",
        )

    def check_rights(self, record, role, letters):
        user = self.users[role]
        company = self.env["res.company"].browse(self.env.company.id)
        mine = record.sudo(False).with_user(user).with_context(allowed_company_ids=company.ids)
        self.env.invalidate_all()
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access"):
            for letter, operation in OPERATIONS.items():
                self.assertEqual(mine.has_access(operation), letter in letters, operation)
            # Whoever may not open the table is refused before any record is looked at: once is
            # enough, by whichever road.
            table = (record._name, role)
            if not mine.browse().has_access("read"):
                if table in self.shut:
                    self.assert_refused(mine.read, ["display_name"])
                    return
                self.shut.add(table)
            if "r" in letters:
                self.check_readable(mine)
            else:
                self.check_hidden(mine)
            if "d" not in letters:
                self.assert_refused(mine.unlink)
            if "c" not in letters and not mine.browse().has_access("create"):
                self.assert_refused(mine.create, [{}])

    def roads(self, record):
        """Yield (name, function that returns the ids a reader gets by this road)."""
        Model, domain = record.browse(), [("id", "in", record.ids)]
        if "active" in Model._fields:
            Model = Model.with_context(active_test=False)
        stored = next(
            name
            for name in (
                "company_id",
                "kind",
                "category_id",
                "name",
                "create_uid",
                "seq",
                "page",
                "key",
            )
            if name in Model._fields and Model._fields[name].store
        )
        label = self.label(record.sudo())
        yield "search", lambda: Model.search(domain).ids
        yield "search_count", lambda: record.ids * Model.search_count(domain)
        yield "search_read", lambda: [row["id"] for row in Model.search_read(domain, ["id"])]
        yield (
            "web_search_read",
            lambda: [row["id"] for row in Model.web_search_read(domain, {"id": {}})["records"]],
        )
        if Model._rec_name != "id":
            yield "name_search", lambda: [row[0] for row in Model.name_search(label, domain)]
        yield (
            "grouped",
            lambda: [
                record_id
                for _group, count in Model._read_group(domain, [stored], ["__count"])
                for record_id in record.ids * count
            ],
        )
        yield (
            "formatted groups",
            lambda: [
                record_id
                for group in Model.formatted_read_group(domain, [stored], ["__count"])
                for record_id in record.ids * group["__count"]
            ],
        )

    def label(self, record):
        """Return a text by which a picker finds the record."""
        for path in record._rec_names_search or [record._rec_name]:
            values = record.mapped(path) if path != "id" else []
            if not isinstance(values, list):
                return values.display_name
            if values and values[0]:
                return values[0]
        return record.display_name

    def check_readable(self, record):
        for road, function in self.roads(record):
            self.assertEqual(function(), record.ids, road)
        self.assertEqual(len(record.read(["display_name"])), 1)
        self.assertEqual(record.web_read({"display_name": {}})[0]["id"], record.id)
        if record.env.user._is_internal():
            # What is worked out by a query has no external id.
            columns = ["id", "display_name"] if record._auto else ["display_name"]
            self.assertEqual(len(record.export_data(columns)["datas"]), 1)
        else:
            with self.assertRaises(UserError):
                record.export_data(["id"])

    def check_hidden(self, record):
        for road, function in self.roads(record):
            try:
                self.assertFalse(function(), road)
            except AccessError:
                continue
        self.assert_refused(record.read, ["display_name"])
        self.assert_refused(record.web_read, {"display_name": {}})
        # Whoever may not export at all is told so in another sentence.
        with self.assertRaises(UserError):
            record.export_data(["display_name"])

    def assert_refused(self, function, *args):
        with self.assertRaises(AccessError):
            function(*args)

    def test_transient_models(self):
        """A screen that is not kept: the role may open it, and sees nobody else's."""
        for name in self.own_models(transient=True):
            for role in self.roles:
                letters = self.granted(name, role, "own")
                Model = self.env[name].with_user(self.users[role])
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=name, role=role, operation=operation):
                        self.assertEqual(Model.browse().has_access(operation), letter in letters)

    def test_exports_of_personal_data_are_logged(self):
        Log = self.env["community.access.log"]
        for name in self.own_models(transient=False):
            if self.matrix[name]["personal"] != "yes":
                continue
            record = self.record_of(name, self.places["own"])[:1].with_user(
                self.users[self.exporter]
            )
            before = Log.search_count([("kind", "=", "export"), ("model", "=", name)])
            # What is worked out by a query has no external id.
            record.export_data(["id" if record._auto else "display_name"])
            after = Log.search_count([("kind", "=", "export"), ("model", "=", name)])
            self.assertEqual(after, before + 1, f"the export of {name} left no line in the log")

    def test_models_that_lead_to_people_are_marked_personal(self):
        people = {"community.resident", "community.household"}
        for name in self.own_models(transient=False):
            links = {field.comodel_name for field in self.env[name]._fields.values()}
            if links & people:
                self.assertEqual(self.matrix[name]["personal"], "yes", name)

    def test_each_model_has_a_fence_between_communities(self):
        fences = self.env["ir.rule"].search([("groups", "=", False)])
        fenced = {
            rule.model_id.model for rule in fences if "company_id" in (rule.domain_force or "")
        }
        for name in self.own_models(transient=False):
            is_shared = self.matrix[name]["shared"] == "yes"
            has_shared_rows = getattr(self.env.registry[name], "_shared_rows", False)
            with self.subTest(model=name):
                self.assertEqual(has_shared_rows, self.matrix[name]["shared"] == "rows")
                self.assertEqual(name in fenced, not is_shared)
                self.assertEqual("company_id" in self.env[name]._fields, not is_shared)
