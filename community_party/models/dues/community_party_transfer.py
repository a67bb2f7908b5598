from dateutil.relativedelta import relativedelta

from odoo import api, models

from odoo.addons.community_service.tools.trusted import trusted


class CommunityPartyTransfer(models.Model):
    """Dues on the way with the relation: the letter says up to which month they are paid.

    What comes after that month is owed where the relation goes (中组发〔2008〕3号 art. 9).
    """

    _inherit = "community.party.transfer"

    @api.depends("member_id.dues_ids.state", "member_id.dues_ids.amount")
    def _compute_dues_paid_until(self):
        # The letter that is out says what it said.
        drafts = self.filtered(lambda transfer: transfer.state == "draft")
        return super(CommunityPartyTransfer, drafts)._compute_dues_paid_until()

    def _dues_boundary(self):
        """Return the last month that is owed where one received letter came from."""
        self.ensure_one()
        if self.dues_paid_until:
            return self.dues_paid_until.replace(day=1)
        return self.date_received.replace(day=1) - relativedelta(months=1)

    def action_issue(self):
        """Issue as the people's domain does; the letter says what is paid by now."""
        # What waits to be worked out is of the draft.
        self.mapped("dues_paid_until")
        return super().action_issue()

    def action_receive(self):
        """Receive as the people's domain does; dues follow the letter at once.

        Who comes in owes from the month after the one that the letter names, whenever it is
        entered; open months of who moves inside the community go with the member.
        """
        # What is owed follows from the letter, and that is not received before this is over.
        later = self.with_context(**trusted(dues_later=True))
        result = super(CommunityPartyTransfer, later).action_receive()
        # sudo: the program alone writes what is owed; who receives was checked.
        transfers = self.sudo()
        for transfer in transfers:
            came = transfer.direction == "incoming"
            first = transfer._dues_boundary() + relativedelta(months=1)
            transfer.member_id._follow_dues({transfer.member_id.id: first} if came else None)
        return result
