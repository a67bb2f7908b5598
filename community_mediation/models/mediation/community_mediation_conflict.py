from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityMediationCase(models.Model):
    """Who may mediate: never a party; who is close to a party only if both sides agree."""

    _inherit = "community.mediation.case"

    conflict_note = fields.Text(
        "Conflict of interest", compute="_compute_conflict_note", compute_sudo=True
    )
    conflict_waiver = fields.Text(
        "Both sides know and agree",
        help="Who said so, when. Without it a mediator who is close to a party cannot take the "
        "case.",
    )

    @api.depends("mediator_ids", "participant_ids.resident_id", "participant_ids.partner_id")
    def _compute_conflict_note(self):
        for case in self:
            case.conflict_note = "\n".join(
                reason for mediator in case.mediator_ids for reason in case._conflicts(mediator)
            )

    def _conflicts(self, mediator):
        """Yield one sentence for each tie between a mediator and a party of the case.

        Called as superuser: whoever names the mediators need not see the register.
        """
        person = mediator.resident_id
        parties = self.participant_ids
        for party in parties.filtered("resident_id") if person else ():
            other = party.resident_id
            kin = self.env["community.kinship"].search(
                [
                    ("resident_id", "in", (person.id, other.id)),
                    ("relative_id", "in", (person.id, other.id)),
                ],
                limit=1,
            )
            names = {"mediator": mediator.name, "party": party.name}
            if kin:
                kinds = dict(kin._fields["kind"]._description_selection(self.env))
                yield self.env._(
                    "%(mediator)s is a relative of %(party)s (%(kind)s).",
                    kind=kinds[kin.kind],
                    **names,
                )
            elif person.household_id and person.household_id == other.household_id:
                yield self.env._(
                    "%(mediator)s lives in the household of %(party)s.",
                    **names,
                )
        # An earlier case in which the mediator was a party beside one of these.
        Party = self.env["community.mediation.participant"]
        mine = [("resident_id", "=", person.id)] if person else [("id", "=", 0)]
        earlier = Party.search(
            [
                "|",
                ("partner_id", "=", mediator.partner_id.id),
                *mine,
                ("case_id", "not in", self._origin.ids or self.ids),
            ]
        ).case_id
        for case in earlier:
            same = case.participant_ids.filtered(
                lambda other: any(
                    (other.resident_id and other.resident_id == party.resident_id)
                    or (other.partner_id and other.partner_id == party.partner_id)
                    for party in parties
                )
            )
            if same:
                yield self.env._(
                    "%(mediator)s and %(party)s were parties of %(case)s.",
                    mediator=mediator.name,
                    party=same[0].name,
                    case=case.display_name,
                )

    @api.constrains("mediator_ids", "side_one_ids", "side_two_ids")
    def _check_mediators(self):
        # The register behind a party need not be readable to whoever names the mediators.
        for case in self.sudo():
            for mediator in case.mediator_ids | case.side_one_ids | case.side_two_ids:
                party = case.participant_ids.filtered(
                    lambda p, m=mediator: (
                        p.partner_id == m.partner_id
                        or (p.resident_id and p.resident_id == m.resident_id)
                    )
                )
                if party:
                    raise UserError(
                        self.env._(
                            "%(case)s: %(mediator)s is a party of the dispute and cannot mediate "
                            "it. Name another mediator.",
                            case=case.display_name,
                            mediator=mediator.name,
                        )
                    )
            sides = case.side_one_ids | case.side_two_ids
            twice = (case.mediator_ids & sides) | (case.side_one_ids & case.side_two_ids)
            if twice:
                raise UserError(
                    self.env._(
                        "%(case)s: %(mediator)s cannot stand in the middle and beside one side, or "
                        "beside both. Keep one of the entries.",
                        case=case.display_name,
                        mediator=twice[0].name,
                    )
                )
