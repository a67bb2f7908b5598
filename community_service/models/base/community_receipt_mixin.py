import hmac
import secrets

from odoo import api, fields, models

MAX_TRIES = 5


class CommunityReceiptMixin(models.AbstractModel):
    """A matter of which whoever holds the receipt, number and code, learns how far it is.

    A model that inherits it declares ``number``, unique among its records, names the paper in
    ``_receipt_report`` and says in ``_progress_values`` what the public page shows. After five
    wrong codes the code is locked until a new receipt is printed.
    """

    _name = "community.receipt.mixin"
    _description = "Matter with a Receipt"

    _receipt_report = ""

    access_code = fields.Char(
        groups=fields.NO_ACCESS, copy=False, default=lambda self: self._new_code()
    )
    access_tries = fields.Integer(groups=fields.NO_ACCESS, copy=False, default=0)

    @api.model
    def _new_code(self):
        """Return a new code of four digits."""
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
        return self.env.ref(self._receipt_report).report_action(self)

    def _printed_code(self):
        """Return the code for the receipt."""
        self.ensure_one()
        self.check_access("read")
        # The code is closed; it leaves on paper only, for whoever may print the receipt.
        return self.sudo().access_code

    def _progress_url(self):
        """Return the address of the page that takes number and code."""
        return f"{self.get_base_url()}/community/progress"

    @api.model
    def _opened(self, number, code):
        """Return the record that number and code open, as superuser, or none.

        A wrong code is counted on the record of the number, a right one takes the count back. The
        answer is the same whether the number, the code or both are wrong, or the code is locked.

        :param str number: the number on the receipt
        :param str code: the four digits beside it
        """
        number, code = str(number or "").strip().upper(), str(code or "").strip()
        if not number or not code:
            return self.browse()
        # Asked by a person without an account: number and code are the right. The row is locked so
        # that tries sent side by side are counted one by one.
        record = self.sudo().search([("number", "=", number)], limit=1)
        if not record or not record.try_lock_for_update() or record.access_tries >= MAX_TRIES:
            return self.browse()
        # In constant time: how long the answer takes tells nothing of the digits.
        if not hmac.compare_digest(code.encode(), (record.access_code or "").encode()):
            record.access_tries += 1
            return self.browse()
        record.access_tries = 0
        return record

    @api.model
    def _progress(self, number, code):
        """Return the progress of a matter to whoever has its number and code.

        :return: dict of :meth:`_progress_values`, or None where they open nothing
        """
        record = self._opened(number, code)
        return record._progress_values() if record else None

    def _progress_values(self):
        """Return what the page shows of this record, in the reader's language and time zone.

        Called as superuser for a person without an account: nothing about a person is in it.

        :return: dict with ``number``, ``item``, ``state``, ``date_received``, ``date_due`` and
            ``steps`` (label and day)
        """
        raise NotImplementedError
