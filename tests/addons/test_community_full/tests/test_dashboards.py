import contextlib
import json
import logging
import re
from base64 import b64decode

from psycopg2 import IntegrityError

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .all_roles_case import AllRolesCase

_logger = logging.getLogger(__name__)

# From the least to the most: who of these finds a dashboard first is the one who is asked.
ROLES = (
    "grid_worker",
    "party_branch",
    "mediator",
    "officer",
    "coordinator",
    "party_treasurer",
    "party_officer",
    "manager",
    "party_manager",
)
CELL = re.compile(r"^Data!([A-Z]+\d+)$")
FIGURE = re.compile(r'PIVOT\.VALUE\((\d+),"([^"]+)"((?:,"[^"]*","[^"]*")*)\)')
LINE = "community.report.line"
# What stands in a view of the database that a dashboard asks.
MORE = ("community.mediation.case", "community.relocation.file", "community.petition")
# One alone of its kind, or what a copy cannot be.
REFUSED = (UserError, RedirectWarning, IntegrityError)


@tagged("post_install", "-at_install", "community")
class TestDashboards(AllRolesCase):
    """Every dashboard of every addon: a card is a number of a list that its reader may open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.community_register_since = "2020-01-01"
        own = cls.env["ir.model.data"].search(
            [("model", "=", "spreadsheet.dashboard"), ("module", "=like", "community_%")]
        )
        cls.dashboards = cls.env["spreadsheet.dashboard"].browse(own.mapped("res_id"))
        cls.contents = {
            dashboard: json.loads(b64decode(dashboard.spreadsheet_binary_data))
            for dashboard in cls.dashboards
        }
        cls.sources = sorted(
            {
                source["model"]
                for content in cls.contents.values()
                for source in (*content["pivots"].values(), *content["lists"].values())
                if cls.env[source["model"]]._auto and source["model"] != LINE
            }
        )
        for place in cls.places.values():
            for name in cls.community_models(transient=False):
                if cls.env[name]._auto:
                    with contextlib.suppress(*REFUSED), cls.env.cr.savepoint():
                        cls.record_of(name, place)
        cls.archived = {
            name: cls.another(name).filtered("active")
            for name in cls.sources
            if "active" in cls.env[name]._fields
        }
        for records in cls.archived.values():
            with contextlib.suppress(*REFUSED), cls.env.cr.savepoint():
                records.write({"active": False})
        cls.env.flush_all()

    @classmethod
    def another(cls, name):
        """Return a copy of the record of the own place, empty where there may be one alone."""
        record = cls.places["own"].records.get(name, cls.env[name])[:1]
        with (
            contextlib.suppress(*REFUSED),
            mute_logger("odoo.sql_db"),
            cls.env.cr.savepoint(),
        ):
            return record.copy() if record else record
        return record.browse()

    @classmethod
    def more(cls, name):
        """Return one more record of a model in the own place, empty where there may be no other."""
        place = cls.places["own"]
        known = place.records.pop(name, None)
        with (
            contextlib.suppress(*REFUSED),
            mute_logger("odoo.sql_db"),
            cls.env.cr.savepoint(),
        ):
            return cls.record_of(name, place)
        if known is not None:
            place.records[name] = known
        return cls.env[name]

    def reader(self, dashboard):
        """Return the least role that finds a dashboard."""
        for role in ROLES:
            found = self.as_role(self.env["spreadsheet.dashboard"], role).search([])
            if dashboard in found:
                return role
        raise AssertionError(f"nobody finds {dashboard.name}")

    def cards(self, content):
        """Yield (title, formula) of each card, whatever sheet it stands on."""
        data = next(sheet for sheet in content["sheets"] if sheet["name"] == "Data")
        for sheet in content["sheets"]:
            for figure in sheet["figures"]:
                if figure["data"]["type"] == "scorecard":
                    cell = CELL.match(figure["data"]["keyValue"])[1]
                    yield figure["data"]["title"]["text"], data["cells"][cell]

    def lists(self, content, formula):
        """Yield (model, domain, measure) of each list whose number stands in a formula."""
        for number, measure, filters in FIGURE.findall(formula):
            pivot = content["pivots"][number]
            (known,) = [found for found in pivot["measures"] if found["id"] == measure]
            names = re.findall(r'"([^"]*)"', filters)
            asked = [
                [name, "=", value] for name, value in zip(names[::2], names[1::2], strict=True)
            ]
            self.assertLessEqual(
                {name for name, _is, _value in asked},
                {group["fieldName"] for group in pivot["rows"] + pivot["columns"]},
            )
            yield pivot["model"], [*pivot["domain"], *asked], known

    def check_list(self, records, domain, measure):
        """Return the number of a list as the dashboard counts it, equal to what the list holds."""
        (group,) = records.formatted_read_group(domain, [], [measure["id"]])
        number = group[measure["id"]] or 0
        listed = records.search(domain)
        field = measure["fieldName"]
        self.assertEqual(number, len(listed) if field == "__count" else sum(listed.mapped(field)))
        if records._name == LINE:
            # A line opens the records that it counts.
            for line in listed:
                action = line.action_open()
                found = records.env[action["res_model"]].with_context(**action["context"])
                indicator = line.indicator_id
                if indicator.measure == "rate":
                    part = listed.report_id.line_ids.filtered(
                        lambda other, of=indicator.numerator_id: other.indicator_id == of
                    )
                    self.assertEqual(found.search_count(action["domain"]), part.value)
                else:
                    self.assertEqual(found.search_count(action["domain"]), line.value)
        if "company_id" in listed._fields:
            self.assertLessEqual(listed.company_id, self.env.company)
        self.assertFalse(listed.sudo() & self.archived.get(records._name, listed.browse()))
        return number

    def test_each_card_is_the_number_of_its_list(self):
        """As the least role that finds the dashboard, with records of other communities and
        archived ones beside; a card without a list is found.
        """
        self.as_role(self.env["community.report"], "manager").action_open_situation()
        self.assertGreaterEqual(len(self.dashboards), 5)
        counted = {}
        for dashboard, content in self.contents.items():
            role = self.reader(dashboard)
            for title, formula in self.cards(content):
                with self.subTest(dashboard=dashboard.name, card=title, role=role):
                    lists = list(self.lists(content, formula))
                    self.assertTrue(lists, f"{title}: a number without a list")
                    counted[dashboard.name, title] = sum(
                        self.check_list(self.as_role(self.env[model], role), domain, measure)
                        for model, domain, measure in lists
                    )
        _logger.info("%s cards, %s of them not 0", len(counted), sum(map(bool, counted.values())))
        self.assertGreaterEqual(len(counted), 30)
        self.assertGreaterEqual(sum(map(bool, counted.values())), 10)

    def test_charts_and_tables_answer_their_reader(self):
        """The bars of a chart come to its list; a table reads its columns."""
        self.as_role(self.env["community.report"], "manager").action_open_situation()
        charts = 0
        for dashboard, content in self.contents.items():
            role = self.reader(dashboard)
            for meta, domain, title in self.charts(content):
                with self.subTest(dashboard=dashboard.name, chart=title, role=role):
                    records = self.as_role(self.env[meta["resModel"]], role)
                    if meta["measure"] == "__count" and not self.parts_overlap(records, meta):
                        groups = records.formatted_read_group(domain, meta["groupBy"], ["__count"])
                        total = sum(group["__count"] for group in groups)
                        self.assertEqual(total, records.search_count(domain))
                    charts += 1
            for source in content["lists"].values():
                records = self.as_role(self.env[source["model"]], role)
                order = ",".join(
                    f"{by['name']} {'asc' if by['asc'] else 'desc'}" for by in source["orderBy"]
                )
                records.search(source["domain"], order=order).read(source["columns"])
        self.assertGreaterEqual(charts, 20)

    def charts(self, content):
        for sheet in content["sheets"]:
            for figure in sheet["figures"]:
                data = figure["data"]
                if data["type"].startswith("odoo_"):
                    title = data["title"]["text"]
                    yield data["metaData"], data["searchParams"]["domain"], title

    def parts_overlap(self, records, meta):
        """Tell whether a record stands in several bars."""
        names = [name.partition(":")[0] for name in meta["groupBy"]]
        return any(records._fields[name].type in ("many2many", "one2many") for name in names)

    def queries(self, content, role):
        """Return how many queries the cards, charts and tables of a dashboard take."""
        env = self.as_role(self.env["community.area"], role).env
        start = env.cr.sql_log_count
        for pivot in content["pivots"].values():
            groups = [group["fieldName"] for group in pivot["rows"] + pivot["columns"]]
            measures = [measure["id"] for measure in pivot["measures"]]
            env[pivot["model"]].formatted_read_group(pivot["domain"], groups, measures)
        for meta, domain, _title in self.charts(content):
            name = meta["measure"]
            measure = name if name == "__count" else f"{name}:sum"
            env[meta["resModel"]].formatted_read_group(domain, meta["groupBy"], [measure])
        for source in content["lists"].values():
            env[source["model"]].search(source["domain"], limit=20).read(source["columns"])
        return env.cr.sql_log_count - start

    def test_as_many_queries_for_many_records(self):
        """A dashboard takes as many queries with many records of each of its sources as with few,
        and so does the secretary's board.
        """
        self.as_role(self.env["community.report"], "manager").action_open_situation()

        def board():
            report = self.as_role(self.env["community.report"], "manager")
            start = self.env.cr.sql_log_count
            cards = report.board()["cards"]
            return self.env.cr.sql_log_count - start, len(cards)

        def counted():
            found = {
                dashboard.name: self.queries(content, self.reader(dashboard))
                for dashboard, content in self.contents.items()
            }
            return found | {"board": board()}

        counted()
        few = counted()
        kinds = [*self.sources, *MORE]
        made = {name: sum(len(self.more(name)) for _turn in range(5)) for name in kinds}
        self.assertGreater(sum(made.values()), 20, made)
        self.env.flush_all()
        counted()
        self.assertEqual(counted(), few)
        _logger.info("queries of dashboards: %s", few)

    def test_the_board_opens_what_it_says(self):
        """Each figure of the board opens as many records as it says, for a manager."""
        report = self.as_role(self.env["community.report"], "manager")
        cards = report.board(refresh=True)["cards"]
        self.assertGreaterEqual(len(cards), 6)
        for card in cards:
            line = self.as_role(self.env[LINE], "manager").browse(card["id"])
            if line.indicator_id.measure == "rate" or not line.is_known:
                continue
            with self.subTest(card=card["name"]):
                try:
                    action = line.action_open()
                except UserError as error:
                    # A number from a file that is not the manager's.
                    self.assertIn("confidential file", str(error))
                    continue
                found = report.env[action["res_model"]].with_context(**action["context"])
                self.assertEqual(found.search_count(action["domain"]), line.value)
