from odoo import fields, models

from ...tools.sealed_box import shuffle


class CommunityPartyBallotEnvelope(models.Model):
    """A sealed ballot, from the vote until the box is counted.

    The problem: a vote must be kept until it is counted, and whoever reads the database can join
    what was written together (``xmin``), in one order (``ctid``, ``id``) or at one time. So:

    * A ballot is sealed in memory for the public half of a key made when the box is opened. The
      private half is locked with the *counting code*, which is shown once to the person who opens
      the box and is stored nowhere. Without it the envelopes are noise: equal in length, never the
      same twice, also for equal ballots.
    * Each new envelope is put in by writing all envelopes of the box anew in an order drawn by lot:
      they all carry one transaction and new numbers, so that not even *which envelope is whose* can
      be read off. The roll of who voted is another table and holds no time.
    * Counting opens the envelopes in memory, takes each ballot apart into single votes, mixes them,
      writes them in one transaction, and deletes envelopes, public and private half.

    Protected: a reader of the whole database, superuser included, at any time, and a reader of a
    backup, cannot tell who voted how. A box with fewer ballots than the least number stays shut.

    Not protected: a server whose program was changed sees a ballot while it comes in. Whoever has
    the counting code *and* copies of the database from between two votes can open the envelope that
    was added; keep the code away from those who keep the backups. A unanimous result tells how
    everybody voted, as on paper. The roll shows who took part: that is its purpose.
    """

    _name = "community.party.ballot.envelope"
    _description = "Sealed Ballot"
    _order = "sealed"
    _rec_name = "company_id"
    _log_access = False

    appraisal_id = fields.Many2one(
        "community.party.appraisal", required=True, index=True, ondelete="cascade"
    )
    sealed = fields.Char(required=True, groups=fields.NO_ACCESS)
    company_id = fields.Many2one(related="appraisal_id.company_id", store=True, precompute=True)

    def _put_in(self, appraisal, letter):
        """Add a sealed letter to the box and mix all letters in it."""
        envelopes = self.search([("appraisal_id", "=", appraisal.id)])
        letters = [*envelopes.mapped("sealed"), letter]
        envelopes.unlink()
        shuffle(letters)
        self.create([{"appraisal_id": appraisal.id, "sealed": sealed} for sealed in letters])
