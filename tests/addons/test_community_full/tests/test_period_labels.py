import datetime
import json
from pathlib import Path

from lxml import etree

from odoo.tests import TransactionCase, tagged

ROOT = Path(__file__).parents[4]
WRITTEN = {
    "zh_CN": {"month": "2026年11月", "quarter": "2026年第4季度", "day": "2026年11月1日"},
    "en_US": {"month": "Nov 2026", "quarter": "Q4 2026", "day": "Nov 1, 2026"},
}
FIRST = datetime.datetime(2026, 11, 1)


@tagged("post_install", "-at_install", "community")
class TestPeriodLabels(TransactionCase):
    """Axes and group titles name months as the reader's language writes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def label(self, records, spec, value):
        (_raw, label), _domain = records._web_read_group_groupby_formatter(spec, [value])(value)
        return label

    def days(self, field):
        return FIRST if field.type == "datetime" else FIRST.date()

    def test_each_day_of_each_model(self):
        """Every stored day and time of every model of ours, grouped by day, month and quarter."""
        seen = 0
        for lang, texts in WRITTEN.items():
            env = self.env(context={"lang": lang, "tz": "Asia/Shanghai"})
            for name in filter(lambda name: name.startswith("community."), env.registry):
                for field in env[name]._fields.values():
                    if field.type not in ("date", "datetime") or not field.store:
                        continue
                    for granularity, text in texts.items():
                        spec = f"{field.name}:{granularity}"
                        label = self.label(env[name], spec, self.days(field))
                        self.assertEqual(label, text, (name, spec, lang))
                        seen += 1
        self.assertGreater(seen, 2000)

    def test_the_axes_of_dashboards_and_charts(self):
        """What each chart of a dashboard and each graph view groups by, links followed."""
        asked = set()
        for path in ROOT.glob("community_*/data/files/*_dashboard.json"):
            for figure in json.loads(path.read_text())["sheets"][0]["figures"]:
                if meta := figure["data"].get("metaData"):
                    asked.update((meta["resModel"], spec) for spec in meta["groupBy"])
        graphs = self.env["ir.ui.view"].search(
            [("type", "=", "graph"), ("model", "=like", "community.%")]
        )
        for view in graphs:
            for field in etree.fromstring(view.arch).iter("field"):
                if granularity := field.get("interval"):
                    asked.add((view.model, f"{field.get('name')}:{granularity}"))
        periods = [(model, spec) for model, spec in asked if spec.endswith((":month", ":quarter"))]
        self.assertGreaterEqual(len(periods), 8)
        for lang, texts in WRITTEN.items():
            env = self.env(context={"lang": lang, "tz": "Asia/Shanghai"})
            for model, spec in periods:
                name, _colon, granularity = spec.partition(":")
                value = self.days(env[model]._fields[name])
                self.assertEqual(self.label(env[model], spec, value), texts[granularity], spec)
            label = self.label(
                env["community.report.line"], "report_id.date_to:month", FIRST.date()
            )
            self.assertEqual(label, texts["month"])

    def test_a_group_keeps_its_value_and_its_records(self):
        """A time just after midnight here stands in the month of here; the group opens it."""
        env = self.env(context={"lang": "zh_CN", "tz": "Asia/Shanghai"})
        report = env["community.report"].create(
            {"name": "十月", "date_from": "2026-10-01", "date_to": "2026-10-31"}
        )
        report._set_closed(date_computed=datetime.datetime(2026, 10, 31, 17, 0))
        (group,) = env["community.report"].formatted_read_group(
            [("id", "=", report.id)], ["date_computed:month"], ["__count"]
        )
        self.assertEqual(tuple(group["date_computed:month"]), ("2026-10-31 16:00:00", "2026年11月"))
        found = env["community.report"].search(group["__extra_domain"] + [("id", "=", report.id)])
        self.assertEqual(found, report)
        (none,) = env["community.report"].formatted_read_group(
            [("id", "=", report.copy({"date_from": "2026-10-02"}).id)],
            ["date_computed:month"],
            ["__count"],
        )
        self.assertFalse(none["date_computed:month"])

    def test_other_apps_keep_their_labels(self):
        """A contact's month reads as without our addons."""
        env = self.env(context={"lang": "zh_CN", "tz": "Asia/Shanghai"})
        self.assertEqual(self.label(env["res.partner"], "create_date:month", FIRST), "十一月 2026")
