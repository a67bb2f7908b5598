from odoo import fields, models


class CommunityCaringStation(models.Model):
    """A caring station: the place, its hours and head, its teams and what it has in stock."""

    _name = "community.caring.station"
    _description = "Caring Station"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    area_id = fields.Many2one(
        "community.area", "Building or estate", check_company=True, ondelete="restrict"
    )
    location = fields.Char(help="How to find the door, for example ground floor of building 3.")
    opening_hours = fields.Char(help="For example Monday to Friday, 8:30 to 17:00.")
    head_id = fields.Many2one("res.users", "Head of the station", domain=[("share", "=", False)])
    phone = fields.Char(help="Number of the station, shown to everybody.")
    team_ids = fields.One2many("community.caring.team", "station_id", "Teams")
    item_ids = fields.One2many("community.caring.item", "station_id", "Stock")

    def action_open_events(self):
        """Open the events of this station's teams, what is due first."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_life_event_action"
        )
        return action | {"domain": [("team_id.station_id", "=", self.id)]}
