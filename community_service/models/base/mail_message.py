import collections

from odoo import api, models
from odoo.exceptions import AccessError, MissingError

OURS = "community."


# The name of a record of ours above a message is told to those who may read the record.
class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.depends("model", "res_id")
    @api.depends_context("uid")
    def _compute_record_name(self):
        if self.env.su:
            # The program writes the subject of a mail with it.
            super()._compute_record_name()
            return
        ours = self.filtered(
            lambda message: message.res_id and (message.model or "").startswith(OURS)
        )
        # Ours come first: Odoo reads the others as superuser, and what it read stays in the cache.
        names = self._community_names_of(
            ours.mapped(lambda message: (message.model, message.res_id))
        )
        for message in ours:
            message.record_name = names.get((message.model, message.res_id), False)
        super(MailMessage, self - ours)._compute_record_name()

    @api.model
    def _community_names_of(self, documents):
        """Return the names of records of ours that the user may read: one search for each model.

        :param documents: iterable of (model name, id)
        :return: dict of (model name, id) to name; hidden and missing ones are not in it
        """
        by_model = collections.defaultdict(set)
        for model, number in documents:
            by_model[model].add(number)
        names = {}
        for model, numbers in by_model.items():
            Model = self.env.get(model)
            if Model is None or not Model.has_access("read"):
                continue
            found = Model.with_context(active_test=False)._search([("id", "in", list(numbers))])
            for record in Model.browse(found):
                try:
                    names[model, record.id] = record.display_name
                except (AccessError, MissingError):
                    continue  # a name that is made of something hidden
        return names
