import logging

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .access_case import AccessCase

_logger = logging.getLogger(__name__)

# What tells of a sensitive category by itself, and how the record of a test comes to tell it.
TELLING = {
    "community.aid.case": {},
    "community.aid.cover": {},
    "community.aid.told": {},
    "community.category.line": {"category_id": "community_category_major_illness"},
    "community.life.event": {"reason": "illness"},
    "community.placement": {"hard_kind": "poor"},
    "community.request": {"item_id": "service_item_cert_illness"},
    "community.visit": {"kind": "aid_survey"},
    "community.visit.need": {"kind": "aid"},
}
# The log is the work of an auditor, and a row holds numbers and never a name; what is due is asked
# of each record under its reader's rules. An offer to helpers names no household by purpose.
NOT_BY_LINKS = {"community.access.log", "community.claim.offer", "community.due"}


@tagged("post_install", "-at_install", "community_rights")
class TestSensitivity(AccessCase):
    """Who may not see a sensitive category finds nobody of it by any record that leads there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attempts = 0

    @classmethod
    def tearDownClass(cls):
        _logger.info("Tried: sensitive categories: %s", cls.attempts)
        super().tearDownClass()

    def put(self, record, values):
        """Write columns as they are: what the steps of a record allow is not the question here."""
        self.env.flush_all()
        for name, value in values.items():
            column = SQL.identifier(name)
            table = SQL.identifier(record._table)
            # Raw SQL: constraints and steps would ask for the whole story of each record.
            self.env.cr.execute(
                SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, value, record.id)
            )
        self.env.invalidate_all()

    def telling(self):
        """Return model -> record of the own place that tells a sensitive category by itself."""
        told = {}
        for name, values in TELLING.items():
            record = self.record_of(name, self.places["own"])[:1].sudo()
            values = {
                field: self.env.ref(f"community_service.{value}").id
                if record._fields[field].relational
                else value
                for field, value in values.items()
            }
            self.put(record, values)
            told[name] = record
        return told

    def links(self):
        """Yield the stored links between our models: (model, field)."""
        for name in self.community_models(transient=False):
            model = self.env[name]
            if not model._auto or model._abstract:
                continue
            for field in model._fields.values():
                if field.store and field.type in ("many2one", "many2one_reference"):
                    yield model, field

    def roads(self, record, user):
        """Yield (name, whether this road leads the user to the record)."""
        model = record.sudo(False).browse().with_user(user).with_context(active_test=False)
        domain = [("id", "=", record.id)]
        yield "search", lambda: model.search(domain)
        yield "count", lambda: model.search_count(domain)
        yield "read_group", lambda: model._read_group(domain, [], ["__count"])[0][0]
        yield "read", lambda: record.with_user(user).read(["id"])
        yield "web_read", lambda: record.with_user(user).web_read({"display_name": {}})
        yield "access", lambda: record.sudo(False).with_user(user).has_access("read")
        for field in model._fields.values():
            if (
                field.type == "many2one"
                and field.store
                and field.comodel_name
                in (
                    "community.resident",
                    "community.household",
                )
            ):
                target = record.sudo()[field.name]
                for back in target._fields.values():
                    if (
                        back.type == "one2many"
                        and back.comodel_name == record._name
                        and back.inverse_name == field.name
                    ):
                        path = [("id", "=", target.id), (f"{back.name}.id", "=", record.id)]
                        comodel = self.env[target._name].with_user(user)
                        yield back.name, lambda c=comodel, p=path: c.search_count(p)
                        yield (
                            f"{back.name} read",
                            lambda t=target, b=back.name: (
                                record.id in t.sudo(False).with_user(user)[b].ids
                            ),
                        )

    def leaks(self, record, user):
        """Return the roads by which the user reaches the record."""
        open_roads = []
        for road, function in self.roads(record, user):
            type(self).attempts += 1
            self.env.invalidate_all()
            try:
                if function():
                    open_roads.append(road)
            except AccessError:
                continue
        return open_roads

    def test_the_models_that_tell_by_themselves(self):
        """Each of them has a record here; a new one has to join the walk."""
        rules = self.env["ir.rule"]
        names = {
            name
            for name in self.community_models(transient=False)
            if not rules._told_by_itself(name).is_false()
        }
        self.assertEqual(names, set(TELLING))
        quiet = {
            name
            for name in self.community_models(transient=False)
            if not getattr(self.env.registry[name], "_sensitive_by_links", True)
        }
        self.assertEqual(quiet, NOT_BY_LINKS)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_an_auditor_reaches_none_and_the_desk_all(self):
        """Every link of every model, one after the other, is led to somebody's category."""
        found, lost, walked = [], [], set()
        told = self.telling()
        workers = (self.worker, self.officer, self.manager)

        def look(record, label):
            for user in workers:
                mine = record.sudo(False).with_user(user)
                if mine.browse().has_access("read") and not self.leaks(record, user):
                    lost.append((label, user.login))
            if roads := self.leaks(record, self.auditor):
                found.append((label, roads))

        for name, record in told.items():
            look(record, name)
            walked.add(name)
        # What links to it, and what links to that, until no further model is reached.
        border = dict(told)
        while border:
            reached = {}
            for model, field in self.links():
                targets = [
                    record
                    for name, record in border.items()
                    if field.type == "many2one_reference" or field.comodel_name == name
                ]
                name = model._name
                if name in NOT_BY_LINKS or not self.reads(name):
                    continue
                for target in targets:
                    if field.type == "many2one_reference" and (
                        target._name not in TELLING or not model._fields[field.model_field].store
                    ):
                        # Where the kind follows from another link, nothing but a number is kept.
                        continue
                    with self.subTest(model=name, field=field.name, target=target._name):
                        record = self.record_of(name, self.places["own"])[:1].sudo()
                        if record == target:
                            continue
                        with self.env.cr.savepoint() as point:
                            values = {field.name: target.id}
                            if field.type == "many2one_reference":
                                values[field.model_field] = target._name
                            self.put(record, values)
                            look(record, (name, field.name, target._name))
                            point.rollback()
                        self.env.invalidate_all()
                if targets and name not in walked and field.type == "many2one" and self.reads(name):
                    record = self.record_of(name, self.places["own"])[:1].sudo()
                    if record != targets[0]:
                        reached[name] = (record, {field.name: targets[0].id})
            border = {}
            for name, (record, values) in reached.items():
                self.put(record, values)
                walked.add(name)
                border[name] = record
        self.assertGreater(len(walked), 15, walked)
        self.assertGreater(self.attempts, 500)
        self.assertFalse(lost, "the desk lost its records")
        self.assertFalse(found, "an auditor reaches somebody of a sensitive category")

    def reads(self, name):
        return self.env[name].with_user(self.auditor).browse().has_access("read")

    def test_an_auditor_keeps_what_tells_nothing(self):
        """A visit, a request, a wedding, a placement of an older person: all of it is read."""
        place = self.places["own"]
        lost = []
        for name in self.community_models(transient=False):
            if self.reads(name) and name not in TELLING:
                record = self.record_of(name, place)[:1]
                self.env.flush_all()
                self.env.invalidate_all()
                told = self.env["ir.rule"]._sensitive_domain(name)
                domain = [("id", "=", record.id)]
                if (
                    record.sudo()
                    .with_context(active_test=False)
                    .search_count(told & Domain(domain))
                ):
                    continue
                type(self).attempts += 1
                if not record.sudo(False).with_user(self.auditor).has_access("read"):
                    lost.append(name)
        self.assertFalse(lost)

    def test_a_figure_tells_how_many_and_not_who(self):
        """Draft or locked, counted by links or chosen by a category: the number and no people."""
        place = self.places["own"]
        illness = self.env.ref("community_service.community_category_major_illness")
        line = self.env["community.category.line"].create(
            {"category_id": illness.id, "resident_id": place.resident.id}
        )
        by_line = f"[('category_id', '=', {illness.id})]"
        by_path = f"[('category_line_ids.category_id', '=', {illness.id})]"
        by_field = f"[('category_ids', 'in', [{illness.id}])]"
        ways = {
            "by_link": ("community.category.line", "distinct", by_line, "resident_id"),
            "by_path": ("community.resident", "count", by_path, False),
            "by_field": ("community.resident", "count", by_field, False),
            "by_home": ("community.household", "count", by_path, False),
        }
        indicators = (
            self.env["community.indicator"]
            .with_user(self.manager)
            .create(
                [
                    {
                        "name": code,
                        "code": code,
                        "section": "care",
                        "model_id": self.env["ir.model"]._get_id(model),
                        "measure": measure,
                        "domain": domain,
                        "link_path": link,
                    }
                    for code, (model, measure, domain, link) in ways.items()
                ]
            )
        )
        report = (
            self.env["community.report"]
            .with_user(self.officer)
            .create(
                {
                    "name": "Years",
                    "date_from": "2020-01-01",
                    "date_to": fields.Date.context_today(self.env.user),
                }
            )
        )
        report.action_refresh()
        for state in ("draft", "locked", "ended"):
            if state == "locked":
                report.action_lock()
            if state == "ended":
                # What was so when the report was locked is no fact of today any more.
                line.date_to = line.date_from
            for indicator in indicators:
                figure = report.line_ids.filtered(lambda x, i=indicator: x.indicator_id == i)
                self.assertEqual(figure.with_user(self.auditor).value, 1.0)
                for user, seen in ((self.officer, 1), (self.auditor, 0)):
                    with self.subTest(state=state, way=indicator.code, user=user.login):
                        type(self).attempts += 1
                        action = figure.with_user(user).action_open()
                        people = self.env[action["res_model"]].with_user(user)
                        self.assertEqual(
                            people.with_context(active_test=False).search_count(action["domain"]),
                            seen,
                        )
