from odoo import api, models


class CommunityContactSourceMixin(models.AbstractModel):
    """Records from which the no-contact watch learns: that nobody was met, or that somebody was.

    A model that inherits this says with ``_contact_word`` what a record tells, and which of its
    fields that follows from with ``_contact_fields``. The alerts of the homes concerned follow at
    once, whoever enters the record and however late.
    """

    _name = "community.contact.source.mixin"
    _description = "Record the No-Contact Watch Learns From"
    _inherit = ["community.record.mixin"]

    @api.model
    def _contact_fields(self):
        """Return the names of the fields from which follows what the watch learns, as a set."""
        return set()

    def _contact_word(self):
        """Return ``signal`` or ``contact``, or nothing for a record that tells neither."""
        self.ensure_one()
        return ""

    def _contact_homes(self):
        """Return the households of which these records tell something."""
        return self.household_id

    def _contact_text(self):
        """Return what an alert says of this record, to whoever may read it."""
        self.ensure_one()
        return self.display_name

    def _contact_document(self):
        """Return the record that is opened from an alert: this one, or the file that it is of."""
        return self

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._tell_watch({})
        return records

    def write(self, vals):
        if not vals.keys() & self._contact_fields():
            return super().write(vals)
        # sudo: what follows does so whoever may read the home.
        before = {record.id: record._contact_word() for record in self.sudo()}
        homes = self.sudo()._contact_homes()
        result = super().write(vals)
        self._tell_watch(before, homes)
        return result

    def unlink(self):
        homes = self.sudo()._contact_homes()
        tells = any(record._contact_word() for record in self.sudo())
        result = super().unlink()
        if tells:
            self.env["community.contact.alert"]._look(homes)
        return result

    def _tell_watch(self, before, homes=None):
        """Let the alerts follow what these records say now.

        :param dict before: what each said until now, by id; a new one said nothing
        :param homes: of which households they spoke until now
        """
        # sudo: whoever enters a record need not read the alerts, nor what else they rest on.
        own = self.sudo()
        Alert = self.env["community.contact.alert"]
        words = [(before.get(record.id, ""), record._contact_word()) for record in own]
        if not any(any(pair) for pair in words):
            return
        homes = own._contact_homes() | (homes or own.env["community.household"])
        # Somebody who was met, or a signal less, can only end an alert that there is.
        may_open = any(
            now == "signal" or (was == "contact" and now != "contact") for was, now in words
        )
        Alert._look(homes if may_open else Alert._open_of(homes).household_id)
