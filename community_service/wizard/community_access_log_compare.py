from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.seal import read_anchors, read_seals


class CommunityAccessLogCompare(models.TransientModel):
    """Compares the access log with what was known of it elsewhere: a mail, a file, a paper."""

    _name = "community.access.log.compare"
    _description = "Compare the Access Log"

    known = fields.Text(
        "Anchor or seal",
        help="A line that begins with community-log-anchor, or a seal noted down from the screen.",
    )

    def action_compare(self):
        """Verify the whole log, and that it goes on from what was known of it.

        :raises UserError: when the text holds neither an anchor nor a seal
        """
        self.ensure_one()
        Log = self.env["community.access.log"]
        Log.check_access("read")
        try:
            known = read_anchors(self.known) or read_seals(self.known)
        except ValueError:
            known = True  # The check says which line it is.
        if not known:
            raise UserError(
                self.env._(
                    "“%(text)s” holds neither an anchor nor a seal: copy the whole line of the "
                    "mail, or the sixteen characters noted down.",
                    text=(self.known or "")[:100],
                )
            )
        # Superuser: a seal is nobody's to read; a verdict leaves it.
        return Log._finding_action(self.env["community.access.log.seal"]._verify(self.known))
