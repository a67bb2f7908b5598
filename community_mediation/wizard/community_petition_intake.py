from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.community_service.models.base.community_dialog_mixin import ends_dialog
from odoo.addons.community_service.tools.ending import ANY_END, MOVED
from odoo.addons.community_service.tools.listed import listed

from ..models.petition.community_petition import CHANNELS, KINDS, TOPICS

HANDED_OVER = (
    "kind",
    "topic",
    "description",
    "household_id",
    "resident_id",
    "visit_id",
    "need_id",
    "area_id",
    "is_urgent",
    "is_anonymous",
    "channel",
    "date_received",
    "accused_user_ids",
    "accused_partner_ids",
)


class CommunityPetitionIntake(models.TransientModel):
    """Takes a petition from whoever hears it, and hands it to the petition officers.

    Whoever took it sees number and code once, for the petitioner, and not the file.
    """

    _name = "community.petition.intake"
    _description = "Petition handed over"
    _inherit = ["community.dialog.mixin"]

    kind = fields.Selection(KINDS, default="request", required=True)
    topic = fields.Selection(TOPICS, default="other", required=True)
    channel = fields.Selection(CHANNELS, default="visit", required=True)
    description = fields.Text("What is asked, and the facts", required=True)
    date_received = fields.Date(
        "Received on", default=fields.Date.context_today, required=True, readonly=True
    )
    household_id = fields.Many2one("community.household", readonly=True)
    resident_id = fields.Many2one(
        "community.resident",
        "Petitioner",
        domain="[('household_id', '=', household_id)]",
    )
    visit_id = fields.Many2one("community.visit", readonly=True)
    need_id = fields.Many2one("community.visit.need", readonly=True)
    area_id = fields.Many2one("community.area", "Building or estate", readonly=True)
    is_urgent = fields.Boolean("Urgent", help="Might harm people or order.")
    is_anonymous = fields.Boolean("Without a name")
    accused_user_ids = fields.Many2many(
        "res.users", string="Accused users", domain=[("share", "=", False)]
    )
    accused_partner_ids = fields.Many2many("res.partner", string="Accused people and bodies")
    is_accused_elsewhere = fields.Boolean(
        "Nobody who works here",
        help="Neither the accused nor anybody of the accused body works with this program.",
    )
    goes_to = fields.Char("Where it goes", compute="_compute_goes_to")
    is_told = fields.Boolean("I have read where it goes")
    number = fields.Char(readonly=True)
    code = fields.Char("Tracking code", readonly=True)
    progress_page = fields.Char("Where to look", readonly=True)

    @api.model
    def _typed_fields(self):
        """Forget who asks and who is accused, too."""
        return super()._typed_fields() | {
            "household_id": False,
            "resident_id": False,
            "visit_id": False,
            "need_id": False,
            "accused_user_ids": [Command.clear()],
            "accused_partner_ids": [Command.clear()],
        }

    @api.model_create_multi
    def create(self, vals_list):
        # Number and code come from the program alone.
        return super().create(
            [
                {name: value for name, value in vals.items() if name not in ("number", "code")}
                for vals in vals_list
            ]
        )

    @api.depends("kind", "accused_user_ids", "accused_partner_ids", "household_id", "is_anonymous")
    def _compute_goes_to(self):
        """Say to whom an accusation goes that nobody who keeps the register may see."""
        for dialog in self:
            reader, dialog.goes_to = dialog._reader()

    def _reader(self):
        """Return (the user above who gets it instead, the sentence that says so).

        Both are empty where somebody who keeps the register may see it. No user and a sentence:
        nobody may, and it must not be entered.
        """
        nobody = self.env["res.users"]
        if self.kind != "accusation":
            return nobody, False
        Petition = self.env["community.petition"]
        household = self.household_id if not self.is_anonymous else self.household_id.browse()
        company = household.company_id or self.env.company
        accused = self.accused_user_ids._origin, self.accused_partner_ids._origin
        if Petition._readers(company, *accused):
            return nobody, False
        body, user = Petition._above(company, *accused)
        names = listed(self.env.lang, filter(None, (user.name, body.name)))
        if user:
            return user, self.env._(
                "Everybody who keeps petitions here is accused or belongs to the accused body. It "
                "goes to %(names)s instead, and nobody here sees it.",
                names=names,
            )
        if body:
            return nobody, self.env._(
                "Everybody who keeps petitions here is accused or belongs to the accused body. "
                "Nobody could open it, so it is not entered: bring it to %(names)s yourself.",
                names=names,
            )
        return nobody, self.env._(
            "Everybody who keeps petitions here is accused or belongs to the accused body. Nobody "
            "could open it, so it is not entered: bring it to the discipline body above the "
            "community yourself. The settings can name a person above to whom it goes."
        )

    @ends_dialog
    def action_hand_over(self):
        """Enter it in the register and show number and code for the petitioner.

        :raises AccessError: for a household or person that is not in the user's care
        :raises UserError: for an accusation of which nobody is named, or that nobody here may see
            and whoever takes it has not been told where it goes
        """
        self.ensure_one()
        links = (self.household_id, self.resident_id, self.visit_id, self.need_id, self.area_id)
        for record in (*links, self.accused_user_ids, self.accused_partner_ids):
            record.check_access("read")
        self._check_accused()
        reader, sentence = self._reader()
        if sentence and not (reader and self.is_told):
            raise UserError(
                self.env._("%(sentence)s Tick that you have read this.", sentence=sentence)
                if reader
                else sentence
            )
        values = {
            name: self._fields[name].convert_to_write(self[name], self) for name in HANDED_OVER
        }
        if self.kind != "accusation":
            values |= {"accused_user_ids": [], "accused_partner_ids": []}
        if self.is_anonymous:
            values |= {"household_id": False, "resident_id": False, "visit_id": False}
        # Whoever hears a petition hands it over; the register itself stays closed to them. Their
        # rights on what it is linked to were checked above.
        quiet = (
            self.env["community.petition"]
            .sudo()
            .with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        )
        petition = quiet.create({**values, "user_id": reader.id})
        petition._tell_officers(self.env._("A petition has come in"))
        # Number and code are the program's; the rest is forgotten when the button ends.
        self.sudo().write(
            {
                "number": petition.number,
                "code": petition.access_code,
                "progress_page": petition._progress_url(),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("In the register"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (
                    self.env.ref("community_mediation.community_petition_intake_view_done").id,
                    "form",
                )
            ],
            "target": "new",
        }

    def _check_accused(self):
        """Refuse an accusation that would reach the accused: those named are left out at once."""
        named = self.accused_user_ids or self.accused_partner_ids
        if self.kind == "accusation" and not (named or self.is_accused_elsewhere):
            raise UserError(
                self.env._(
                    "Say who is accused, so that they and their body hear nothing of it; or tick "
                    "that it is nobody who works here."
                )
            )

    @api.model
    def _takes_ended(self):
        # As the petition that comes of it.
        return super()._takes_ended() | {
            "accused_partner_ids": ANY_END,
            "resident_id": frozenset({MOVED}),
        }
