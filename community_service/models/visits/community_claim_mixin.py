from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools.helper_words import told_by

# What was taken on and neither confirmed nor given back.
OPEN = ("claimed", "fulfilled")


class CommunityClaimMixin(models.AbstractModel):
    """A record that somebody may take on: a volunteer, a unit, a Party member, a neighbour.

    A model that inherits it says in :meth:`_is_claimable` whether it still takes claims, and calls
    :meth:`_propose_fulfilment` when it closes with a result, :meth:`_lapse_claims` when it ends
    without one, and :meth:`_renew_claims` when it is taken up again.
    """

    _name = "community.claim.mixin"
    _description = "Record that can be claimed"
    _inherit = ["community.record.mixin"]

    # Set by models whose household is nobody's business but theirs: a claim is seen by more people
    # than the record, and keeps no household then.
    _claim_hides_household = False

    claim_words = fields.Char(
        "Words for helpers",
        copy=False,
        help="What is to be done, for whoever may take it on: no name, number, income or health.",
    )
    contribution_ids = fields.One2many("community.contribution", "res_id", "Taken on by")
    contribution_count = fields.Integer("Claims", compute="_compute_contribution_count")

    @api.depends("contribution_ids")
    @api.depends_context("uid")
    def _compute_contribution_count(self):
        kept = [("state", "!=", "withdrawn")]
        self._count_links("contribution_count", "community.contribution", "res_id", kept)

    def action_claim(self):
        """Open the dialog in which somebody takes this record on."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take on"),
            "res_model": "community.contribution",
            "view_mode": "form",
            "views": [
                (
                    self.env.ref("community_service.community_contribution_view_form_claim").id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def action_open_contributions(self):
        """Open who has taken this record on."""
        return self._list_action(
            "community_service.community_contribution_action",
            [("res_model", "=", self._name), ("res_id", "=", self.id)],
            context={"default_res_model": self._name, "default_res_id": self.id},
        )

    def _is_claimable(self):
        """Tell whether the record is still open to claims."""
        self.ensure_one()
        return True

    def _claim_title(self):
        """Return one line without names that says what was taken on."""
        self.ensure_one()
        return self.display_name

    # What somebody reads who may take this on, and need not see the record.

    def _offer_text(self):
        """Return one line on what is to be done that tells of nobody.

        The words for helpers, as long as they name nobody known here, or else what kind of matter
        it is.
        """
        self.ensure_one()
        for text in (self.claim_words, self._offer_label()):
            if text and not self._told_by(text):
                return text
        return self.env["ir.model"]._get(self._name).name

    def _offer_label(self):
        """Return of which kind the matter is, in words that come with the program or a catalogue.

        A kind that tells of health or income by itself has a wider word.
        """
        self.ensure_one()
        return self.env["ir.model"]._get(self._name).name

    def _told_by(self, text):
        """Return what a text tells of the people of this matter; see ``told_by``."""
        # Names are compared, not shown.
        return told_by(text, list(filter(None, self.sudo()._names_told())))

    def _names_told(self):
        """Return the names of the people of this matter, which no words for helpers may hold."""
        people = self.env["community.resident"].sudo()
        if "household_id" in self._fields:
            people |= self.household_id.resident_ids
        if "resident_id" in self._fields:
            people |= self.resident_id
        return people.mapped("name")

    @api.constrains("claim_words")
    def _check_claim_words(self):
        for record in self.filtered("claim_words"):
            if told := record._told_by(record.claim_words):
                kinds = {
                    "name": self.env._("the name of a person"),
                    "number": self.env._("a number that belongs to a person"),
                    "money": self.env._("income or money"),
                    "health": self.env._("health"),
                }
                raise ValidationError(
                    self.env._(
                        "The words for helpers of “%(record)s” tell of %(what)s: “%(words)s”. "
                        "Whoever may help reads them: say only what is to be done, and tell the "
                        "rest to the one who takes it on.",
                        record=record._claim_title(),
                        what=kinds[told[0]],
                        words=told[1],
                    )
                )

    def _claim_kin(self):
        """Return the records that are one matter with this one, as a list of recordsets.

        A need and the request that it became, a request and those merged into it: whoever took one
        of them on has taken on the matter, and what was done is counted once.
        """
        self.ensure_one()
        return [self]

    def _hold_matter(self):
        """Let those who take this one matter on at the same moment come one after the other.

        The rows of the matter are written as they are: of two transactions that began together
        the database refuses one, Odoo runs it again, and it finds the claim of the other, on
        whatever record of the matter. A merge or a follow-up writes one of these rows as well.
        """
        self.ensure_one()
        # sudo: whoever takes a matter on need not see each record of it.
        for records in self.sudo()._claim_kin():
            if records:
                # Raw SQL: nothing of the record changes, neither who wrote it nor when.
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET write_date = write_date WHERE id IN %s",
                        SQL.identifier(records._table),
                        records._ids,
                    )
                )

    def _kin_claims(self):
        """Return all claims on the matter of this one record."""
        # Whoever claims a record need not see each record of the same matter.
        claims = self.env["community.contribution"].sudo()
        for records in self.sudo()._claim_kin():
            claims |= records.contribution_ids
        return claims

    # Claims follow their matter, in whatever order it closes and is taken up again. What was
    # confirmed stays, and so does what somebody withdrew.

    def _propose_fulfilment(self):
        """Mark claims on these records as kept, to be confirmed by a named person."""
        # The one who closes a record need not be the one who may write its claims.
        claims = self.sudo().contribution_ids.filtered(lambda claim: claim.state == "claimed")
        claims.write({"state": "fulfilled"})

    def _lapse_claims(self):
        """End the claims on records that ended without what was promised."""
        # As above.
        claims = self.sudo().contribution_ids.filtered(lambda claim: claim.state in OPEN)
        (claims - claims._kept_anyway()).write({"state": "lapsed"})

    def _renew_claims(self):
        """Let claims go on with records that were taken up again, one of each contributor."""
        # As above.
        for record in self.sudo():
            ended = record.contribution_ids.filtered(lambda c: c.state in ("fulfilled", "lapsed"))
            ended -= ended._kept_anyway()
            ended.filtered(lambda claim: claim.state == "fulfilled").write({"state": "claimed"})
            held = record._kin_claims().filtered(lambda claim: claim.state in OPEN).partner_id
            for claim in ended.filtered(lambda c: c.state == "lapsed").sorted("date, id"):
                if claim.partner_id not in held:
                    claim.state = "claimed"
                    held |= claim.partner_id

    def _lapse_twins(self):
        """Leave each contributor one open claim on this one matter: the one that came first."""
        claims = self._kin_claims().filtered(lambda claim: claim.state in OPEN)
        for twins in claims.grouped("partner_id").values():
            twins.sorted("date, id")[1:].write({"state": "lapsed"})
