from odoo import api, fields, models

HANDED = "community_service.mail_activity_handed"


class CommunityAssignedMixin(models.AbstractModel):
    """A matter in somebody's hands: whoever is handed it by somebody else is told, once.

    It stands among the activities of whoever has it now and goes away when it is handed on; no mail
    goes out, since its subject would name the record.
    """

    _name = "community.assigned.mixin"
    _description = "Matter in Somebody's Hands"
    _inherit = ["community.record.mixin"]

    # The field that says in whose hands it is, of users or of what has one.
    _assigned_field = "user_id"

    def _assigned_users(self):
        """Return in whose hands one record is."""
        self.ensure_one()
        return self[self._assigned_field]

    def _handed_document(self):
        """Return the record in whose list of activities somebody is told."""
        self.ensure_one()
        return self

    def _handed_summary(self):
        """Return the line by which somebody is told; it carries no name."""
        return self.env._("Handed to you")

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # What the program makes (an online request, a workbook) is told of in its own way.
        if not self.env.su:
            records._tell_handed(dict.fromkeys(records.ids, self.env["res.users"]))
        return records

    def write(self, vals):
        if self._assigned_field not in vals:
            return super().write(vals)
        # Who had it is asked for the comparison alone.
        before = {record.id: record._assigned_users() for record in self.sudo()}
        result = super().write(vals)
        self._tell_handed(before)
        return result

    def _tell_handed(self, before):
        """Tell those who have these records in hand now and had not.

        :param dict before: record id → users who had it
        """
        kind = self.env.ref(HANDED)
        # Whom to tell is the program's matter, also where its caller sees no other users.
        for record in self.sudo():
            now, was = record._assigned_users(), before[record.id]
            document = record._handed_document()
            if was - now and document:
                old = document.activity_ids.filtered(
                    lambda line, gone=was - now, record=record: (
                        line.activity_type_id == kind
                        and line.user_id in gone
                        and line.summary == record._in_words_of(line.user_id)._handed_summary()
                    )
                )
                old.unlink()
            for user in now - was - self.env.user if document else ():
                # Somebody who does not work here any more is told of nothing.
                if user._at_work(record._staff_groups(), self.env["res.company"]):
                    document.with_context(mail_activity_quick_update=True).activity_schedule(
                        HANDED,
                        summary=record._in_words_of(user)._handed_summary(),
                        user_id=user.id,
                        date_deadline=fields.Date.context_today(record),
                    )

    def _in_words_of(self, user):
        return self.with_context(lang=user.lang or self.env.lang)

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """Send no mail about it: the activity tells."""
