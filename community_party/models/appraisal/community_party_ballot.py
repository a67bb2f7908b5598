import uuid

from odoo import fields, models

from .community_party_appraisal import GRADES


class CommunityPartyBallot(models.Model):
    """One vote on one member, as it lay on the table when the box was emptied.

    A row holds the member voted on, the grade and a random key: no user, no contact, no time. All
    votes of all voters are written in one go, in an order drawn by lot, when the box is counted;
    the votes of one person are not kept together. Nobody may read the rows; their totals are the
    result. See ``community.party.ballot.envelope`` for what this protects and what it does not.
    """

    _name = "community.party.ballot"
    _description = "Secret Vote"
    _order = "key"
    _rec_name = "key"
    _log_access = False

    key = fields.Char(required=True, default=lambda self: uuid.uuid4().hex)
    line_id = fields.Many2one(
        "community.party.appraisal.line", required=True, index=True, ondelete="cascade"
    )
    grade = fields.Selection(GRADES, required=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, precompute=True)

    _key_uniq = models.UniqueIndex("(key)", "A vote has a key of its own.")
