from odoo import fields, models


class CommunityMatchMark(models.Model):
    """A few words about a person that a list from above left in the register.

    Whoever sees the person reads them. They ask for no visit and change no fact.
    """

    _name = "community.match.mark"
    _description = "Mark"
    _inherit = ["community.housed.mixin"]
    _order = "id desc"
    _household_links = ("resident_id",)
    _check_company_auto = True

    name = fields.Char("Mark", required=True, readonly=True, index=True)
    resident_id = fields.Many2one(
        "community.resident",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
    )
    batch_id = fields.Many2one(
        "community.match.batch",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        groups="community_service.group_community_officer",
    )

    _mark_uniq = models.UniqueIndex("(resident_id, name)", "This person has this mark already.")
