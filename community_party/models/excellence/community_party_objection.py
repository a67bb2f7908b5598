from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.said_day import said_day


class CommunityPartyObjection(models.Model):
    """What somebody said against an assessment or an award in public, and the answer."""

    _name = "community.party.objection"
    _description = "Objection"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    assessment_id = fields.Many2one(
        "community.party.assessment",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    award_id = fields.Many2one(
        "community.party.award",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    organization_id = fields.Many2one(
        compute="_compute_organization_id", store=True, precompute=True
    )
    date = fields.Date("Said on", required=True, default=fields.Date.context_today)
    said_by = fields.Char("Who objects", help="Empty when it came without a name.")
    content = fields.Text("Content of the objection", required=True)
    answer = fields.Text(help="What was found, and what follows.")
    date_answered = fields.Date("Answered on", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", "Answer given by", readonly=True, copy=False, index="btree_not_null"
    )
    state = fields.Selection(
        [("open", "To be answered"), ("upheld", "Upheld"), ("dismissed", "Not upheld")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    _check_about = models.Constraint(
        "CHECK ((assessment_id IS NULL) <> (award_id IS NULL))",
        "An objection is about one assessment or one award.",
    )

    @api.depends_context("lang")
    @api.depends("assessment_id", "award_id", "date")
    def _compute_display_name(self):
        for objection in self:
            about = objection.assessment_id.display_name or objection.award_id.display_name
            objection.display_name = " ".join(
                filter(None, (about, said_day(self.env.lang, objection.date)))
            )

    @api.depends("assessment_id.organization_id", "award_id.organization_id")
    def _compute_organization_id(self):
        for objection in self:
            objection.organization_id = (objection.assessment_id or objection.award_id)[
                "organization_id"
            ]

    @api.constrains("date", "assessment_id", "award_id")
    def _check_public(self):
        self._check_not_future("date")
        for objection in self:
            award, assessment = objection.award_id, objection.assessment_id
            since = award.date_notice or assessment.date_pledge
            public = award.state in ("noticed", "granted") or (
                assessment and assessment.state != "draft"
            )
            if not public or objection.date < since:
                raise UserError(
                    self.env._(
                        "%(about)s was not public on %(date)s: an objection is entered from the "
                        "day on which people could read it. Correct the day.",
                        about=(award or assessment)._name_for_reader(),
                        date=objection.date,
                    )
                )

    def _settled_fields(self):
        about = super()._settled_fields()
        if self.ids:
            about = about | {"assessment_id", "award_id"}
        return about if self.state == "open" else about | self._all_fields_but()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for objection in self:
            if objection.state != "open":
                raise UserError(
                    self.env._(
                        "%(objection)s is answered and kept.", objection=objection.display_name
                    )
                )

    def _check_answered(self, record):
        """Refuse a decision on ``record`` while one of these is open.

        :raises UserError: naming the day of the first one
        """
        for objection in self.filtered(lambda o: o.state == "open"):
            raise UserError(
                self.env._(
                    "%(record)s: the objection of %(date)s is not answered. Answer it, then record "
                    "the decision.",
                    record=record.display_name,
                    date=objection.date,
                )
            )

    def _answer(self, state):
        self.check_access("write")
        self._check_state("open")
        for objection in self:
            if not (objection.answer or "").strip():
                raise UserError(
                    self.env._(
                        "%(objection)s: write the answer first, then say whether it is upheld.",
                        objection=objection.display_name,
                    )
                )
        self._set_closed(
            state=state,
            date_answered=fields.Date.context_today(self),
            user_id=self.env.uid,
        )
        return True

    def action_uphold(self):
        """Answer that the objection is right. What it is about is not changed by the program.

        :raises UserError: without an answer
        """
        return self._answer("upheld")

    def action_dismiss(self):
        """Answer that the objection is not right, with the reason.

        :raises UserError: without an answer
        """
        return self._answer("dismissed")
