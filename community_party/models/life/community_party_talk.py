from odoo import api, fields, models

from odoo.addons.community_service.tools.said_day import said_day


class CommunityPartyTalk(models.Model):
    """A heart-to-heart talk: who with whom, what the member needs and is good at."""

    _name = "community.party.talk"
    _description = "Heart-to-heart Talk"
    _inherit = ["community.party.filed.mixin", "community.logged.mixin"]
    _order = "date desc, id desc"
    _rec_name = "member_id"

    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    kind = fields.Selection(
        [
            ("committee", "Within the committee"),
            ("member", "Committee and member"),
            ("peers", "Between members"),
        ],
        default="member",
        required=True,
    )
    occasion = fields.Selection(
        [
            ("regular", "Regular"),
            ("life_meeting", "Before an organisational life meeting"),
            ("hardship", "Hardship or illness"),
            ("change", "Change of job, post or home"),
            ("problem", "Something to put right"),
        ],
        default="regular",
        required=True,
    )
    talker_id = fields.Many2one(
        "community.party.member",
        "Held by",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    member_id = fields.Many2one(string="With")
    place = fields.Char()
    needs = fields.Text("What the member needs")
    strengths = fields.Text("What the member can give", help="Skills, time, a trade, contacts.")
    content = fields.Text("What was said")
    agreed = fields.Text("What was agreed")
    plan_line_ids = fields.One2many("community.party.plan.line", "talk_id", "Action items")

    _check_two = models.Constraint(
        "CHECK (talker_id <> member_id)", "A talk is held by one member with another."
    )

    @api.depends_context("lang")
    @api.depends("talker_id.name", "member_id.name", "date")
    def _compute_display_name(self):
        for talk in self:
            people = " – ".join(filter(None, (talk.talker_id.name, talk.member_id.name)))
            talk.display_name = " ".join(filter(None, (said_day(self.env.lang, talk.date), people)))

    @api.constrains("date")
    def _check_date(self):
        self._check_not_future("date")

    @api.model_create_multi
    def create(self, vals_list):
        talks = super().create(vals_list)
        talks._tell_member()
        return talks

    def write(self, vals):
        result = super().write(vals)
        if {"needs", "strengths", "date"} & vals.keys():
            self._tell_member()
        return result

    def _tell_member(self):
        """Carry what was asked to the member's file, so that nobody types it twice."""
        newest = {}
        for talk in self.search([("member_id", "in", self.member_id.ids)], order="date, id"):
            known = newest.setdefault(talk.member_id, {})
            known.update({k: talk[k] for k in ("needs", "strengths") if talk[k]})
        for member, values in newest.items():
            changed = {name: value for name, value in values.items() if member[name] != value}
            if changed:
                member.write(changed)

    @api.model
    def _list_fields(self):
        names = "date kind member_id needs occasion organization_id strengths talker_id"
        return super()._list_fields() | set(names.split())
