from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CommunityActivity(models.Model):
    """Steps of an activity, and what its buttons open."""

    _inherit = "community.activity"

    def _check_access(self, operation):
        """Everybody sees what is held; a grid worker changes the own activities alone."""
        refusal = super()._check_access(operation)
        officer = "community_service.group_community_officer"
        if refusal or operation == "read" or self.env.su or self.env.user.has_group(officer):
            return refusal
        # sudo: the officer in charge decides before the fields of the record may be read.
        foreign = self.sudo().filtered(lambda a: a.id and a._is_in_other_hands())
        if not foreign:
            return None

        def refuse():
            return AccessError(
                self.env._(
                    "“%(activity)s” is in the hands of %(user)s: ask the office to change it.",
                    activity=foreign[0].name,
                    user=foreign[0].user_id.name or self.env._("nobody"),
                )
            )

        return self.browse(foreign.ids), refuse

    def _is_in_other_hands(self):
        """Tell whether somebody else than the current user changes this activity."""
        self.ensure_one()
        return self.user_id != self.env.user

    def action_open(self):
        """Open planned activities: people sign in from now on."""
        self._check_state(("planned",))
        self.write({"state": "open"})

    def action_done(self):
        """Close activities that have taken place; who was not signed in was absent.

        :raises UserError: for one that is cancelled, closed or has not begun
        """
        self._check_state(("planned", "open"))
        now = fields.Datetime.now()
        for activity in self:
            if activity.date_start > now:
                raise UserError(
                    self.env._(
                        "“%(activity)s” has not begun: close it when it is over, or cancel it.",
                        activity=activity.name,
                    )
                )
        # sudo: people of all grids were registered; whoever holds the activity may close it.
        waiting = self.sudo().attendance_ids.filtered(lambda line: line.state == "registered")
        waiting.write({"state": "absent"})
        self.write({"state": "done"})

    def action_cancel(self):
        """Cancel activities at which nobody was present."""
        self._check_state(("planned", "open"))
        for activity in self:
            if activity.present_count:
                raise UserError(
                    self.env._(
                        "%(count)s people were present at “%(activity)s”: it took place and "
                        "cannot be cancelled.",
                        count=activity.present_count,
                        activity=activity.name,
                    )
                )
        self.write({"state": "cancelled"})

    def action_reopen(self):
        """Open closed or cancelled activities again."""
        self._check_state(("done", "cancelled"))
        self.write({"state": "open"})

    def _check_state(self, states):
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for activity in self:
            if activity.state not in states:
                raise UserError(
                    self.env._(
                        "“%(activity)s” is “%(state)s”: this step does not fit it. Reload the "
                        "page and look again.",
                        activity=activity.name,
                        state=labels[activity.state],
                    )
                )

    def action_sign_in(self):
        """Open the list on which people are signed in with one tap each."""
        self.ensure_one()
        self.check_access("read")
        if self.state == "planned" and self.has_access("write"):
            self.action_open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_attendance_action_sign_in"
        )
        return action | {
            "display_name": self.name,
            "domain": [("activity_id", "=", self.id)],
            "context": {"default_activity_id": self.id, "community_sign_in": self.id},
        }

    def action_add_people(self):
        """Open the dialog in which people are put on the list."""
        return self.env["community.attendance.add"]._action(self)

    def _sign_in_lines(self):
        """Return (name, address) of everybody on the list, and empty lines for who comes unasked.

        Names of grids that the reader does not look after stay off the paper.
        """
        self.ensure_one()
        people = self.env["community.attendance"].search(
            [("activity_id", "=", self.id), ("state", "!=", "leave")], order="id"
        )
        lines = [(line.person, line.address or "") for line in people]
        return lines + [("", "")] * max(5, 15 - len(lines))
