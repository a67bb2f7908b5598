from odoo import models
from odoo.http import request


class CommunityLoggedMixin(models.AbstractModel):
    """Leaves a trace of every opening of one record's form, and of every export.

    Lists are not logged: they show masked values only. The smart button *Who saw this file* opens
    the trace for managers and auditors.
    """

    _name = "community.logged.mixin"
    _description = "Record with logged access"
    _inherit = ["community.guarded.mixin"]

    def web_read(self, specification):
        """Read as Odoo does; one record opened by the web client or over /json/2 is logged."""
        if len(self) != 1 or not self._is_opening():
            return super().web_read(specification)
        # The mark keeps relatives of the same type, read along with this record, out of the log.
        opened = self.with_context(community_opening=True)
        result = super(CommunityLoggedMixin, opened).web_read(specification)
        if result and self.id:
            self.env["community.access.log"]._log("view", self)
        return result

    # Odoo takes the first class of the MRO that has the mark: without it the call would start on a
    # read-only transaction, fail on the INSERT and be repeated, with an error in the server's log.
    web_read._readonly = False

    def _is_opening(self):
        """Tell whether the client asked for this very record, and not for one that leads to it."""
        if not request or self.env.context.get("community_opening"):
            return False
        params = request.params
        asked = (
            params.get("model") or params.get("__model__"),
            params.get("method") or params.get("__method__"),
        )
        return asked == (self._name, "web_read")

    def action_access_log(self):
        """Open the list of accesses to this record.

        :raises AccessError: to whoever may not read the access log
        """
        self.ensure_one()
        self.check_access("read")
        self.env["community.access.log"].check_access("read")
        return self.env["community.access.log"]._action_of(self)

    def _count_accesses(self):
        """Set ``access_count``, which a model that inherits this declares for the log's readers."""
        self._count_links("access_count", "community.access.log", "res_id")
