from odoo import api, fields, models
from odoo.exceptions import UserError

TYPED = ("due_count", "present_count", "yes_count", "written_count", "written_yes_count")


class CommunityPartyStepRecord(models.Model):
    """The vote of a step is the resolution of the meeting: its day and numbers are not typed again.

    Numbers are typed only for a meeting that is not kept here. A step cannot be recorded as agreed
    to against a resolution on the person that was not carried.
    """

    _inherit = "community.party.step.record"

    resolution_id = fields.Many2one(
        "community.party.resolution",
        "Resolution of the meeting",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        domain="[('member_id', '=', member_id), ('kind', '=', 'admission'),"
        " ('state', '!=', 'draft')]",
        help="Day and votes are taken from it; the members due are the denominator.",
    )

    _resolution_uniq = models.UniqueIndex(
        "(resolution_id) WHERE resolution_id IS NOT NULL AND state <> 'withdrawn'",
        "This resolution is the vote of another step already.",
    )

    @api.onchange("resolution_id")
    def _onchange_resolution_id(self):
        if self.resolution_id:
            self.update(self._votes_of(self.resolution_id))

    @api.model
    def _votes_of(self, resolution):
        """Return the values of a step that a decided resolution gives."""
        lines = resolution.activity_id.due_ids
        values = {
            "date": resolution.date,
            "decided_by": resolution.activity_id.display_name,
            "due_count": resolution.due_count,
            "present_count": resolution.present_count,
            "yes_count": resolution.yes_count - resolution.written_yes_count,
            "written_count": len(
                lines.filtered(lambda x: x.is_due and x.has_vote and x.has_opinion)
            ),
            "written_yes_count": resolution.written_yes_count,
        }
        if resolution.state == "rejected":
            values["result"] = "refused"
        return values

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_votes(vals) for vals in vals_list])

    def write(self, vals):
        if vals.get("resolution_id"):
            return super().write(self._with_votes(vals))
        changed = [] if "resolution_id" in vals else [name for name in TYPED if name in vals]
        for record in self if changed else self.browse():
            if record.resolution_id and any(record[name] != vals[name] for name in changed):
                raise UserError(
                    self.env._(
                        "%(record)s: its votes are those of “%(resolution)s” (%(result)s): count "
                        "again there, or take the resolution out here.",
                        record=record.display_name,
                        resolution=record.resolution_id.name,
                        result=record.resolution_id.result,
                    )
                )
        return super().write(vals)

    @api.model
    def _with_votes(self, vals):
        if not vals.get("resolution_id"):
            return vals
        resolution = self.env["community.party.resolution"].browse(vals["resolution_id"])
        given = self._votes_of(resolution)
        # What was found on a step is said by whoever records it; day and votes are the meeting's.
        said = {name: vals[name] for name in ("result", "decided_by") if vals.get(name)}
        return {**vals, **given, **said}

    def _impossible(self):
        return super()._impossible() or self._impossible_resolution()

    def _impossible_resolution(self):
        """Return the sentence about a step that goes against the meeting's resolution, or False."""
        if not self.step_id.has_vote or self.is_carried:
            return False
        resolution = self.resolution_id or self._resolutions_of_the_day()[:1]
        if not resolution:
            return False
        values = {
            "record": self.display_name,
            "resolution": resolution.name,
            "result": resolution.result,
            "date": resolution.date,
        }
        if resolution.kind != "admission" or resolution.member_id != self.member_id:
            return self.env._(
                "%(record)s: “%(resolution)s” is no vote on this person: choose the resolution "
                "about the person in the file.",
                **values,
            )
        if resolution.state == "draft":
            return self.env._(
                "%(record)s: “%(resolution)s” of %(date)s has not been decided: decide it at the "
                "meeting first.",
                **values,
            )
        if resolution.state == "rejected" and self.result != "refused":
            return self.env._(
                "%(record)s: the meeting of %(date)s did not carry “%(resolution)s” (%(result)s): "
                "record it as not agreed, or vote again at another meeting.",
                **values,
            )
        if resolution.state == "passed" and self.result == "refused":
            return self.env._(
                "%(record)s: the meeting of %(date)s carried “%(resolution)s” (%(result)s): record "
                "what it decided.",
                **values,
            )
        if self.date != resolution.date:
            return self.env._(
                "%(record)s: the meeting was on %(date)s, not on %(day)s: the day of the meeting "
                "counts.",
                day=self.date,
                **values,
            )
        return False

    def _resolutions_of_the_day(self):
        """Return the votes on the person held on the day of this step, the last first."""
        # A vote stands whoever keeps the meeting.
        return (
            self.env["community.party.resolution"]
            .sudo()
            .search(
                [
                    ("member_id", "=", self.member_id.id),
                    ("kind", "=", "admission"),
                    ("date", "=", self.date),
                ],
                order="id desc",
            )
            .with_env(self.env)
        )


class CommunityPartyResolution(models.Model):
    """A decided vote on a person is carried to the step that waits for it."""

    _inherit = "community.party.resolution"

    step_record_ids = fields.One2many(
        "community.party.step.record", "resolution_id", "Steps", readonly=True
    )

    def action_decide(self):
        result = super().action_decide()
        for vote in self.filtered(lambda vote: vote.kind == "admission"):
            # The step waits for this vote, whoever of the keepers decides it; a person records it.
            waiting = vote.sudo().member_id.step_record_ids.filtered(
                lambda r: r.state == "open" and r.has_vote and not r.resolution_id
            )
            waiting[:1].write({"resolution_id": vote.id})
        return result

    def action_recount(self):
        # A step that stands on the numbers is taken back first; one that waits lets them go.
        steps = self.sudo().step_record_ids.filtered(lambda r: r.state != "withdrawn")
        if done := steps.filtered(lambda r: r.state == "done")[:1]:
            raise UserError(
                self.env._(
                    "“%(resolution)s” cannot be counted again: %(step)s was recorded on it. A "
                    "manager withdraws that step first.",
                    resolution=done.resolution_id.name,
                    step=done.display_name,
                )
            )
        steps.write({"resolution_id": False, "date": False, **dict.fromkeys(TYPED, 0)})
        return super().action_recount()
