from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.said_day import local_day

AREAS = ("certified_area", "uncertified_area", "land_area")

DAYS = ("date_signed", "date_decision", "date_compensated", "date_moved")


class CommunityRelocationFile(models.Model):
    """How the agreement and the move go on; the law's order is kept by the database as well."""

    _inherit = "community.relocation.file"

    def write(self, vals):
        frozen = vals.keys() - {"message_follower_ids", "activity_ids", "active"}
        if frozen and not self.env.su:
            self.project_id._check_open()
        vals = dict(vals)
        today = fields.Date.context_today(self)
        state = vals.get("agreement_state")
        self._check_way_of_signing(state)
        # A card dragged on the board is signed, or decided, on the day of the drag.
        if state in ("conditional", "signed") and "date_signed" not in vals:
            undated = self.filtered(lambda file: not file.date_signed)
            if undated and undated != self:
                super(CommunityRelocationFile, undated).write({"date_signed": today})
            elif undated:
                vals["date_signed"] = today
        elif state == "none" and "date_signed" not in vals:
            vals["date_signed"] = False
        if state == "decision" and "date_decision" not in vals:
            vals["date_decision"] = today
        result = super().write(vals)
        if "date_moved" in vals:
            # What was taken on for a household is done once it lives elsewhere, on whatever day
            # and by whatever screen the move is entered.
            moved = self.filtered("date_moved")
            moved._propose_fulfilment()
            (self - moved)._renew_claims()
        return result

    def _check_way_of_signing(self, state):
        """Refuse a plain agreement where the project signs on condition, and the other way round.

        Below its target a project that signs on condition has no other agreements; once they have
        taken effect, or where it does not, there are no conditional ones.
        """
        for file in self if state in ("conditional", "signed") else ():
            project = file.project_id
            if file.agreement_state == state:
                continue
            if state == "signed" and project._signs_on_condition():
                raise UserError(
                    self.env._(
                        "%(file)s: %(project)s signs on condition until its agreements take "
                        "effect. Choose “signed on condition”.",
                        file=file.number,
                        project=project.name,
                    )
                )
            if state == "conditional" and not project._signs_on_condition():
                raise UserError(
                    self.env._(
                        "%(file)s: %(project)s does not sign on condition, or its agreements have "
                        "taken effect. Choose “agreement signed”.",
                        file=file.number,
                        project=project.name,
                    )
                )

    @api.constrains(*AREAS)
    def _check_areas(self):
        for file in self:
            for name in AREAS:
                if file[name] < 0:
                    raise UserError(
                        self.env._(
                            "%(file)s: %(field)s is %(value)s, but an area is 0 or more. Enter "
                            "what the survey says.",
                            file=file.number,
                            field=self._fields[name]._description_string(self.env),
                            value=f"{file[name]:g}",
                        )
                    )

    @api.constrains("transition_months")
    def _check_months(self):
        for file in self:
            if file.transition_months < 0:
                raise UserError(
                    self.env._(
                        "%(file)s: %(months)s months of transition cannot be. Enter 0 or more.",
                        file=file.number,
                        months=file.transition_months,
                    )
                )

    @api.constrains(*DAYS)
    def _check_days(self):
        self._check_not_future(*DAYS)

    @api.constrains("agreement_state", "date_signed", "date_decision")
    def _check_agreement(self):
        """An agreement is signed within the signing time or after it (art. 25).

        A government decision comes when that time has passed without one, or the owner is not
        known (art. 26); review or suit follows a decision.
        """
        for file in self:
            project, start = file.project_id, file.project_id.date_sign_from
            if file.date_signed and start and file.date_signed < start:
                raise UserError(
                    self.env._(
                        "%(file)s: signed on %(date)s, before the signing time begins on "
                        "%(start)s. Correct the day.",
                        file=file.number,
                        date=local_day(self.env, file.date_signed),
                        start=local_day(self.env, start),
                    )
                )
            end = project.date_sign_to
            if file.agreement_state == "decision" and not file.owner_unknown:
                if not end or file.date_decision <= end:
                    raise UserError(
                        self.env._(
                            "%(file)s: the government decides only when the signing time, until "
                            "%(end)s, has passed without an agreement, or the owner is unknown "
                            "(art. 26).",
                            file=file.number,
                            end=local_day(self.env, end) if end else "?",
                        )
                    )
            if file.agreement_state == "review" and not file.date_decision:
                raise UserError(
                    self.env._(
                        "%(file)s: review or suit follows a government decision. Enter the day "
                        "of the decision first.",
                        file=file.number,
                    )
                )

    @api.constrains(
        "date_compensated", "date_moved", "agreement_state", "date_signed", "date_decision"
    )
    def _check_paid_first(self):
        """Agree or decide first (art. 25, 26), compensate then, move last (art. 27)."""
        for file in self:
            paid, moved = file.date_compensated, file.date_moved
            if moved and (not paid or paid > moved):
                raise UserError(
                    self.env._(
                        "%(file)s cannot move yet: compensation comes first and moving later "
                        "(art. 27). Enter the day on which the deciding body paid; until then "
                        "nobody may be made to move.",
                        file=file.number,
                    )
                )
            if paid:
                file._check_basis(paid)

    def _check_basis(self, paid):
        """Refuse a compensation without an agreement in effect or a decision, or before it."""
        basis = {
            "signed": self.date_signed,
            "decision": self.date_decision,
            "review": self.date_decision,
        }.get(self.agreement_state)
        if basis and self.agreement_state == "signed" and self.project_id.is_conditional:
            # What was signed on condition holds from the day on which the target was reached.
            basis = max(basis, self.project_id.date_effect or basis)
        if not basis:
            raise UserError(
                self.env._(
                    "%(file)s: compensation on %(paid)s needs an agreement in effect or a "
                    "government decision (art. 25, 26). Enter it first.",
                    file=self.number,
                    paid=local_day(self.env, paid),
                )
            )
        if paid < basis:
            raise UserError(
                self.env._(
                    "%(file)s: compensated on %(paid)s, before the agreement or decision of "
                    "%(basis)s. Correct one of the days.",
                    file=self.number,
                    paid=local_day(self.env, paid),
                    basis=local_day(self.env, basis),
                )
            )

    # buttons

    def action_sign(self):
        """Note that the household signed today; on condition where the project signs so."""
        self.check_access("write")
        for file in self:
            conditional = file.project_id._signs_on_condition()
            file.write({"agreement_state": "conditional" if conditional else "signed"})

    def action_paid(self):
        """Note that compensation was paid today, as the deciding body told."""
        self.check_access("write")
        self.write({"date_compensated": fields.Date.context_today(self)})

    def action_moved(self):
        """Note that the household moved out today.

        :raises UserError: before compensation was paid (art. 27), which needs an agreement or a
            decision
        """
        self.check_access("write")
        self.write({"date_moved": fields.Date.context_today(self)})

    def action_explain(self):
        """Open the dialog in which an explanation at the door is noted."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Explain at the door"),
            "res_model": "community.relocation.explanation",
            "view_mode": "form",
            "views": [
                (
                    self.env.ref(
                        "community_mediation.community_relocation_explanation_view_form_door"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_file_id": self.id, "default_is_visit": True},
        }

    @api.depends_context("uid")
    @api.depends("household_id")
    def _compute_can_open_household(self):
        readable = self.household_id._filtered_access("read")
        for file in self:
            file.can_open_household = file.household_id in readable

    def action_open_household(self):
        """Open the household, for those who may see it."""
        self.ensure_one()
        self.check_access("read")
        self.household_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "community.household",
            "res_id": self.household_id.id,
            "views": [(False, "form")],
        }
