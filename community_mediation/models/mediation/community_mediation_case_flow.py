from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_mediation_case import RUNNING


class CommunityMediationCase(models.Model):
    """What is done with a case: register, accept or not, extend, fail, close."""

    _inherit = "community.mediation.case"

    conflict_note = fields.Text(
        "Conflict of interest", compute="_compute_conflict_note", compute_sudo=True
    )
    conflict_waiver = fields.Text(
        "Both sides know and agree",
        help="Who said so, when. Without it a mediator who is close to a party cannot take the "
        "case.",
    )

    def _settled_fields(self):
        settled = super()._settled_fields() | {"request_id"}
        if self.state not in self._ended_states:
            return settled
        return settled | {
            "description",
            "kind_id",
            "source",
            "date_received",
            "mediator_ids",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_registered(self):
        for case in self:
            if case.state != "draft":
                raise UserError(
                    self.env._(
                        "%(case)s is registered and kept: refuse it with a reason.",
                        case=case.display_name,
                    )
                )

    # moves

    def action_register(self):
        """Enter drafts in the register of disputes (People's Mediation Law, art. 27).

        :raises UserError: without a kind or a party
        """
        self.check_access("write")
        self._check_state("draft")
        for case in self:
            if not case.kind_id or not case.participant_ids:
                raise UserError(
                    self.env._(
                        "%(case)s: choose the kind of the dispute and enter at least one party "
                        "before it is registered.",
                        case=case.display_name,
                    )
                )
        self._set_closed(state="registered")

    def _accept(self, day, rights_told=False):
        """Accept the case, draw its number and start the clock and the list of papers.

        :param date day: the day of acceptance
        :param bool rights_told: whether the sides were told their rights and duties (art. 23-24)
        :raises UserError: naming what stands in the way
        """
        self.ensure_one()
        self._check_state("registered")
        sides = set(self.participant_ids.mapped("side"))
        if not {"one", "two"} <= sides:
            self._need(self.env._("enter a party of each side"))
        if not self.mediator_ids:
            self._need(self.env._("name a mediator"))
        if not self.committee_id:
            self._need(self.env._("choose the committee that takes it"))
        unwilling = self.participant_ids.filtered(lambda party: not party.is_voluntary)
        if unwilling:
            raise UserError(
                self.env._(
                    "%(case)s: %(party)s does not want mediation, which is voluntary. Refuse the "
                    "case and tell the other ways.",
                    case=self.display_name,
                    party=unwilling[0].name,
                )
            )
        self._check_waiver()
        if not rights_told:
            self._need(self.env._("tell both sides their rights and duties, and tick it"))
        self._check_day(day, self.date_received)
        sequence = self.env["ir.sequence"]
        self._set_closed(
            state="accepted",
            date_accepted=day,
            date_rights_told=day,
            number=sequence._community_number(self._name, self.company_id, day),
        )
        self._make_papers()

    def _reason(self, reason):
        """Return a reason as one line."""
        return " ".join(
            self._text(reason, self.env._("give the reason, it stays in the file")).split()
        )

    def _decline(self, reason):
        """Do not accept the case; the reason and the other ways stay with it."""
        self.ensure_one()
        self._check_state("registered")
        today = fields.Date.context_today(self)
        self._set_closed(
            state="refused", end_reason=self._reason(reason), date_ended=today, date_closed=today
        )
        word = self.env._("Mediation was not accepted")
        self._close_need(word, is_met=False)
        self._tell_request(word, is_met=False)

    def _extend(self, day, days, consent_one=False, consent_two=False):
        """Add days with the consent of both sides.

        :param date day: on which both consented; after the last day it stays late
        :raises UserError: when a side did not consent, or more days are asked than allowed
        """
        self.ensure_one()
        self._check_state(*RUNNING)
        if not (consent_one and consent_two):
            raise UserError(
                self.env._(
                    "%(case)s: the time is extended only if both sides consent. Ask them, tick "
                    "both, or end the mediation.",
                    case=self.display_name,
                )
            )
        Parameter = self.env["community.parameter"]
        most = Parameter._whole("mediation_extension_days", self.company_id, self.date_accepted)
        if not 0 < days <= most - self.extension_days:
            self._need(
                self.env._("add between 1 and %(most)s days", most=most - self.extension_days)
            )
        self._add_days(days, day, self.date_limit)
        self.message_post(
            body=self.env._("%s days were added with the consent of both sides", days)
        )

    def write(self, vals):
        left = {}
        if "committee_id" in vals:
            prolonged = self.filtered(lambda case: case.state in RUNNING and case.extension_days)
            left = {case: case.committee_id for case in prolonged}
        result = super().write(vals)
        for case, committee in left.items():
            # The sides consented to more time before this committee.
            if not committee._is_same_body(case.committee_id):
                case._set_closed(**case._end_extension())
        return result

    def _fail(self, reason, legal_ways):
        """End the mediation without an agreement and say which legal ways are open (art. 26)."""
        self.ensure_one()
        self._check_state(*RUNNING)
        reason = self._reason(reason)
        if not (legal_ways or "").strip():
            self._need(self.env._("name the legal ways that the sides were told"))
        self._set_closed(
            state="failed",
            end_reason=reason,
            legal_ways=legal_ways.strip(),
            date_ended=fields.Date.context_today(self),
        )

    def _break(self, reason):
        """Note that the agreement was not performed; a side may go to court about it (art. 32)."""
        self.ensure_one()
        self._check_state("agreed", "performing")
        self._set_closed(state="broken", end_reason=self._reason(reason))

    def action_close(self):
        """Close the file once nothing that must be in it is missing.

        :raises UserError: naming a paper that is missing
        """
        self.check_access("write")
        self._check_state("performed", "broken", "failed")
        today = fields.Date.context_today(self)
        for case in self:
            case._check_papers()
            is_met = case.state == "performed"
            labels = dict(self._fields["state"]._description_selection(self.env))
            word = labels[case.state]
            case._set_closed(state="closed", date_closed=today)
            case._close_need(word, is_met=is_met)
            case._close_life_event(word)
            case._tell_request(word, is_met=is_met)

    def _tell_request(self, word, is_met):
        """Close the request that was handed over, or ask whoever has it in charge what now."""
        # The mediator need not see the request; it learns no more than the outcome.
        self.sudo().request_id._dispute_ended(word, is_met)

    # Who may mediate: never a party; who is close to a party only if both sides agree.

    @api.depends(
        "mediator_ids",
        "side_one_ids",
        "side_two_ids",
        "session_ids.helper_ids",
        "participant_ids.resident_id",
        "participant_ids.partner_id",
    )
    def _compute_conflict_note(self):
        for case in self:
            case.conflict_note = "\n".join(
                reason for person in case._who_helps() for reason in case._conflicts(person)
            )

    def _who_helps(self):
        """Return all who mediate or help: relatives are invited with consent only (art. 20)."""
        helpers = self.side_one_ids | self.side_two_ids | self.session_ids.helper_ids
        return self.mediator_ids | helpers

    def _check_ties(self):
        """Refuse ties to a party that come up after acceptance, unless both sides know and agree.

        Before, acceptance asks for them.
        """
        # The register behind a party need not be readable to whoever names the helpers.
        for case in self.sudo():
            if case.state in RUNNING and case.conflict_note:
                case._check_waiver()

    def _check_waiver(self):
        if self.conflict_note and not (self.conflict_waiver or "").strip():
            raise UserError(
                self.env._(
                    "%(case)s: %(reason)s Name another mediator, or enter that both sides know "
                    "and agree.",
                    case=self.display_name,
                    reason=self.conflict_note.split("\n")[0],
                )
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
        # Whoever works for a party, or for whom a party works.
        works_for = self._organisations(mediator.partner_id)
        for party in parties.filtered("partner_id"):
            if works_for & self._organisations(party.partner_id):
                yield self.env._(
                    "%(mediator)s belongs to the organisation of %(party)s.",
                    mediator=mediator.name,
                    party=party.name,
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

    @api.model
    def _organisations(self, partner):
        """Return the organisations that a contact is, or belongs to."""
        chain = partner
        while chain[-1:].parent_id:
            chain += chain[-1:].parent_id
        return chain.filtered("is_company")

    @api.constrains("mediator_ids", "side_one_ids", "side_two_ids", "conflict_waiver")
    def _check_mediators(self):
        # The register behind a party need not be readable to whoever names the mediators.
        for case in self.sudo():
            for mediator in case._who_helps():
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
        self._check_ties()
