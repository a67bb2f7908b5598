from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError

from .community_petition_search import ABOVE, OFFICER


# To whom an accusation goes that nobody of the community may see.
class ResCompany(models.Model):
    _inherit = "res.company"

    community_body_above_id = fields.Many2one(
        "res.partner",
        "Body above",
        domain=[("is_company", "=", True)],
        help="Gets accusations that nobody who keeps the register may see.",
    )
    community_person_above_id = fields.Many2one(
        "res.users",
        "Person above",
        domain=lambda self: [("all_group_ids", "in", self._petition_groups().ids)],
        help="Opens such an accusation, and no other petition.",
    )

    @api.model
    def _petition_groups(self):
        groups = self.env["res.groups"]
        for name in (ABOVE, OFFICER):
            # Not there yet while the addon is installed.
            groups |= self.env.ref(name, raise_if_not_found=False) or groups
        return groups

    @api.model
    def _community_settings(self):
        return super()._community_settings() | {
            "community_body_above_id",
            "community_person_above_id",
        }

    @api.constrains("community_person_above_id")
    def _check_person_above(self):
        for company in self.filtered("community_person_above_id"):
            user = company.community_person_above_id
            if company in user.company_ids and any(map(user.has_group, (ABOVE, OFFICER))):
                continue
            raise ValidationError(
                self.env._(
                    "%(user)s cannot get accusations of %(community)s: give the account this "
                    "community and the group “%(group)s” first.",
                    user=user.name,
                    community=company.name,
                    group=self.env.ref(ABOVE).name,
                )
            )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("community_person_above_id"):
            # The program itself, not whoever sets it: they may be accused, and hear nothing of it.
            self.env["community.petition"].with_user(SUPERUSER_ID)._find_readers()
        return result
