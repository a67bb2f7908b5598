from odoo import api, fields, models
from odoo.fields import Domain


class CommunityWorkdayMixin(models.AbstractModel):
    """Days that are counted in working days: they follow the calendar while the record is open.

    Holidays are announced late and corrected. A model that inherits this names its days with
    ``_workday_fields`` and with ``_workday_open`` the records whose days still run; a holiday that
    is entered, changed or removed moves these, each with a line of history. What was decided,
    answered or closed keeps the day by which it was judged.
    """

    _name = "community.workday.mixin"
    _description = "Days Counted in Working Days"

    @api.model
    def _workday_fields(self):
        """Return the names of the stored days that are counted; the first is the due day.

        Computed fields are reckoned anew; of others, and of days that a user may set in place of
        the proposed one, :meth:`_workday_proposals` says what the calendar gives.
        """
        return ()

    @api.model
    def _workday_open(self):
        """Return the domain of the records whose days still run."""
        return Domain.TRUE

    def _workday_proposals(self, exceptions):
        """Return {field: day} of this record as a calendar gives it, for days that are no result.

        :param dict exceptions: date -> ``off`` or ``worked``, as of :meth:`_exceptions`
        """
        return {}

    def _follow_calendar(self, company, since, before, after):
        """Move the days of a community's open records of this model that may have changed.

        :param company: the community
        :param date since: the first day of the calendar that changed; what ends earlier stays
        :param dict before: its calendar until now
        :param dict after: its calendar from now on
        :return: the records whose due day moved
        """
        ends_later = Domain.OR(Domain(name, ">=", since) for name in self._workday_fields())
        place = Domain("company_id", "=", company.id)
        return self.search(self._workday_open() & ends_later & place)._recount_workdays(
            before, after
        )

    def _recount_workdays(self, before=None, after=None):
        """Count the days of these records again, and tell which due days moved.

        :param dict before: the calendar until now; without one, days that may be set otherwise stay
        :param dict after: the calendar from now on
        :return: the records whose due day moved
        """
        names = self._workday_fields()
        due = names[0]
        days = {record: record[due] for record in self}
        for name in names:
            if self._fields[name].compute and self._fields[name].readonly:
                self.env.add_to_compute(self._fields[name], self)
                self._recompute_recordset([name])
        for record in self if before != after else ():
            old = record._workday_proposals(before)
            new = record._workday_proposals(after)
            # A day that somebody set otherwise is their own.
            moved = {
                name: day
                for name, day in new.items()
                if day != old[name] and record[name] == old[name]
            }
            if moved:
                record._set_workdays(moved)
        # Values that are reckoned without being written tell nobody.
        self.modified([*names, *{"is_provisional"}.intersection(self._fields)])
        changed = self.filtered(lambda record: record[due] != days[record])
        changed._tell_moved(due, days)
        return changed

    def _set_workdays(self, values):
        """Write days that the calendar gives; a closed model writes them as its own."""
        if hasattr(self, "_set_closed"):
            self._set_closed(**values)
        else:
            self.write(values)

    def _tell_moved(self, due, days):
        """Leave a line of history at each record, and let what was planned for the day follow."""
        if not self:
            return
        if "activity_ids" in self._fields:
            for record in self:
                record.activity_ids.filtered(
                    lambda activity, record=record: (
                        activity.automated and activity.date_deadline == days[record]
                    )
                ).date_deadline = record[due]
        if "message_ids" not in self._fields:
            return
        label = self._fields[due]._description_string(self.env)
        self._message_log_batch(
            {
                record.id: self.env._(
                    "%(day)s: %(new)s in place of %(old)s, because the calendar of holidays "
                    "changed.",
                    day=label,
                    old=fields.Date.to_string(days[record]),
                    new=fields.Date.to_string(record[due]),
                )
                for record in self
            }
        )
