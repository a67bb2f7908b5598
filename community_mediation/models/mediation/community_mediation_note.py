from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.community_service.models.base.community_secret_mixin import HIDDEN

from .community_mediation_participant import SIDES


class CommunityMediationNote(models.Model):
    """A sealed note: what one side tells the mediator in private (People's Mediation Law, art. 15).

    It is read by those who mediated when it was written, and by the helpers of its side: a mediator
    or coordinator named later does not get it by being named. The words leave through one logged
    method only.
    """

    _name = "community.mediation.note"
    _description = "Sealed Note"
    _inherit = ["community.guarded.mixin"]
    _order = "id desc"
    _rec_name = "case_id"
    _check_company_auto = True

    case_id = fields.Many2one(
        "community.mediation.case",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    side = fields.Selection(SIDES[:2], required=True, readonly=True)
    date = fields.Date(default=fields.Date.context_today, required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Written by", default=lambda self: self.env.user, readonly=True, index=True
    )
    reader_ids = fields.Many2many(
        "res.users", "community_mediation_note_reader_rel", string="Open to", readonly=True
    )
    content = fields.Text(groups=fields.NO_ACCESS, copy=False)
    content_input = fields.Text(
        "What was told",
        compute="_compute_content_input",
        inverse="_inverse_content_input",
        compute_sudo=True,
        exportable=False,
    )

    @api.model
    def _closed_fields(self):
        # Case, side and day are entered with the note and then stay.
        return super()._closed_fields() - {"case_id", "side", "date"}

    @api.depends("case_id")
    def _compute_display_name(self):
        for note in self:
            note.display_name = note.case_id.display_name

    @api.depends("content")
    def _compute_content_input(self):
        for note in self:
            note.content_input = HIDDEN if note.content else False

    def _inverse_content_input(self):
        for note in self:
            text = (note.content_input or "").strip()
            if text and text != HIDDEN:
                # Whoever may write the note puts the words in; nobody reads them from the field.
                note.sudo().content = text

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._refuse_closed(vals_list)
        cases = self.env["community.mediation.case"]
        for vals in vals_list:
            # Who mediates is a fact of the case, not of the rights of whoever writes.
            case = cases.sudo().browse(vals.get("case_id"))
            helpers = case.side_one_ids if vals.get("side") == "one" else case.side_two_ids
            users = case.mediator_ids.user_id | helpers.user_id
            if self.env.user not in users:
                raise AccessError(
                    self.env._("Sealed notes are written by the mediators of the case only.")
                )
            vals["user_id"] = self.env.uid
            vals["reader_ids"] = [Command.set(users.ids)]
        # The rule asks for the readers, who are set only with the record; the right was checked.
        notes = super(CommunityMediationNote, self.sudo()).create(vals_list)
        return notes.with_env(self.env)

    def _settled_fields(self):
        return super()._settled_fields() | self._all_fields_but("content", "content_input")

    def _settled_sentence(self, name):
        return self.env._("A sealed note keeps its case, side and day: write another one.")

    def action_open_content(self):
        """Show the words to whoever the note is open to, and log it.

        :return: action that shows them
        :raises AccessError: to anybody else
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.display_name,
                "message": self._content(),
                "sticky": True,
                "type": "info",
            },
        }

    def _content(self):
        """Return the words of a note, for those it is open to only.

        :raises AccessError: to anybody else, the superuser's own user included
        """
        # Rules do not bind the superuser; this list does.
        note = self.sudo()
        if self.env.user not in note.reader_ids:
            raise AccessError(self.env._("This note is sealed: it is open to its readers only."))
        self.env["community.access.log"]._log("reveal", self, field_names=["content"])
        return note.content or ""
