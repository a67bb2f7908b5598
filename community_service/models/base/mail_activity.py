from odoo import api, fields, models
from odoo.fields import Domain

OURS = "community."


# Whose activity it is: of a record of ours told to those alone who may read the record.
#
# Odoo keeps the names of records in the table of activities, worked out as superuser, and an
# activity is open to whomever it is given.
class MailActivity(models.Model):
    _inherit = "mail.activity"

    res_name = fields.Char(compute_sudo=False, store=False, search="_search_res_name")

    def init(self):
        """Forget the names of our records that Odoo kept before this addon took them over."""
        # Raw SQL: the column belongs to Odoo's field, which is stored without this addon.
        self.env.cr.execute(
            """
            UPDATE mail_activity SET res_name = NULL
            WHERE res_model LIKE 'community.%' AND res_name IS NOT NULL
            """
        )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_res_name(self):
        ours = self.filtered(
            lambda activity: activity.res_id and (activity.res_model or "").startswith(OURS)
        )
        if self.env.su:
            # The program writes mails and meetings with it.
            super()._compute_res_name()
            return
        # Ours come first: Odoo reads the others as superuser, and what it read stays in the cache.
        names = self.env["mail.message"]._community_names_of(ours.mapped(_document))
        for activity in ours:
            activity.res_name = names.get(_document(activity), False)
        for activity in self - ours:
            # Of other apps as without this addon.
            activity.res_name = activity.sudo().res_name

    @api.model
    def _search_res_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        # Which kinds of records have activities is no secret; the names are searched as the reader.
        kinds = self.sudo()._read_group([("res_model", "!=", False)], ["res_model"])
        found = Domain.FALSE
        for (model,) in kinds:
            if model in self.env and self.env[model].has_access("read"):
                Model = self.env[model].with_context(active_test=False)
                records = Model._search([("display_name", operator, value)])
                found |= Domain("res_model", "=", model) & Domain("res_id", "in", records)
        if operator == "in" and False in value:
            found |= Domain("res_model", "=", False)
        return found


def _document(activity):
    return activity.res_model, activity.res_id
