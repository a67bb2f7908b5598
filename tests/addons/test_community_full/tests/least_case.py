"""The client of a role: its forms, filled as their makers fill them, its pickers and buttons."""

import contextlib
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import Form, new_test_user
from odoo.tools.safe_eval import safe_eval

from .access_case import AccessCase, read_table

# The columns of each table from the least role up: (role, its group, column of the own place).
LADDERS = {
    "matrix.csv": (
        ("grid_worker", "community_service.group_community_grid_worker", "grid_worker_own"),
        ("officer", "community_service.group_community_officer", "officer"),
        ("manager", "community_service.group_community_manager", "manager"),
    ),
    "matrix_party.csv": (
        ("party_branch", "community_party.group_party_branch", "branch_own"),
        ("party_treasurer", "community_party.group_party_treasurer", "treasurer"),
        ("party_officer", "community_party.group_party_officer", "officer"),
        ("party_manager", "community_party.group_party_manager", "manager"),
    ),
    "matrix_mediation.csv": (
        ("mediator", "community_mediation.group_mediation_mediator", "mediator_own"),
        ("coordinator", "community_mediation.group_mediation_coordinator", "coordinator"),
        ("petition_officer", "community_mediation.group_petition_officer", "petition_officer"),
    ),
}
# How a picker looks for what it offers, and how many it asks for.
OFFERED = 8
TODAY = "2026-01-05"


FILLING = {
    "char": lambda: "7",
    "text": lambda: "7",
    "integer": lambda: 1,
    "float": lambda: 1,
    "monetary": lambda: 1,
    "date": lambda: TODAY,
    "datetime": lambda: f"{TODAY} 01:00:00",
}
# What the register begins with: the place was settled with it.
MEANT = {
    "community.area": lambda place: {
        "name": "7号楼",
        "kind": "building",
        "parent_id": place.building.parent_id.id,
    },
    "community.caring.stock.move": lambda place: {
        "item_id": _stocked(place).id,
        "kind": "out",
        "quantity": 1,
        "event_id": place.record_of("community.life.event").id,
    },
    "community.dwelling": lambda place: {"area_id": place.building.id, "room": "702"},
    "community.grid": lambda place: {"name": "Grid 7", "code": "T7"},
    "community.grid.officer": lambda place: {
        "grid_id": place.grid.id,
        "user_id": place.env.ref("base.user_admin").id,
        "date_from": "2026-01-05",
    },
    "community.household": lambda place: {"area_id": place.building.id},
    "community.residency": lambda place: {
        "resident_id": _newcomer(place).id,
        "household_id": place.household.id,
        "role": "child",
        "date_from": "2026-01-05",
    },
    "community.resident": lambda place: {
        "name": "钱新",
        "residency_ids": [Command.create({"household_id": place.household.id, "role": "child"})],
    },
}


def _newcomer(place):
    """Return somebody who lived in the place before."""
    line = {
        "household_id": place.household.id,
        "role": "child",
        "date_from": "2020-01-01",
    }
    person = place.env["community.resident"].create(
        {"name": "钱旧", "residency_ids": [Command.create(line)]}
    )
    person.residency_ids.date_to = "2021-01-01"
    return person


def _stocked(place):
    item = place.record_of("community.caring.item")
    place.env["community.caring.stock.move"].create({"item_id": item.id, "quantity": 5})
    return item


class CaughtError(Exception):
    """What a maker would have entered, before it was."""


def is_open(form, name):
    """Tell whether the user may fill a field of a form, or of a line in it."""
    return not any(form._get_modifier(name, what) for what in ("invisible", "readonly"))


def node_of(form, name):
    """Return the element of a field in the view of a form, or of a line in it."""
    tree = form._view["tree"]
    level = tree.xpath("count(ancestor::field)")
    path = ".//field[@name=$name][count(ancestor::field) = $level]"
    return tree.xpath(path, name=name, level=level)[0]


def offered(form, name):
    """Return what the picker of a field offers before anything is typed, by the client's domain."""
    info = form._view["fields"][name]
    domain = node_of(form, name).get("domain") or info.get("domain") or []
    if isinstance(domain, str):
        domain = safe_eval(domain, form._get_eval_context())
    Model = form._env[info["relation"]].with_context(**form._get_context(name))
    found = Model.name_search("", list(domain), limit=OFFERED)
    return Model.browse([number for number, _name in found])


class ClientForm(Form):
    """A form as its user sees it: what it lets them choose, fill and press."""

    def _get_eval_context(self, values=None):
        return super()._get_eval_context(values) | {"uid": self._env.uid}

    def names(self):
        """Return the fields of the form in the order of the screen."""
        return [name for name in self._view["fields"] if name != "id"]

    def complete(self, skipped=(), everything=False, day=TODAY):
        """Fill what is required and still empty, or everything that is empty.

        :param skipped: parts of the names of fields that only what is true fits
        :param str day: what is filled into a day
        """
        for name in self.names():
            wanted = everything or self._get_modifier(name, "required")
            if not wanted or not is_open(self, name) or any(part in name for part in skipped):
                continue
            kind = self._view["fields"][name]["type"]
            if self._values[name] or kind in ("boolean", "one2many", "many2many"):
                continue
            if kind == "many2one":
                if self._get_modifier(name, "required"):
                    self[name] = offered(self, name)[:1]
            elif kind == "selection":
                self[name] = self._view["fields"][name]["selection"][0][0]
            elif kind in FILLING:
                value = FILLING[kind]()
                self[name] = value.replace(TODAY, day) if kind.startswith("date") else value
        return self

    def choose(self):
        """Choose the first that is offered, wherever nothing is chosen yet."""
        for name in self.names():
            kind = self._view["fields"][name]["type"]
            if kind not in ("many2one", "many2many") or not is_open(self, name):
                continue
            if not self[name]:
                self[name] = offered(self, name)[:1]
        return self

    def buttons(self):
        """Return ``{method: context}`` of the buttons that the user sees now."""
        context = self._get_eval_context()
        found = {}
        for node in self._view["tree"].iter("button"):
            inside = any(above.tag == "field" for above in node.iterancestors())
            if node.get("type") != "object" or inside:
                continue
            shown = not any(
                safe_eval(part.get("invisible") or "False", context)
                for part in (node, *node.iterancestors())
            )
            if shown:
                given = safe_eval(node.get("context") or "{}", context)
                found.setdefault(node.get("name"), given)
        return found


class LeastCase(AccessCase):
    """A user of each working role, with nothing but that role, and forms as they see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {}
        for ladder in LADDERS.values():
            for role, group, _column in ladder:
                # The addon of the role need not be there.
                if not cls.env.ref(group, raise_if_not_found=False):
                    continue
                if role in cls.users:
                    cls.roles[role] = cls.users[role]
                    continue
                cls.roles[role] = new_test_user(
                    cls.env, login=role, groups=group, tz="Asia/Shanghai"
                )
                # All of them are grid workers as well, and work here.
                line = {"user_id": cls.roles[role].id, "date_from": "2020-01-01"}
                cls.grid.officer_line_ids = [Command.create(line)]

    def told(self, record):
        """Return what a record says itself, without what hangs on it."""
        names = [
            name
            for name, field in record._fields.items()
            if field.store and field.column_type and name not in ("write_date", "write_uid")
        ]
        return record.sudo().read(names, load="")[0]

    @classmethod
    def entering(cls, letters="c"):
        """Yield (model, role) for whoever may enter a model, by the tables of rights."""
        for table, ladder in LADDERS.items():
            for row in read_table(table):
                if row["model"] in cls.env and cls.roles.keys() >= {role for role, *_ in ladder}:
                    for role, _group, column in ladder:
                        if set(letters) <= set(row[column]):
                            yield row["model"], role

    @classmethod
    def env_of(cls, role, **context):
        """Return an environment of the role, as a request of its user has it."""
        context = {
            "lang": "en_US",
            "tz": "Asia/Shanghai",
            "allowed_company_ids": cls.env.company.ids,
            **context,
        }
        return cls.env(user=cls.roles[role], su=False, context=context)

    @contextlib.contextmanager
    def not_kept(self):
        """Take back what is done inside, in the database and in the place."""
        place = self.places["own"]
        with self.env.cr.savepoint() as point:
            try:
                yield
            finally:
                point.rollback()
                self.env.transaction.clear()
                place.records = dict(place.settled)

    def meant(self, name):
        """Return what the maker of a model enters; what it needs beside stays made."""
        place = self.places["own"]
        if name in MEANT:
            return MEANT[name](place)

        def catch(records, vals_list):
            if not vals_list and isinstance(vals_list, list):
                return records.browse()
            raise CaughtError(vals_list[0] if isinstance(vals_list, list) else vals_list)

        with patch.object(self.env.registry[name], "create", catch):
            try:
                self.record_of(name, place)
            except CaughtError as caught:
                return dict(caught.args[0])
        return {}

    def filled(self, form, values):
        """Fill what the form lets the user fill, with these values."""
        for name, info in form._view["fields"].items():
            if name not in values or not is_open(form, name):
                continue
            value = values[name]
            if info["type"] == "many2one":
                if self._may_name(form, info["relation"], value):
                    form[name] = form._env[info["relation"]].browse(value)
            elif info["type"] == "many2many":
                ids = [number for command in value for number in self._numbers(command)]
                form[name] = form._env[info["relation"]].browse(ids)
            elif info["type"] == "one2many":
                if not form._env[info["relation"]].has_access("create"):
                    continue
                for command in value:
                    with getattr(form, name).new() as line:
                        self.filled(line, command[2])
            else:
                form[name] = value
        return form

    def _may_name(self, form, model, number):
        """Tell whether a picker of the user could have found a record."""
        Model = form._env[model].with_context(active_test=False)
        return Model.has_access("read") and bool(Model.search_count([("id", "=", number)]))

    def _numbers(self, command):
        if isinstance(command, int):
            return [command]
        if command[0] == Command.SET:
            return command[2]
        return [command[1]] if command[0] == Command.LINK else []
