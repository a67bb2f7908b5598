from odoo import api, fields, models

MAX_TRIES = 5


class CommunityRequest(models.Model):
    """Receipt with number and code, and the progress that they open."""

    _inherit = "community.request"

    access_code = fields.Char(
        groups=fields.NO_ACCESS, copy=False, default=lambda self: self._new_code()
    )
    access_tries = fields.Integer(groups=fields.NO_ACCESS, copy=False, default=0)

    def action_new_code(self):
        """Draw a new code and print the receipt: the old code and its wrong tries are gone."""
        self.ensure_one()
        self.check_access("write")
        # The code is closed: it leaves on the receipt only.
        self.sudo().write({"access_code": self._new_code(), "access_tries": 0})
        return self.action_receipt()

    def action_receipt(self):
        """Print the receipt: number, code, item and days, and nothing about the person."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("community_service.community_request_report_receipt").report_action(
            self
        )

    def _progress_url(self):
        return f"{self.get_base_url()}/community/progress"

    def _printed_code(self):
        """Return the code for the receipt."""
        self.ensure_one()
        self.check_access("read")
        # The code is closed; it leaves on paper only, for whoever may print the receipt.
        return self.sudo().access_code

    @api.model
    def _progress(self, number, code):
        """Return the progress of a request to whoever has its number and code.

        After five wrong codes the code is locked until a new receipt is printed; the answer is the
        same whether the number, the code or both are wrong.

        :param str number: the number on the receipt
        :param str code: the four digits beside it
        :return: dict with ``number``, ``item``, ``state``, ``date_received``, ``date_due`` and
            ``steps`` (label and day), or None
        """
        number, code = str(number or "").strip().upper(), str(code or "").strip()
        if not number or not code:
            return None
        # Asked by a person without an account: number and code are the right. The row is locked so
        # that tries sent side by side are counted one by one.
        request = self.sudo().search([("number", "=", number)], limit=1)
        if not request or not request.try_lock_for_update():
            return None
        if request.access_tries >= MAX_TRIES:
            return None
        if not request.access_code or request.access_code != code:
            request.access_tries += 1
            return None
        request.access_tries = 0
        shown = request.merged_into_id or request
        kinds = dict(shown.step_ids._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "number": request.number,
            "item": request.item_id.name or "",
            "state": states[request.state],
            "date_received": request.date_received,
            "date_due": shown.date_due if request.state not in ("done", "waiting") else False,
            "steps": [
                (kinds[step.kind], fields.Datetime.context_timestamp(self, step.date).date())
                for step in shown.step_ids
            ],
        }
