import collections
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.tests import tagged

from .access_case import ROLES
from .matrix_case import OPERATIONS, MatrixCase

# What our addons change in models of Odoo, each small and reviewed.
CORE_EXTENDED = {
    "base": "records of ours that a client names by their ids are readable",
    "calendar.event": "the hour of a visit",
    "ir.actions.report": "our papers: who prints, when they are true, their pages",
    "ir.qweb.field.date": "days of our papers are written in words",
    "ir.qweb.field.datetime": "days of our papers are written in words",
    "ir.http": "the dashboard refreshes; what opens first; Chinese words for texts of Odoo",
    "ir.module.module": "Chinese words for texts of Odoo are loaded with a language",
    "ir.rule": "dialogs of ours are private, and rows about our records told to their readers",
    "ir.sequence": "a series for each community",
    "ir.ui.menu": "what our users need every day, and the rest under More",
    "mail.activity": "names of our records are told to their readers",
    "mail.followers": "the accused follow nothing",
    "mail.message": "names of our records are told to their readers",
    "res.company": "a company is a community",
    "res.partner": "a company that is stationed here, to whoever keeps a Party organisation",
    "res.config.settings": "our own settings",
    "res.groups": "changes of our groups are logged",
    "res.users": "changes of our groups are logged",
    "spreadsheet.dashboard.share": "our dashboard is not shared by a public link",
}
# What of Odoo's own the extensions of all models change; each passes on what is not ours.
BASE_METHODS = {
    "_check_company_domain",
    "_prepare_create_values",
    "_search",
    "_sql_error_to_message",
    "_sql_error_to_message_generic",
    "_web_read_group_groupby_formatter",
    "create",
    "fields_get",
    "get_empty_list_help",
    "onchange",
    "write",
}
# What they add: what people an entry names, and whether these are still there.
BASE_ADDED = {
    "_check_people",
    "_ended_people",
    "_ending_document",
    "_ending_line",
    "_ended_sentence",
    "_people_day",
    "_people_links",
    "_people_warning",
    "_propose_ends",
    "_refused_columns",
    "_refused_labels",
    "_refused_record",
    "_takes_ended",
}


@tagged("post_install", "-at_install", "community", "community_rights")
class TestAccessMatrix(MatrixCase):
    """The models of ``community_service``, for each of its roles and for those of other addons."""

    roles = ROLES

    def column(self, row, role, scope):
        if role == "portal" and scope != "own" and row["shared"] == "no":
            return None  # the portal user is a volunteer: what is the own place's is theirs
        if role == "grid_worker":
            return "grid_worker_own" if self.is_own(row, scope) else "grid_worker_other"
        return role

    def is_own(self, row, scope):
        return scope == "own" or row["shared"] != "no"

    def test_rules_hold_for_all_operations_and_for_our_models_only(self):
        rules = self.env["ir.rule"].browse(
            self.env["ir.model.data"]
            .search([("model", "=", "ir.rule"), ("module", "=like", "community\\_%")])
            .mapped("res_id")
        )
        self.assertTrue(rules)
        held = collections.defaultdict(set)
        for rule in rules:
            self.assertTrue(rule.model_id.model.startswith("community."), rule.name)
            held[rule.model_id.model, rule.groups] |= {
                operation for operation in OPERATIONS.values() if rule[f"perm_{operation}"]
            }
        # What one rule of a group leaves open, another one of the same group holds.
        for (model, groups), operations in held.items():
            self.assertEqual(operations, set(OPERATIONS.values()), (model, groups.mapped("name")))

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

    def test_who_works_for_two_communities_is_offered_the_other_one(self):
        """As in all of Odoo, and to nobody else: the refusal names no record all the same."""
        there = self.places["company"]
        for companies in (self.env.company, self.env.company | there.company):
            self.manager.company_ids = companies
            resident = there.resident.sudo(False).with_user(self.manager)
            resident = resident.with_context(allowed_company_ids=self.env.company.ids)
            with self.subTest(companies=len(companies)):
                with self.assertRaises(AccessError) as refused:
                    resident.read(["name"])
                offered = getattr(refused.exception, "context", {}).get("suggested_company", {})
                is_both = there.company in companies
                self.assertEqual(offered.get("id"), there.company.id if is_both else None)
                self.assertNotIn(there.resident.name, str(refused.exception))

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

    def ours(self, model):
        """Return the classes of our addons in a model, without mixins."""
        return [
            part
            for part in self.env.registry[model].mro()
            if part.__module__.startswith("odoo.addons.community_")
            and (vars(part).get("_inherit") in (model, [model], (model,)))
        ]

    def test_other_apps_are_left_alone(self):
        """What our addons change for all others is listed, and costs them nothing."""
        touched = {
            name
            for name in self.env.registry
            if not name.startswith("community.") and self.ours(name)
        }
        self.assertEqual(touched, set(CORE_EXTENDED))
        methods = {
            name
            for part in self.ours("base")
            for name, value in vars(part).items()
            if callable(value) and not name.startswith(("_community_", "__"))
        }
        self.assertEqual(methods, BASE_METHODS | BASE_ADDED)
        for name in ("res.partner", "res.users"):
            searches = {
                attribute
                for part in self.env.registry[name].mro()
                if part.__module__.startswith("odoo.addons.community_")
                and part not in self.env.registry["base"].mro()
                for attribute in vars(part)
                if "search" in attribute and hasattr(BaseModel, attribute)
            }
            self.assertFalse(searches, name)

    def test_other_apps_run_the_same_queries(self):
        """A contact is made, changed, searched and asked for as without our addons."""
        Partner = self.env["res.partner"].with_user(self.plain)
        self.plain.group_ids = [Command.link(self.env.ref("base.group_partner_manager").id)]

        def use():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partner = Partner.create(
                {"name": "Somebody", "category_id": [Command.create({"name": "x"})]}
            )
            partner.write({"category_id": [Command.clear()], "comment": "x"})
            Partner.search([("category_id", "in", [1]), ("parent_id", "child_of", 1)])
            partner.onchange({"name": "y"}, ["name"], {"name": {}, "display_name": {}})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        use()
        with_ours = use()
        originals = [
            (part, name, method)
            for part in self.ours("base")
            for name, method in list(vars(part).items())
            if name in BASE_METHODS
        ]
        try:
            for part, name, _method in originals:
                delattr(part, name)
            self.assertEqual(use(), with_ours)
        finally:
            for original in originals:
                setattr(*original)
