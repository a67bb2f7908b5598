import csv
from pathlib import Path

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.community_service.tests.common import CommunityCase

from .access_aid import aid_makers
from .makers import MAKERS as MORE_MAKERS

ACCESS_FOLDER = Path(__file__).parents[3] / "access"
# The lines of rows that are shared or a community's own: model of a line -> field of its row.
LINES = {
    "community.ledger.column": "column_ids",
    "community.life.checklist.line": "line_ids",
    "community.party.scheme.template.line": "line_ids",
    "community.party.standard.line": "line_ids",
    "community.service.material": "material_ids",
    "community.visit.question": "question_ids",
}
LINES_OF = {name.rpartition(".")[0]: field for name, field in LINES.items()} | {
    "community.service.item": "material_ids"
}
ROLES = ("grid_worker", "officer", "manager", "auditor", "internal", "portal")


def read_table(name):
    """Return the rows of one of the reviewed tables in ``tests/access``."""
    with open(ACCESS_FOLDER / name, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class Place:
    """One corner of the world: a company, a grid and the people in it."""

    def __init__(self, env, company, grid, building, worker):
        self.env = env(context={**env.context, "allowed_company_ids": company.ids})
        self.company, self.grid, self.building, self.worker = company, grid, building, worker
        self.household = self.resident = self.env["community.household"]
        self.records = {}

    def record_of(self, name):
        """Return a record of model ``name`` in this place; made on the first call."""
        return AccessCase.record_of(name, self)


def shared_domain(model):
    """Return the domain of shared rows that pickers offer: of rules with a history, today's."""
    in_force = [("is_in_force", "=", True)] if "is_in_force" in model._fields else []
    return [("company_id", "=", False), *in_force]


class AccessCase(CommunityCase):
    """A user per role and three places: own grid, other grid, other company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, login="portal_user", groups="base.group_portal")
        cls.users = {
            "grid_worker": cls.worker,
            "officer": cls.officer,
            "manager": cls.manager,
            "auditor": cls.auditor,
            "internal": cls.plain,
            "portal": cls.portal,
        }
        # The right to export is given to all, so that nothing but our own fence is tested.
        export = cls.env.ref("base.group_allow_export")
        for name in ("worker", "worker2", "officer", "manager", "auditor", "plain"):
            getattr(cls, name).group_ids = [Command.link(export.id)]
        other = cls.env["res.company"].create({"name": "Other community"})
        alien = new_test_user(
            cls.env,
            login="alien",
            groups="community_service.group_community_grid_worker",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        other_env = cls.env(context={**cls.env.context, "allowed_company_ids": other.ids})
        grid = other_env["community.grid"].create(
            {
                "name": "Other grid",
                "company_id": other.id,
                "officer_line_ids": [
                    Command.create({"user_id": alien.id, "date_from": "2020-01-01"})
                ],
            }
        )
        building = other_env["community.area"].create(
            {
                "name": "别处1号楼",
                "kind": "building",
                "company_id": other.id,
                "own_grid_id": grid.id,
            }
        )
        company = cls.env.company
        cls.places = {
            "own": Place(cls.env, company, cls.grid, cls.building1, cls.worker),
            "other": Place(cls.env, company, cls.grid2, cls.building2, cls.worker2),
            "company": Place(cls.env, other, grid, building, alien),
        }
        for key, place in cls.places.items():
            cls._settle(key, place)

    @classmethod
    def _settle(cls, key, place):
        dwelling = place.env["community.dwelling"].create(
            {"area_id": place.building.id, "room": "901"}
        )
        household = place.env["community.household"].create({"dwelling_id": dwelling.id})
        cls.numbers = getattr(cls, "numbers", {})
        cls.numbers[key] = cls.make_id_number()
        residency = {"household_id": household.id, "role": "head"}
        resident = place.env["community.resident"].create(
            {
                "name": f"钱{key}",
                "id_number_input": cls.numbers[key],
                "residency_ids": [Command.create(residency)],
            }
        )
        place.household, place.resident = household, resident
        place.records.update(
            {
                "community.area": place.building,
                "community.dwelling": dwelling,
                "community.grid": place.grid,
                "community.grid.officer": place.grid.officer_line_ids,
                "community.household": household,
                "community.resident": resident,
                "community.residency": resident.residency_ids,
            }
        )
        place.settled = dict(place.records)

    def setUp(self):
        super().setUp()
        # Records made in one test are rolled back: the next one makes its own.
        for place in self.places.values():
            place.records = dict(place.settled)

    @classmethod
    def community_models(cls, transient=None):
        """Return the names of our concrete models, of every addon installed."""
        return sorted(
            name
            for name, model in cls.env.registry.items()
            if name.startswith("community.")
            and not model._abstract
            and (transient is None or model._transient == transient)
        )

    @classmethod
    def record_of(cls, name, place):
        """Return a record of model ``name`` that stands in ``place``; made on the first call."""
        if name not in place.records:
            if getattr(place.env.registry[name], "_shared_rows", False):
                record = cls._own_row(name, place)
            elif maker := MAKERS.get(name):
                record = maker(place)
            else:
                record = place.env[name].create(cls._least_values(place.env[name], place))
            place.records[name] = record
        return place.records[name]

    @classmethod
    def _own_row(cls, name, place):
        """Return the place's own copy of a row that all communities share, or a line of one."""
        Model = place.env[name]
        if getattr(Model, "_shared_parent", ""):
            link = Model._fields[Model._shared_parent]
            return cls._own_row(link.comodel_name, place)[LINES[name]][:1]
        filled = [(LINES_OF[name], "!=", False)] if name in LINES_OF else []
        shared = Model.search([*shared_domain(Model), *filled], limit=1)
        return shared._own_of(place.company)

    @classmethod
    def _least_values(cls, model, place):
        """Return what a record of a model needs at least, taken from the place."""
        given = model.default_get(list(model._fields))
        values = {}
        for name, field in model._fields.items():
            if field.type == "many2one" and field.store and not field.related:
                if field.comodel_name in place.records and name not in given:
                    values[name] = place.records[field.comodel_name][:1].id
                elif field.comodel_name == "res.company":
                    values[name] = place.company.id
                elif field.required and name not in given:
                    values[name] = cls.record_of(field.comodel_name, place).id
            elif field.required and not field.compute and name not in given:
                values[name] = cls._least_value(model, field)
        return values

    @classmethod
    def _least_value(cls, model, field):
        if field.type == "selection":
            return field._description_selection(model.env)[0][0]
        day = "2099-12-31" if field.name == "date_to" else "2026-01-05"
        return {"char": "x", "text": "x", "date": day, "datetime": day}.get(field.type, 1)


def _log_row(place):
    place.env["community.access.log"]._log("print", place.resident)
    return place.env["community.access.log"].search(
        [("model", "=", "community.resident"), ("res_id", "=", place.resident.id)], limit=1
    )


def _daily_job(place):
    # One row for all communities.
    job = {"cron_id": place.env.ref("community_service.ir_cron_sweep_dialogs").id}
    Job = place.env["community.daily.job"]
    return Job.search([("cron_id", "=", job["cron_id"])]) or Job.create(
        job | {"date": "2026-01-01"}
    )


def _seal(place):
    row = _log_row(place)
    place.env["community.access.log.seal"]._seal()
    return place.env["community.access.log.seal"].search([("log_id", "=", row.id)])


def _category_line(place):
    # A sensitive one has readers of its own: TestSensitiveCategory.
    category = place.env["community.category"].search(
        [("is_derived", "=", False), ("is_sensitive", "=", False), ("subject", "=", "resident")],
        limit=1,
    )
    return place.env["community.category.line"].create(
        {"category_id": category.id, "resident_id": place.resident.id}
    )


def _activity(place):
    return place.env["community.activity"].create(
        {
            "kind_id": place.env.ref("community_service.activity_kind_training").id,
            "date_start": "2026-01-05 01:00:00",
            "date_stop": "2026-01-05 03:00:00",
            "user_id": place.worker.id,
            "company_id": place.company.id,
        }
    )


def _attendance(place):
    activity = AccessCase.record_of("community.activity", place)
    return place.env["community.attendance"].create(
        {"activity_id": activity.id, "resident_id": place.resident.id}
    )


def _training_certificate(place):
    course = AccessCase.record_of("community.course", place)
    session = _activity(place)
    session.course_id = course
    place.env["community.attendance"].create(
        {"activity_id": session.id, "resident_id": place.resident.id, "state": "present"}
    )
    return place.env["community.training.certificate"].create(
        {"course_id": course.id, "resident_id": place.resident.id}
    )


def _kinship(place):
    relative = place.resident.copy({"name": "Relative"})
    relative.residency_ids = [
        Command.create({"household_id": place.household.id, "role": "child", "kind": "living"})
    ]
    return place.env["community.kinship"].create(
        {"resident_id": place.resident.id, "relative_id": relative.id, "kind": "child"}
    )


def _contribution(place):
    need = AccessCase.record_of("community.visit.need", place)
    partner = place.env["res.partner"].create({"name": "Helper", "company_id": place.company.id})
    return place.env["community.contribution"].create(
        {"res_model": need._name, "res_id": need.id, "partner_id": partner.id}
    )


def _life_event(place):
    return place.env["community.life.event"].create(
        {"reason": "wedding", "household_id": place.household.id, "resident_id": place.resident.id}
    )


def _visit(place):
    # No link to what was made before: a visit of an aid case tells of the case (TestSensitivity).
    return place.env["community.visit"].create(
        {
            "household_id": place.household.id,
            "date": "2026-01-05",
            "user_id": place.worker.id,
            "company_id": place.company.id,
        }
    )


def _handover(place):
    successor = new_test_user(
        place.env,
        login=f"successor_{place.grid.id}",
        groups="community_service.group_community_grid_worker",
        company_id=place.company.id,
        company_ids=[Command.set(place.company.ids)],
        tz="Asia/Shanghai",
    )
    return place.env["community.handover"].create(
        {
            "user_id": place.worker.id,
            "successor_id": successor.id,
            "company_id": place.company.id,
        }
    )


def _caring_stock_move(place):
    item = AccessCase.record_of("community.caring.item", place)
    moves = place.env["community.caring.stock.move"]
    moves.create({"item_id": item.id, "quantity": 5})
    event = AccessCase.record_of("community.life.event", place)
    return moves.create({"item_id": item.id, "kind": "out", "event_id": event.id})


def _certificate(place):
    item = place.env.ref("community_service.service_item_cert_residence")
    request = place.env["community.request"].create(
        {
            "description": "x",
            "item_id": item.id,
            "resident_id": place.resident.id,
            "household_id": place.household.id,
        }
    )
    return place.env["community.certificate"].create({"request_id": request.id, "purpose": "x"})


# Models whose least values cannot be guessed from their fields.
MAKERS = {
    "res.partner": lambda place: place.env["res.partner"].create({"name": "Somebody"}),
    "res.users": lambda place: place.worker,
    "ir.model": lambda place: place.env["ir.model"]._get("community.household"),
    "community.activity": _activity,
    "community.attendance": _attendance,
    "community.placement": lambda place: place.env["community.placement"].create(
        {"resident_id": place.resident.id, "job": "x"}
    ),
    "community.retirement.age": lambda place: place.env["community.retirement.age"].search(
        [], limit=1
    ),
    "community.training.certificate": _training_certificate,
    "community.access.log": _log_row,
    "community.access.log.seal": _seal,
    "community.daily.job": _daily_job,
    "community.open.right": lambda place: place.env["community.open.right"].search(
        [("user_id", "=", place.env.ref("base.user_admin").id)], limit=1
    ),
    "community.caring.stock.move": _caring_stock_move,
    "community.category.line": _category_line,
    "community.certificate": _certificate,
    "community.contribution": _contribution,
    "community.grid.assignment": lambda place: place.env["community.grid.assignment"].create(
        {"area_id": place.building.id, "grid_id": place.grid.id, "date_from": "2020-01-01"}
    ),
    "community.handover": _handover,
    "community.kinship": _kinship,
    "community.life.event": _life_event,
    "community.visit": _visit,
}
MAKERS |= aid_makers(AccessCase.record_of) | MORE_MAKERS
