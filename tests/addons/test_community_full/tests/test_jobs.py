import datetime

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.community_mediation.tests.petition_case import PetitionCase
from odoo.addons.community_party.tests.dues.test_dues import DuesCase
from odoo.addons.community_service.tests.posts.test_post import PlacementCase

ADDONS = ("community_service", "community_party", "community_mediation")
# Their work is not of a day.
NOT_DAILY = {
    "ir_cron_seal_access_log": "a transaction of its own every minute",
    "ir_cron_anchor_access_log": "tells another machine how far the log is today",
    "ir_cron_sweep_dialogs": "every ten minutes",
    "ir_cron_run_imports": "goes on with the imports that wait",
    "ir_cron_refresh_situation": "the figures of now, every hour",
    "ir_cron_morning_digest": "of a morning that has passed nobody is told any more",
}
# When somebody is told follows the day on which the job ran; that they are told does not.
OF_THE_RUN = {
    ("mail.activity", "date_deadline"),
    ("mail.activity", "summary"),
    ("community.daily.job", "date"),
}
BESIDE = ("id", "create_uid", "create_date", "write_uid", "write_date")
BEGUN = datetime.date(2026, 2, 1)


@tagged("post_install", "-at_install", "community")
class TestJobs(DuesCase, PetitionCase, PlacementCase):
    """Daily jobs leave the same behind whether they ran each day or once after a pause."""

    def _jobs(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "in", ADDONS)], order="module, name"
        )
        self.assertLessEqual(set(NOT_DAILY), set(data.mapped("name")))
        return [self.env["ir.cron"].browse(row.res_id) for row in data if row.name not in NOT_DAILY]

    def _run(self, day):
        with freeze_time(f"{day} 01:00:00"):
            self.env.invalidate_all()
            for cron in self._jobs():
                model = self.env[cron.model_id.model]
                safe_eval(cron.code.strip(), {"model": model}, mode="exec")
            self.env.flush_all()

    def _make_world(self):
        """Make what will turn of itself within the next weeks."""
        Line = self.env["community.category.line"]
        hardship, minor = self.env["community.category"].create(
            [
                {"name": "重点关爱", "code": "t_red", "need_level": "red", "subject": "household"},
                {
                    "name": "一般关爱",
                    "code": "t_two",
                    "need_level": "yellow",
                    "subject": "household",
                },
            ]
        )
        self.turning = self.make_household([{"name": "高寿", "role": "head"}], room="901")
        self.turning.head_id.birth_date = "1946-02-03"
        self.alone = self.make_household([{"name": "独居", "role": "head"}], room="902")
        self.alone.head_id.birth_date = "1966-02-05"
        self.poor = self.make_household(room="903")
        Line.create(
            [
                {
                    "category_id": category.id,
                    "household_id": self.poor.id,
                    "date_from": start,
                    "date_to": end,
                }
                for category, start, end in (
                    (hardship, "2026-02-03", "2026-02-20"),
                    (minor, "2026-01-01", "2026-02-02"),
                )
            ]
        )
        self.member = self.make_member()
        self.base(self.member, 4000)
        placement = self.place(self.laid_off, date_from="2025-02-10")
        placement.sudo().date_subsidy_end = "2026-02-06"
        request = self.env["community.request"].create(
            {
                "description": "路灯不亮",
                "household_id": self.poor.id,
                "item_id": self.env.ref("community_service.service_item_repair").id,
                "limit_days": 5,
            }
        )
        request.action_accept()
        self.env["community.grid.assignment"].create(
            {
                "area_id": self.poor.dwelling_id.area_id.id,
                "grid_id": self.grid2.id,
                "date_from": "2026-02-04",
            }
        )
        self.make_accepted(day="2026-01-25", date_received="2026-01-20")
        self.env.flush_all()

    def _tables(self):
        """Return model -> rows as sets of pairs, with the ids of what the jobs made left out."""
        names = [
            name
            for name, model in self.env.registry.items()
            if (name.startswith("community.") or name in ("mail.activity", "calendar.event"))
            if model._auto and not model._abstract and not model._transient
        ]
        tables = {}
        for name in names:
            model = self.env[name]
            columns = [
                field
                for field in model._fields.values()
                if field.store and field.column_type and field.name not in BESIDE
                if (name, field.name) not in OF_THE_RUN
            ]
            self.env.cr.execute(f'SELECT * FROM "{model._table}"')  # names of our own models
            rows = []
            for row in self.env.cr.dictfetchall():
                values = []
                for field in columns:
                    value = row[field.name]
                    target = field.comodel_name if field.type == "many2one" else None
                    if field.type == "many2one_reference":
                        target = row[field.model_field]
                    if target and value and value > self.last_ids.get(target, value):
                        value = "new"
                    values.append(repr((field.name, value)))
                rows.append(tuple(values))
            tables[name] = sorted(rows)
        return tables

    def _after(self, days):
        """Return the tables after the jobs ran on ``days``, and undo all of it."""
        with self.env.cr.savepoint(flush=True) as point:
            for day in days:
                self._run(day)
            tables = self._tables()
            point.rollback()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        return tables

    def test_days_that_were_missed_are_made_up(self):
        # What a database of today has done says nothing of the days of this test.
        self.env["community.daily.job"].search([]).unlink()
        with freeze_time(f"{BEGUN} 01:00:00"):
            self._make_world()
            self._run(BEGUN)
        self.last_ids = {}
        for name, model in self.env.registry.items():
            if model._auto and not model._abstract and not model._transient:
                self.env.cr.execute(f'SELECT max(id) FROM "{model._table}"')
                self.last_ids[name] = self.env.cr.fetchone()[0] or 0
        start = self._tables()
        for count in (1, 4, 40):
            days = [BEGUN + datetime.timedelta(days=n) for n in range(1, count + 1)]
            each, once = self._after(days), self._after(days[-1:])
            if count > 1:
                self.assertNotEqual(each, start)
            for name, rows in each.items():
                with self.subTest(days=count, model=name):
                    missing = [row for row in rows if row not in once[name]]
                    extra = [row for row in once[name] if row not in rows]
                    self.assertEqual(extra, missing)
