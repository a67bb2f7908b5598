from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.listed import listed
from ...tools.said_day import local_day


class CommunityReport(models.Model):
    """Locking a report: values, records and stories stay as they are, or nothing happens."""

    _inherit = "community.report"

    def action_lock(self):
        """Refresh once more, then keep the values and the records behind each figure.

        :raises UserError: if the figures follow every day, the period is not over, a figure cannot
            be worked out, or the text names one that the report does not have
        """
        today = fields.Date.context_today(self)
        for report in self:
            if report.kind != "written":
                raise UserError(
                    self.env._(
                        "%(report)s follows every day and is not locked: copy it, and lock the "
                        "copy.",
                        report=report.name,
                    )
                )
            if report.date_to > today:
                raise UserError(
                    self.env._(
                        "%(report)s goes to %(day)s, and that day has not come: its figures would "
                        "be kept half. Lock it then, or let it end today.",
                        report=report.name,
                        day=local_day(self.env, report.date_to),
                    )
                )
        for report in self:
            report.action_refresh()
            report._check_text()
            report.line_ids._freeze()
            report._set_closed(state="locked", **report._frozen_values())

    def _check_text(self):
        """Refuse a text that names figures which the report does not have."""
        for part in self.text_parts:
            unknown = [segment["text"] for segment in part["segments"] if segment.get("unknown")]
            if unknown:
                raise UserError(
                    self.env._(
                        "%(report)s is not locked: under “%(part)s” it names figures that it does "
                        "not have: %(figures)s. Correct their codes, or take them out of the text.",
                        report=self.name,
                        part=part["label"],
                        figures=listed(self.env.lang, unknown),
                    )
                )

    def action_unlock(self, reason):
        """Open a locked report again.

        :param str reason: why, at least four characters; it is kept in the report's messages
        :raises AccessError: if the user is not a manager
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("community_service.group_community_manager"):
            raise AccessError(self.env._("Only a community manager unlocks a report."))
        if self.kind == "open":
            raise UserError(
                self.env._(
                    "%(name)s stands in an open book that is published: correct the book, which "
                    "makes a new edition.",
                    name=self.name,
                )
            )
        if len((reason or "").strip()) < 4:
            raise UserError(
                self.env._("Say in a few words why %(name)s is opened again.", name=self.name)
            )
        self._set_closed(state="draft", frozen_examples=False)
        # sudo: the ranges of ids are closed to everybody.
        self.line_ids.sudo().write({"frozen_ranges": False, "frozen_source_ranges": False})
        self.message_post(body=self.env._("Unlocked: %(reason)s", reason=reason.strip()))
