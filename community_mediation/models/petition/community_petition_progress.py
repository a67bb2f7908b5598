import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

MAX_TRIES = 5
RATINGS = [
    ("very", "Very satisfied"),
    ("fairly", "Satisfied"),
    ("little", "Not quite satisfied"),
    ("not", "Not satisfied"),
]
MAX_NOTE = 500


class CommunityPetition(models.Model):
    """The receipt, and the page on which petitioners follow and rate their matter (art. 21)."""

    _inherit = "community.petition"

    access_code = fields.Char(
        groups=fields.NO_ACCESS, copy=False, default=lambda self: self._new_code()
    )
    access_tries = fields.Integer(groups=fields.NO_ACCESS, copy=False, default=0)
    rating = fields.Selection(RATINGS, readonly=True, copy=False)
    rating_note = fields.Char("What the petitioner says", readonly=True, copy=False)

    @api.model
    def _new_code(self):
        return f"{secrets.randbelow(10000):04d}"

    def action_new_code(self):
        """Draw a new code and print the receipt: the old code and its wrong tries are gone."""
        self.ensure_one()
        self.check_access("write")
        # The code is closed: it leaves on the receipt only.
        self.sudo().write({"access_code": self._new_code(), "access_tries": 0})
        return self.action_receipt()

    def action_receipt(self):
        """Print the receipt: number, code and days, and nothing about the person."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("community_mediation.community_petition_report_receipt").report_action(
            self
        )

    def _printed_code(self):
        """Return the code for the receipt."""
        self.ensure_one()
        self.check_access("read")
        # The code is closed; it leaves on paper only, for whoever may print the receipt.
        return self.sudo().access_code

    def _progress_url(self):
        return f"{self.get_base_url()}/community/progress"

    @api.model
    def _opened(self, number, code):
        """Return the petition that number and code open, as superuser, or nothing.

        After five wrong codes it is locked until a new receipt is printed.
        """
        number, code = str(number or "").strip().upper(), str(code or "").strip()
        if not number or not code:
            return self.browse()
        # Asked by a person without an account: number and code are the right. The row is locked so
        # that tries sent side by side are counted one by one.
        petition = self.sudo().search([("number", "=", number)], limit=1)
        if not petition or not petition.try_lock_for_update():
            return self.browse()
        if petition.access_tries >= MAX_TRIES:
            return self.browse()
        if not petition.access_code or petition.access_code != code:
            petition.access_tries += 1
            return self.browse()
        petition.access_tries = 0
        return petition

    @api.model
    def _progress(self, number, code):
        """Return the progress of a petition to whoever has its number and code.

        A joined petition shows how far the one is that it was joined to.

        :return: dict as of :meth:`community.request._progress`, and ``can_rate``; or None
        """
        petition = self._opened(number, code)
        if not petition:
            return None
        shown = petition.joined_id or petition
        states = dict(self._fields["state"]._description_selection(self.env))
        topics = dict(self._fields["topic"]._description_selection(self.env))
        days = (
            (self.env._("Received"), petition.date_received),
            (self.env._("Handed to the responsible body"), shown.transfer_ids[:1].date),
            (self.env._("Accepted"), shown.date_accepted),
            (self.env._("Answered"), shown.date_answered),
            (self.env._("Answer received"), shown.date_delivered),
            *((review.display_name, review.date_answered) for review in shown.review_ids),
            (self.env._("Closed"), shown.date_closed),
        )
        return {
            "number": petition.number,
            "item": topics[petition.topic],
            "state": states[shown.state],
            "date_received": petition.date_received,
            "date_due": shown.date_due if shown.state == "accepted" else False,
            "steps": [(label, day) for label, day in days if day],
            "can_rate": bool(shown.date_answered) and not petition.rating,
            "rating": petition.rating,
        }

    @api.model
    def _rate(self, number, code, rating, note=""):
        """Store what the petitioner thinks of the answer, once.

        :param str rating: ``very``, ``fairly``, ``little`` or ``not``
        :raises UserError: one sentence for the petitioner
        """
        petition = self._opened(number, code)
        note = str(note or "").strip()
        if not petition:
            raise UserError(
                self.env._("Number and code do not belong together. Please check the receipt.")
            )
        if rating not in dict(RATINGS) or len(note) > MAX_NOTE:
            raise UserError(
                self.env._(
                    "Please choose one of the four answers and keep the note to %(most)s "
                    "characters.",
                    most=MAX_NOTE,
                )
            )
        if petition.rating or not (petition.joined_id or petition).date_answered:
            raise UserError(
                self.env._("A petition is rated once, after it was answered. Thank you.")
            )
        # No account stands behind a code: nothing of the sender is kept with it.
        quiet = petition.with_context(tracking_disable=True)
        quiet.write({"rating": rating, "rating_note": note or False})


class CommunityRequest(models.Model):
    _inherit = "community.request"

    @api.model
    def _progress(self, number, code):
        """Show the progress of a petition on the same page; its numbers differ."""
        progress = super()._progress(number, code)
        return progress or self.env["community.petition"]._progress(number, code)
