import contextlib
import datetime

from odoo import api, fields, models
from odoo.tools import SQL


class CommunityDailyJob(models.Model):
    """Up to which day a daily job has done its work.

    A machine is switched off over a holiday, a job fails for a week: the next run does the days in
    between. What it leaves is the same as if it had run on each of them.
    """

    _name = "community.daily.job"
    _description = "Days Done by a Job"
    _rec_name = "cron_id"

    cron_id = fields.Many2one("ir.cron", required=True, readonly=True, ondelete="cascade")
    date = fields.Date("Done up to", required=True, readonly=True)

    _cron_uniq = models.UniqueIndex("(cron_id)", "This job is there already.")

    @api.model
    @contextlib.contextmanager
    def _catching_up(self, name):
        """Give the days that a job has not done yet; they are done when the block ends well.

        :param str name: the external id of the scheduled action
        :return: a context manager of the list of days, the last one today; a job that never ran
            begins on the day on which it was installed
        """
        today = fields.Date.context_today(self)
        first = min(self._done_until(name) + datetime.timedelta(days=1), today)
        yield [first + datetime.timedelta(days=n) for n in range((today - first).days + 1)]
        cron = self.env.ref(name)
        # sudo: no user has a right on this table, and jobs run as the program.
        job = self.sudo().search([("cron_id", "=", cron.id)])
        if not job:
            self.sudo().create({"cron_id": cron.id, "date": today})
        elif job.date < today:
            job.date = today

    @api.model
    def _done_until(self, name):
        """Return the last day that a job has done.

        :param str name: the external id of the scheduled action
        :return: date; the day before its installation when it never ran to its end
        """
        cron = self.env.ref(name).sudo()
        job = self.sudo().search([("cron_id", "=", cron.id)])
        if job:
            return job.date
        begun = fields.Datetime.context_timestamp(self, cron.create_date)
        return begun.date() - datetime.timedelta(days=1)

    @api.model
    def _sql_done_until(self, name):
        """Return the SQL of the day that :meth:`_done_until` gives, inside a query."""
        module, xmlid = name.split(".")
        return SQL(
            """(SELECT COALESCE(j.date, c.create_date::date - 1) FROM ir_model_data d
                  JOIN ir_cron c ON c.id = d.res_id
                  LEFT JOIN community_daily_job j ON j.cron_id = c.id
                 WHERE d.module = %s AND d.name = %s AND d.model = 'ir.cron')""",
            module,
            xmlid,
        )
