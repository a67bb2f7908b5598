import hmac

from odoo import api, fields, models

from ...tools.public_code import new_code, typed_code


class CommunityReceiptMixin(models.AbstractModel):
    """A matter of which whoever holds the receipt, number and code, learns how far it is.

    A model that inherits it declares ``number``, unique among its records, names the paper in
    ``_receipt_report`` and says in ``_progress_values`` what the public page shows. Tries are
    limited by the page (``community.public.try``), never by the matter: nobody can lock somebody
    else out.
    """

    _name = "community.receipt.mixin"
    _description = "Matter with a Receipt"

    _receipt_report = ""

    access_code = fields.Char(
        groups=fields.NO_ACCESS, copy=False, default=lambda self: self._new_code()
    )

    @api.model
    def _new_code(self):
        """Return a new code of six characters."""
        return new_code()

    def action_new_code(self):
        """Draw a new code and print the receipt: the old code is gone."""
        self.ensure_one()
        self.check_access("write")
        # The code is closed: it leaves on the receipt only.
        self.sudo().write({"access_code": self._new_code()})
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
        return f"{self.company_id._community_base_url()}/community/progress"

    @api.model
    def _opened(self, number, code):
        """Return the record that number and code open, as superuser, or none.

        Of the communities that the page serves at this address. The answer is the same, and takes
        as many queries, whether the number, the code or both are wrong.

        :param str number: the number on the receipt
        :param str code: the six characters beside it
        """
        number, code = str(number or "").strip().upper(), typed_code(code)
        if not number or not code:
            return self.browse()
        communities = self.env["res.company"]._communities_of_address()
        # Asked by a person without an account: number and code are the right. Two communities may
        # have the same number.
        records = self.sudo().search_fetch(
            [("number", "=", number), ("company_id", "in", communities.ids)], ["access_code"]
        )
        # In constant time: how long the answer takes tells nothing of the characters.
        given = code.encode()
        right = [hmac.compare_digest(given, (r.access_code or "").encode()) for r in records]
        return records.browse(r.id for r, is_right in zip(records, right, strict=True) if is_right)[
            :1
        ]

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
