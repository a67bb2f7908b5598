from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import ROLES, AccessCase, read_table

# Each small and reviewed: group changes, prints, the hour of a visit.
CORE_EXTENDED = {"calendar.event", "ir.actions.report", "res.groups", "res.users"}
OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install", "community", "community_rights")
class TestAccessMatrix(AccessCase):
    """Walk ``tests/access/matrix.csv`` in both directions: what it grants works, the rest fails.

    A row is a model; a cell says what a role may do there: c create, r read, w write, d delete.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = {row["model"]: row for row in read_table("matrix.csv")}

    def test_every_model_is_in_the_matrix(self):
        names = set(self.community_models())
        self.assertFalse(
            names - set(self.matrix), "add a row to tests/access/matrix.csv for each of these"
        )
        self.assertFalse(set(self.matrix) - names, "these rows have no model")
        self.assertEqual(list(self.matrix), sorted(self.matrix), "rows are sorted by model")

    def granted(self, name, role, scope):
        """Return the letters of the cell; the other company's records are nobody's."""
        row = self.matrix[name]
        if scope == "company" and row["shared"] != "yes":
            return ""
        if role == "portal" and scope != "own" and row["shared"] != "yes":
            return ""  # the portal user is a volunteer: what is the own place's is theirs
        column = role
        if role == "grid_worker":
            column = "grid_worker_own" if scope == "own" else "grid_worker_other"
            if row["shared"] == "yes":
                column = "grid_worker_own"
        return row[column].replace("-", "")

    def test_stored_models(self):
        for name in self.community_models(transient=False):
            for scope, place in self.places.items():
                record = self.record_of(name, place)
                self.assertTrue(record, f"no record of {name} in {scope}")
                self.env.flush_all()
                for role in ROLES:
                    letters = self.granted(name, role, scope)
                    with self.subTest(model=name, role=role, scope=scope, granted=letters):
                        self.check_rights(record[:1], role, letters)

    def check_rights(self, record, role, letters):
        user = self.users[role]
        company = self.env["res.company"].browse(self.env.company.id)
        mine = record.sudo(False).with_user(user).with_context(allowed_company_ids=company.ids)
        self.env.invalidate_all()
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access"):
            for letter, operation in OPERATIONS.items():
                self.assertEqual(mine.has_access(operation), letter in letters, operation)
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
            for name in ("company_id", "kind", "category_id", "name", "create_uid")
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
        for name in self.community_models(transient=True):
            for role in ROLES:
                letters = self.granted(name, role, "own")
                Model = self.env[name].with_user(self.users[role])
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=name, role=role, operation=operation):
                        self.assertEqual(Model.browse().has_access(operation), letter in letters)

    def test_exports_of_personal_data_are_logged(self):
        Log = self.env["community.access.log"]
        for name in self.community_models(transient=False):
            if self.matrix[name]["personal"] != "yes":
                continue
            record = self.record_of(name, self.places["own"])[:1].with_user(self.manager)
            before = Log.search_count([("kind", "=", "export"), ("model", "=", name)])
            record.export_data(["id"])
            after = Log.search_count([("kind", "=", "export"), ("model", "=", name)])
            self.assertEqual(after, before + 1, f"the export of {name} left no line in the log")

    def test_models_that_lead_to_people_are_marked_personal(self):
        people = {"community.resident", "community.household"}
        for name in self.community_models(transient=False):
            links = {field.comodel_name for field in self.env[name]._fields.values()}
            if links & people:
                self.assertEqual(self.matrix[name]["personal"], "yes", name)

    def test_rules_hold_for_all_operations_and_for_our_models_only(self):
        rules = self.env["ir.rule"].browse(
            self.env["ir.model.data"]
            .search([("model", "=", "ir.rule"), ("module", "=like", "community\\_%")])
            .mapped("res_id")
        )
        self.assertTrue(rules)
        for rule in rules:
            self.assertTrue(rule.model_id.model.startswith("community."), rule.name)
            for operation in OPERATIONS.values():
                self.assertTrue(rule[f"perm_{operation}"], rule.name)

    def test_each_model_has_a_fence_between_communities(self):
        fences = self.env["ir.rule"].search([("groups", "=", False)])
        fenced = {
            rule.model_id.model for rule in fences if "company_id" in (rule.domain_force or "")
        }
        for name in self.community_models(transient=False):
            is_shared = self.matrix[name]["shared"] == "yes"
            with self.subTest(model=name):
                self.assertEqual(name in fenced, not is_shared)
                self.assertEqual("company_id" in self.env[name]._fields, not is_shared)

    def test_whole_id_number_of_another_grid_finds_nothing(self):
        number = self.numbers["other"]
        Resident = self.env["community.resident"].with_user(self.worker)
        domains = [
            [("display_name", "ilike", number)],
            [("display_name", "=", number)],
            [("household_id.head_id", "ilike", number)],
            [("residency_ids.resident_id", "ilike", number)],
        ]
        for domain in domains:
            self.assertFalse(Resident.search_count(domain), domain)
            groups = Resident.formatted_read_group(domain, [], ["__count"])
            self.assertFalse(sum(group["__count"] for group in groups), domain)
        self.assertFalse(Resident.name_search(number))
        self.assertTrue(Resident.name_search(self.numbers["own"]))
        for model, path in (
            ("community.household", "head_id"),
            ("community.household", "residency_ids.resident_id"),
            ("community.residency", "resident_id"),
            ("community.area", "dwelling_ids.household_ids.head_id"),
            ("community.grid", "area_ids.dwelling_ids.household_ids.head_id"),
        ):
            Model = self.env[model].with_user(self.worker)
            for operator in ("ilike", "="):
                domain = [(f"{path}.display_name", operator, number)]
                self.assertFalse(Model.search_count(domain), (model, domain))
            self.assertFalse(Model.search_count([(path, "ilike", number)]), (model, path))

    def test_former_member_now_elsewhere_is_not_found_by_number(self):
        """A person who moved to another grid stays in the old household's history, not in reach."""
        number = self.make_id_number()
        household, elsewhere = (self.places[key].household for key in ("own", "other"))
        person = self.make_resident(household, id_number_input=number, date_from="2020-01-01")
        person.residency_ids.date_to = "2024-01-01"
        self.env.flush_all()
        person.residency_ids = [
            (0, 0, {"household_id": elsewhere.id, "role": "other", "date_from": "2024-01-01"})
        ]
        self.env.flush_all()
        self.assertEqual(person.grid_id, self.grid2)
        Residency = self.env["community.residency"].with_user(self.worker)
        for domain in (
            [("resident_id", "ilike", number)],
            [("resident_id.display_name", "ilike", number)],
            [("resident_id", "any", [("display_name", "ilike", number)])],
            [("household_id.residency_ids.resident_id", "ilike", number)],
        ):
            self.assertFalse(Residency.search_count(domain), domain)

    def test_a_line_that_ended_or_has_not_begun_opens_nothing(self):
        Household = self.env["community.household"].with_user(self.worker)
        line = self.grid.officer_line_ids.filtered(lambda line: line.user_id == self.worker)
        today = fields.Date.context_today(line)
        self.assertTrue(Household.search_count([]))
        line.date_to = today
        self.assertTrue(Household.search_count([]), "the last day is a working day")
        line.date_to = today - timedelta(days=1)
        self.assertFalse(Household.search_count([]))
        line.write({"date_from": today + timedelta(days=1), "date_to": False})
        self.assertFalse(Household.search_count([]))

    def test_another_company_cannot_be_asked_for(self):
        other = self.places["company"].company
        Resident = self.env["community.resident"].with_user(self.manager)
        with self.assertRaises(AccessError):
            Resident.with_context(allowed_company_ids=other.ids).search_count([])

    def test_rules_cannot_be_switched_off_by_a_domain(self):
        """The operators that skip rules exist for code only; a client's list is refused them."""
        number = self.numbers["other"]
        guess = [("head_id", "any!", [("id_number", "=", number)])]
        Area = self.env["community.area"].with_user(self.worker)
        for domain in (
            [("dwelling_ids", "any!", [("household_ids", "any!", guess)])],
            [("dwelling_ids", "any", [("household_ids", "any!", guess)])],
            [("dwelling_ids", "not any!", [("room", "=", "901")])],
        ):
            with self.assertRaises(ValueError):
                Area.search_count(domain)

    def test_what_hangs_on_a_file_follows_its_rules(self):
        """Messages, attachments and activities of a resident are as hidden as the resident."""
        resident = self.places["own"].resident
        resident.message_post(body="A note about the family")
        attachment = self.env["ir.attachment"].create(
            {"name": "paper", "raw": b"x", "res_model": resident._name, "res_id": resident.id}
        )
        resident.activity_schedule("mail.mail_activity_data_todo", user_id=self.worker.id)
        for user in (self.worker2, self.plain, self.portal):
            for model, domain in (
                ("mail.message", [("model", "=", resident._name)]),
                ("ir.attachment", [("id", "=", attachment.id)]),
                ("mail.activity", [("res_model", "=", resident._name)]),
            ):
                with self.subTest(user=user.login, model=model):
                    try:
                        found = self.env[model].with_user(user).search(domain)
                    except AccessError:
                        continue
                    self.assertFalse(found)

    def test_other_apps_are_left_alone(self):
        """Our addons extend no model for all others, and add no rule, mail or picker to core's."""
        ours = [
            part.__module__
            for part in self.env.registry["base"].mro()
            if part.__module__.startswith("odoo.addons.community_")
        ]
        self.assertFalse(ours)
        touched = {
            name
            for name, model in self.env.registry.items()
            if not name.startswith("community.")
            and any(
                vars(part).get("_inherit") == name
                and part.__module__.startswith("odoo.addons.community_")
                for part in model.mro()
            )
        }
        self.assertLessEqual(touched, CORE_EXTENDED)
        for name in ("res.partner", "res.users", "mail.message", "mail.activity"):
            methods = {
                attribute
                for part in self.env.registry[name].mro()
                if part.__module__.startswith("odoo.addons.community_")
                for attribute in vars(part)
                if "search" in attribute
            }
            self.assertFalse(methods, name)
