from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.community_service.tools.said_day import local_day

from .community_relocation_project import AGREED


class CommunityRelocationProject(models.Model):
    """What is done with a project: its files, the effect of conditional agreements, its end."""

    _inherit = "community.relocation.project"

    def write(self, vals):
        before = {project: (project.body_id, project.is_conditional) for project in self}
        result = super().write(vals)
        for project, (body, conditional) in before.items():
            if project.body_id != body:
                project._follow_body(body)
            if project.is_conditional != conditional:
                project._follow_condition()
        return result

    def _settled_fields(self):
        settled = super()._settled_fields()
        return settled | {"is_conditional"} if self.date_effect else settled

    def _settled_sentence(self, name):
        if name != "is_conditional":
            return super()._settled_sentence(name)
        return self.env._(
            "%(project)s: its agreements have been in effect since %(day)s, so the way of signing "
            "stays.",
            project=self.name,
            day=local_day(self.env, self.date_effect),
        )

    def _follow_body(self, body):
        """Let demands that nobody has answered wait for the body that decides now.

        :param body: the one of before; somebody else who was entered by hand stays
        """
        demands = self.with_context(active_test=False).file_ids.demand_ids
        demands.filtered(
            lambda demand: demand.result == "open" and demand.body_id == body
        ).body_id = self.body_id

    def _signs_on_condition(self):
        """Tell whether an agreement that is signed now holds only once the target is reached."""
        self.ensure_one()
        return self.is_conditional and not self.date_effect

    def _follow_condition(self):
        """Let agreements follow the way of signing, until compensation stands on one.

        :raises UserError: naming a file whose agreement is in effect, since it was paid
        """
        files = self.with_context(active_test=False).file_ids
        if not self.is_conditional:
            conditional = files.filtered(lambda file: file.agreement_state == "conditional")
            conditional.write({"agreement_state": "signed"})
            return
        signed = files.filtered(lambda file: file.agreement_state == "signed")
        paid = signed.filtered("date_compensated")[:1]
        if paid:
            raise UserError(
                self.env._(
                    "%(project)s: %(file)s was compensated on %(day)s, so its agreement is in "
                    "effect. The project cannot sign on condition any more.",
                    project=self.name,
                    file=paid.number,
                    day=local_day(self.env, paid.date_compensated),
                )
            )
        signed.write({"agreement_state": "conditional"})

    def _missing_domain(self):
        """Return the domain of the households in scope that have no file yet."""
        self.ensure_one()
        files = self.env["community.relocation.file"].with_context(active_test=False)
        filed = files._search([("project_id", "=", self._origin.id)]).subselect("household_id")
        return (
            Domain("area_id", "child_of", self.area_ids.ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("id", "not in", filed)
        )

    def action_make_files(self):
        """Open a file for every household of the places in scope that has none.

        All at once, and as often as one likes: households that have a file are left alone.

        :raises UserError: when no place is in scope, or the project is closed
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        if not self.area_ids:
            raise UserError(
                self.env._(
                    "%(project)s: no place is in scope. Choose its estates or buildings first.",
                    project=self.name,
                )
            )
        # Two who press at once would draw the same numbers.
        self.lock_for_update()
        # The coordinator of the project need not work in the grids of its households.
        project = self.sudo()
        Household = project.env["community.household"]
        households = Household.search(project._missing_domain(), order="walk_key, id")
        first = project._next_number()
        quiet = project.env["community.relocation.file"].with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        files = quiet.create(
            [
                {
                    "project_id": self.id,
                    "household_id": household.id,
                    "number": f"{self.code}-{first + index:04d}",
                }
                for index, household in enumerate(households)
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if files else "info",
                "message": self.env._("%(count)s household files were opened.", count=len(files))
                if files
                else self.env._("Every household in scope has its file already."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _next_number(self):
        files = self.env["community.relocation.file"].with_context(active_test=False)
        return files.search_count([("project_id", "=", self.id)]) + 1

    def action_take_effect(self):
        """Let conditional agreements take effect, once the target rate is reached.

        :raises UserError: while it is not reached, or where the project has no such agreements
        """
        self.check_access("write")
        for project in self:
            project._check_open()
            if not project.is_conditional:
                raise UserError(
                    self.env._(
                        "%(project)s does not sign on condition: its agreements are in effect as "
                        "they are signed.",
                        project=project.name,
                    )
                )
            if not project.is_target_reached:
                raise UserError(
                    self.env._(
                        "%(project)s: %(rate)s %% of the households have signed, the target is "
                        "%(target)s %%. Conditional agreements take effect when it is reached.",
                        project=project.name,
                        rate=f"{project.signing_rate:.1f}",
                        target=f"{project.target_rate:g}",
                    )
                )
            if not project.date_effect:
                project._set_closed(date_effect=project._target_reached_on())
            conditional = project.file_ids.filtered(lambda f: f.agreement_state == "conditional")
            conditional.write({"agreement_state": "signed"})

    def _target_reached_on(self):
        """Return the day of the signing that reached the target, whenever it was entered."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        agreed = self.file_ids.filtered(lambda file: file.agreement_state in AGREED)
        days = sorted(file.date_signed or today for file in agreed)
        reached = (
            day
            for number, day in enumerate(days, 1)
            if number / self.file_count * 100 >= self.target_rate
        )
        return next(reached, today)

    def action_start_signing(self):
        """Begin the signing, in the window that the deciding body has told."""
        self.check_access("write")
        for project in self:
            project._check_open()
            if not (project.date_sign_from and project.date_sign_to):
                raise UserError(
                    self.env._(
                        "%(project)s: enter from when until when agreements are signed, as the "
                        "deciding body has told.",
                        project=project.name,
                    )
                )
            project._check_steps_done("decision")
        self._set_closed(state="signing")

    def action_start_moving(self):
        """Note that households move out."""
        self.check_access("write")
        self._check_open()
        for project in self:
            # Nobody moves before the first agreement or decision (art. 25-27).
            if not project.file_ids.filtered(lambda file: file.agreement_state != "none"):
                raise UserError(
                    self.env._(
                        "%(project)s: no household has an agreement or a decision yet, so none "
                        "moves. Sign first.",
                        project=project.name,
                    )
                )
        self._set_closed(state="moving")

    def action_close(self):
        """Close the project; its files stay as they are."""
        self.check_access("write")
        self._check_open()
        self._set_closed(state="closed", date_closed=fields.Date.context_today(self))
        self.file_ids.filtered(lambda file: not file.date_moved)._lapse_claims()

    def action_reopen(self):
        """Open a closed project again."""
        self.check_access("write")
        self._set_closed(state="moving", date_closed=False)
        self.file_ids.filtered(lambda file: not file.date_moved)._renew_claims()

    def _check_open(self):
        """Refuse work in a project that is closed."""
        for project in self:
            if project.state == "closed":
                raise UserError(
                    self.env._(
                        "%(project)s was closed on %(date)s: open it again to change its files.",
                        project=project.name,
                        date=local_day(self.env, project.date_closed),
                    )
                )

    def _check_steps_done(self, kind):
        """Refuse to go on before a step was entered with its day."""
        steps = self.env["community.relocation.step"]
        label = dict(steps._fields["kind"]._description_selection(self.env))[kind]
        for project in self:
            if not project.step_ids.filtered(lambda step: step.kind == kind and step.date_from):
                raise UserError(
                    self.env._(
                        "%(project)s: the step “%(step)s” has no day yet. Enter it with the day "
                        "of its notice first.",
                        project=project.name,
                        step=label,
                    )
                )

    def action_open_files(self):
        """Open the board of the household files."""
        return self._links_action(
            "community_mediation.community_relocation_file_action", "project_id"
        )

    def action_open_rate(self):
        """Open the signing rate over time."""
        domain = [("project_id", "=", self.id), ("date_signed", "!=", False)]
        return self._list_action("community_mediation.community_relocation_rate_action", domain)

    def _progress(self):
        """Return a row per building: name, files, agreed, unwilling, moved, rate (%)."""
        self.ensure_one()
        rows = {}
        groups = self.env["community.relocation.file"]._read_group(
            [("project_id", "=", self.id)],
            ["building_id", "agreement_state", "attitude"],
            ["__count", "date_moved:count"],
        )
        for building, state, attitude, count, moved in groups:
            # The name of a place; the team need not work in its grid.
            name = building.sudo().complete_name
            row = rows.setdefault(
                building,
                {
                    "name": name,
                    "files": 0,
                    "agreed": 0,
                    "unwilling": 0,
                    "moved": 0,
                },
            )
            row["files"] += count
            row["agreed"] += count if state in AGREED else 0
            row["unwilling"] += count if attitude == "unwilling" and state == "none" else 0
            row["moved"] += moved
        for row in rows.values():
            row["rate"] = f"{row['agreed'] / row['files'] * 100:.1f}"
        return list(rows.values())
