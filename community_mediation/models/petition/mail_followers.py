from odoo import models


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    def _insert_followers(self, res_model, res_ids, partner_ids, *args, **kwargs):
        """Insert as Odoo does, except who is accused and the people of their body."""
        if res_model == "community.petition" and partner_ids:
            petitions = self.env[res_model].browse(res_ids)
            barred = set(petitions._accused_partners().ids)
            partner_ids = [partner for partner in partner_ids if partner not in barred]
            if not partner_ids:
                return None
        return super()._insert_followers(res_model, res_ids, partner_ids, *args, **kwargs)
