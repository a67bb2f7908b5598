from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

REPEAT_DAYS = 180


class CommunityPetition(models.Model):
    """What a petition leads to, and the petitions that may be about the same matter."""

    _inherit = "community.petition"

    file_id = fields.Many2one(
        "community.relocation.file",
        "Relocation file",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    issue_id = fields.Many2one(
        "community.legacy.issue",
        "Legacy issue",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    case_ids = fields.One2many("community.mediation.case", "petition_id", "Mediation cases")
    case_count = fields.Integer("In mediation", compute="_compute_case_count", compute_sudo=True)
    is_hardship = fields.Boolean(
        "Real hardship", help="Tell the petitioner about aid, or help to apply for it (art. 37)."
    )
    date_aid_told = fields.Date("Aid told on", readonly=True, copy=False)
    aid_need_id = fields.Many2one(
        "community.visit.need",
        "Need for aid",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    aid_progress = fields.Char("Aid", compute="_compute_aid_progress", compute_sudo=True)
    similar_ids = fields.Many2many(
        "community.petition", string="Perhaps the same matter", compute="_compute_similar_ids"
    )
    similar_count = fields.Integer("Perhaps the same", compute="_compute_similar_ids")

    @api.depends("case_ids")
    def _compute_case_count(self):
        # The number alone: the cases themselves are open to their mediators only.
        for petition in self:
            petition.case_count = len(petition.case_ids)

    @api.depends("aid_need_id.state", "aid_need_id.follow_up_id")
    def _compute_aid_progress(self):
        # As superuser: number and state of the aid case alone, its content is open to its officers.
        for petition in self:
            need = petition.aid_need_id
            record = need
            if need.follow_up_model == "community.aid.case":
                record = self.env["community.aid.case"].browse(need.follow_up_id).exists() or need
            states = dict(record._fields["state"]._description_selection(self.env))
            number = record.number or "" if record != need else ""
            petition.aid_progress = f"{number} {states.get(record.state, '')}".strip()

    @api.depends("person_ids.resident_id", "household_id", "area_id", "topic", "date_received")
    def _compute_similar_ids(self):
        """Propose earlier petitions of the same home or people, or on the same matter and place.

        They are shown, never joined by themselves.
        """
        for petition in self:
            if petition.kind == "accusation" or not petition.date_received:
                petition.similar_ids, petition.similar_count = False, 0
                continue
            near = Domain.FALSE
            if people := petition.person_ids.resident_id:
                near |= Domain("person_ids.resident_id", "in", people.ids)
            if petition.household_id:
                near |= Domain("household_id", "=", petition.household_id.id)
            if petition.area_id:
                near |= Domain("area_id", "=", petition.area_id.id)
            found = self.search(
                near
                & Domain("topic", "=", petition.topic)
                & Domain("kind", "!=", "accusation")
                & Domain("state", "!=", "joined")
                & Domain("id", "not in", (petition._origin | petition.joined_id).ids)
                & Domain("date_received", ">=", petition.date_received - timedelta(REPEAT_DAYS))
                & Domain("date_received", "<=", petition.date_received),
                limit=5,
            )
            petition.similar_ids, petition.similar_count = found, len(found)

    @api.constrains("kind", "file_id", "issue_id")
    def _check_accusation_stands_alone(self):
        for petition in self:
            if petition.kind == "accusation" and (petition.file_id or petition.issue_id):
                raise UserError(
                    self.env._(
                        "%(petition)s is an accusation and is linked to no other file: whoever may "
                        "read that one would learn of it. Take the link out.",
                        petition=petition.display_name,
                    )
                )

    def action_mediation(self):
        """Hand the dispute in it to mediation (art. 33, 37); the petition keeps its own clock.

        :raises UserError: for an accusation
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open(self)
        self._check_not_accusation()
        Case = self.env["community.mediation.case"]
        values = Case._start_defaults(
            "petition", self.household_id, self.resident_id, self.description
        )
        return Case._start(values | {"petition_id": self.id, "area_id": self.area_id.id})

    def action_aid(self):
        """Tell or help a petitioner in hardship to apply for aid (art. 37).

        The household's grid worker gets a need on the list, from which the aid case starts; it says
        nothing of the petition. Without a household the day of the talk is noted.

        :raises UserError: for an accusation
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open(self)
        self._check_not_accusation()
        values = {"is_hardship": True, "date_aid_told": fields.Date.context_today(self)}
        if self.household_id and not self.date_aid_told:
            # The petition officer need not have the right to read this grid and write its needs.
            grid = self.household_id.sudo().grid_id
            # Superuser for the same reason.
            need = (
                self.env["community.visit.need"]
                .sudo()
                .create(
                    {
                        "name": self.env._("In hardship: help to apply for aid"),
                        "kind": "aid",
                        "household_id": self.household_id.id,
                        "user_id": grid.officer_ids[:1].id or self.env.uid,
                    }
                )
            )
            values["aid_need_id"] = need.id
        self._by_code(values)

    def _check_not_accusation(self):
        for petition in self:
            if petition.kind == "accusation":
                raise UserError(
                    self.env._(
                        "%(petition)s is an accusation: nothing of it goes to anybody but the body "
                        "that examines it.",
                        petition=petition.display_name,
                    )
                )

    def action_open_similar(self):
        """Open the petitions that may be about the same matter."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_mediation.community_petition_action"
        )
        return action | {"domain": [("id", "in", self.similar_ids.ids)], "context": {}}

    @api.model
    def _action_of(self, record, field_name):
        """Return the action that opens the petitions of a record of ours."""
        record.ensure_one()
        record.check_access("read")
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_mediation.community_petition_action"
        )
        return action | {
            "domain": [(field_name, "=", record.id)],
            "context": {f"default_{field_name}": record.id},
        }


class CommunityMediationCase(models.Model):
    _inherit = "community.mediation.case"
    _code_fields = ("life_event_id", "request_id", "petition_id")

    petition_id = fields.Many2one(
        "community.petition",
        "From the petition",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )


class CommunityRelocationFile(models.Model):
    _inherit = "community.relocation.file"

    petition_count = fields.Integer(
        "Petitions", compute="_compute_petition_count", compute_sudo=True
    )

    def _compute_petition_count(self):
        # The number alone, for the team of the file; contents stay with the petition officer.
        counts = dict(
            self.env["community.petition"]._read_group(
                [("file_id", "in", self.ids)], ["file_id"], ["__count"]
            )
        )
        for file in self:
            file.petition_count = counts.get(file, 0)

    def action_open_petitions(self):
        """Open the petitions of this household's relocation, to whoever may read them."""
        return self.env["community.petition"]._action_of(self, "file_id")


class CommunityLegacyIssue(models.Model):
    _inherit = "community.legacy.issue"

    petition_count = fields.Integer(
        "Petitions", compute="_compute_petition_count", compute_sudo=True
    )

    def _compute_petition_count(self):
        # The number alone, for those who work on the issue.
        counts = dict(
            self.env["community.petition"]._read_group(
                [("issue_id", "in", self.ids)], ["issue_id"], ["__count"]
            )
        )
        for issue in self:
            issue.petition_count = counts.get(issue, 0)

    def action_open_petitions(self):
        """Open the petitions about this issue, to whoever may read them."""
        return self.env["community.petition"]._action_of(self, "issue_id")
