import logging
from collections import Counter

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .all_roles_case import AllRolesCase

_logger = logging.getLogger(__name__)

# Fewer would mean that the walk lost papers, roles or records on its way.
LEAST_PAGES = 1100


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPapers(AllRolesCase):
    """No paper of a record that its reader may not see, on no road, for no role."""

    def papers(self):
        """Yield (print action, record of its model, key of the place)."""
        reports = self.env["ir.actions.report"].search(
            [("model", "=like", "community.%"), ("report_type", "=like", "qweb%")]
        )
        for report in reports.sorted("report_name"):
            for key, place in self.places.items():
                record = self.record_of(report.model, place)[:1]
                if record and not record._transient:
                    yield report, record, key

    def a_column(self, record):
        """Return the name of a column that anybody who may read the record may read."""
        return next(
            field.name
            for field in record._fields.values()
            if field.store and field.column_type and not field.groups and field.name != "id"
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_no_page_of_a_hidden_record(self):
        tried, answers, leaks = Counter(), Counter(), []
        for report, record, key in self.papers():
            column = self.a_column(record)
            for role in self.users:
                mine = self.as_role(record, role)
                if mine.has_access("read"):
                    continue
                tried[role] += 1
                Report = mine.env["ir.actions.report"]
                calls = [
                    (road, getattr(Report, f"_render_qweb_{road}"), report.report_name, mine.ids)
                    for road in ("html", "text", "pdf")
                ]
                # What the refused calls left in the cache is shut as well.
                for road, call, *args in (*calls, ("cache", mine.mapped, column)):
                    try:
                        call(*args)
                    except AccessError:
                        answers["refused"] += 1
                    else:
                        leaks.append((report.report_name, key, role, road))
        pages = sum(tried.values())
        _logger.info(
            "Tried: pages of hidden records: %s by %s roles, %s told something (%s refused on "
            "three roads and in the cache)",
            pages,
            len(tried),
            len(leaks),
            answers["refused"],
        )
        self.assertFalse(leaks)
        self.assertGreaterEqual(pages, LEAST_PAGES)

    def test_a_refused_paper_leaves_no_line_and_a_printed_one_does(self):
        """Who printed is noted for the record's own community, read past the cache."""
        Log = self.env["community.access.log"]
        report = "community_service.report_request_receipt"
        for key, place in self.places.items():
            request = self.record_of("community.request", place)
            domain = [("model", "=", request._name), ("res_id", "=", request.id)]
            before = Log.search_count(domain)
            mine = self.as_role(request, "grid_worker")
            Report = mine.env["ir.actions.report"]
            with self.subTest(place=key), mute_logger("odoo.addons.base.models.ir_rule"):
                if key == "own":
                    Report._render_qweb_html(report, mine.ids)
                    self.assertEqual(Log.search(domain, limit=1).company_id, place.company)
                else:
                    with self.assertRaises(AccessError):
                        Report._render_qweb_html(report, mine.ids)
                self.assertEqual(Log.search_count(domain), before + (key == "own"))

    def test_the_log_fills_no_cache(self):
        """A line about a record of any model leaves nothing that its writer could read next."""
        tried, leaks = 0, []
        for name in self.community_models(transient=False):
            if not self.env[name]._auto:
                continue
            record = self.record_of(name, self.places["company"])[:1]
            mine = self.as_role(record, "internal")
            if mine.has_access("read"):
                continue
            mine.env["community.access.log"]._log("print", mine)
            for field in mine._fields.values():
                if field.store and field.column_type and field.name != "id":
                    tried += 1
                    # Not assertRaises, whose savepoint would empty the cache.
                    try:
                        mine[field.name]
                    except AccessError:
                        continue
                    leaks.append(str(field))
            row = self.env["community.access.log"].search(
                [("model", "=", name), ("res_id", "=", record.id), ("kind", "=", "print")], limit=1
            )
            own = record.company_id if "company_id" in record._fields else self.env.company
            self.assertEqual(row.company_id, own or self.env.company, name)
        _logger.info(
            "Tried: columns after a line of the log: %s, %s told something", tried, len(leaks)
        )
        self.assertFalse(leaks)
        self.assertGreater(tried, 1000)
