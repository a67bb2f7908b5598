from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityPartyMentor(models.Model):
    """A full member who cultivates somebody on the way in, or introduces them."""

    _name = "community.party.mentor"
    _description = "Contact or Introducer"
    _inherit = ["community.party.filed.mixin"]
    _order = "member_id, kind desc, date_from, id"
    _rec_name = "mentor_id"

    member_id = fields.Many2one(string="Person on the way in", ondelete="cascade")
    kind = fields.Selection(
        [("contact", "Cultivation contact"), ("introducer", "Introducer")],
        required=True,
        default="contact",
    )
    mentor_id = fields.Many2one(
        "community.party.member",
        "Contact or introducer",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )
    _check_other = models.Constraint(
        "CHECK (member_id <> mentor_id)", "Nobody is their own contact or introducer."
    )
    _open_uniq = models.UniqueIndex(
        "(member_id, mentor_id, kind) WHERE date_to IS NULL",
        "This member is named here already.",
    )

    @api.constrains("mentor_id", "member_id", "kind")
    def _check_right(self):
        for line in self:
            if reason := line._why_not():
                raise ValidationError(reason)

    @api.constrains("member_id", "kind", "date_to")
    def _check_most(self):
        steps = self.env["community.party.step"].search([("people_kind", "!=", False)])
        most = {step.people_kind: step.rule_id.people_most for step in steps if step.rule_id}
        for member in self.member_id:
            open_lines = member.mentor_ids.filtered(lambda line: not line.date_to)
            for kind, lines in open_lines.grouped("kind").items():
                if len(lines) > most.get(kind, len(lines)):
                    raise ValidationError(
                        self.env._(
                            "%(person)s has %(count)s open lines as “%(kind)s” and may have "
                            "%(most)s: end one of them first.",
                            person=member._name_for_reader(),
                            count=len(lines),
                            kind=dict(self._fields["kind"]._description_selection(self.env))[kind],
                            most=most[kind],
                        )
                    )

    def _why_not(self):
        """Return the sentence that tells why this member cannot take the part, or False."""
        self.ensure_one()
        mentor = self.mentor_id
        if mentor.stage != "full":
            return self.env._(
                "%(mentor)s is no full member and can neither cultivate nor introduce anybody: "
                "choose a full member.",
                mentor=mentor._name_for_reader(),
            )
        if not mentor.can_introduce:
            return self.env._(
                "%(mentor)s has no right to introduce now (discipline, suspended rights or "
                "status): choose another full member.",
                mentor=mentor._name_for_reader(),
            )
        return False

    def _ending_document(self):
        return self.member_id
