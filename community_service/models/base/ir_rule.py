import logging

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .community_access_log_seal import HEAD_KEY
from .community_shared_mixin import ADMINISTRATOR

_logger = logging.getLogger(__name__)

OURS = "community."

# Rows of Odoo's tables that belong to a message: of ours, the screens show them through the
# message, whose own reader Odoo asks for. The tables alone ask nobody.
PARTS_OF_MESSAGES = {
    "mail.mail": "mail_message_id",
    "mail.message.link.preview": "message_id",
    "mail.message.reaction": "message_id",
    "mail.message.schedule": "mail_message_id",
    "mail.message.translation": "message_id",
    "mail.tracking.value": "mail_message_id",
}
# Dialogs of Odoo that are opened for records of any model: field of the model's name.
DIALOGS = {
    "mail.activity.schedule": "res_model",
    "mail.compose.message": "model",
    "mail.followers.edit": "res_model",
}


# What no list of rules can forget: dialogs, and what Odoo's tables tell of records of ours.
#
# These hold for everybody but the program itself, the administrator of Odoo included, and cannot
# be switched off on a screen.
class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        """Return the domain as Odoo does, and what :meth:`_community_domain` adds to it."""
        # Not cached: the method that is extended caches what takes time.
        domain = super()._compute_domain(model_name, mode)
        if self.env.su:
            return domain
        ours = self._community_domain(model_name)
        if mode != "read":
            ours &= self._community_shared_domain(model_name)
        return domain if ours.is_true() else (domain & ours).optimize(self.env[model_name])

    @api.model
    def _community_shared_domain(self, model_name):
        """Return the rows that a user may change, of a table that several communities work by.

        Rows without a community are shared: the administrator of the service alone makes, changes
        and deletes them; see ``community.shared.mixin``.
        """
        if not getattr(self.env.registry[model_name], "_shared_rows", False):
            return Domain.TRUE
        if self.env.user.has_group(ADMINISTRATOR):
            return Domain.TRUE
        return Domain("company_id", "!=", False)

    @api.model
    def _community_domain(self, model_name):
        """Return what a user may see in a table beyond its rules; other addons add to it.

        What somebody types in a dialog of ours is theirs: Odoo keeps dialogs in tables, and whoever
        has the right on a table would read what others typed. It holds for the lines in a dialog,
        and for each new dialog without a word of its own.

        :return: Domain, true for tables that tell nothing of ours
        """
        if model_name.startswith(OURS):
            is_dialog = self.env[model_name]._transient
            return Domain("create_uid", "=", self.env.uid) if is_dialog else Domain.TRUE
        if link := PARTS_OF_MESSAGES.get(model_name):
            return Domain(f"{link}.model", "not =like", f"{OURS}%")
        if model_name == "mail.notification":
            # Who was told is known to themselves and to whoever wrote it.
            me = self.env.user.partner_id.id
            about = Domain("mail_message_id.model", "not =like", f"{OURS}%")
            return about | Domain("res_partner_id", "=", me) | Domain("author_id", "=", me)
        if kind := DIALOGS.get(model_name):
            mine = Domain("create_uid", "=", self.env.uid)
            return Domain(kind, "not =like", f"{OURS}%") | mine
        if model_name == "mail.followers":
            return self._community_readable("res_model", "res_id")
        if model_name == "ir.config_parameter":
            # How many entries the log has, those that the reader may not see among them.
            return Domain("key", "!=", HEAD_KEY)
        if model_name == "ir.model.data":
            # External ids that an export or an import gave to records.
            given = Domain("module", "in", ("__export__", "__import__"))
            return ~(given & Domain("model", "=like", f"{OURS}%"))
        return Domain.TRUE

    @api.model
    def _community_readable(self, model_field, id_field):
        """Return the rows that are about no record of ours, or about one that the user may read."""
        domain = Domain(model_field, "not =like", f"{OURS}%")
        for name in self.env.registry.descendants(["mail.thread"], "_inherit"):
            if name.startswith(OURS) and not self.env[name]._abstract:
                Model = self.env[name].with_context(active_test=False)
                if Model.has_access("read"):
                    readable = Domain(id_field, "in", Model._search([]))
                    domain |= Domain(model_field, "=", name) & readable
        return domain

    def _make_access_error(self, operation, records):
        """Make the error: of a record of ours it says the number, and neither names nor rules.

        Odoo asks each rule as superuser which of them failed, and reads the names of the records,
        to say both in debug mode, which anybody switches on in the address.
        """
        if not records._name.startswith(OURS):
            return super()._make_access_error(operation, records)
        _logger.info(
            "Access Denied by record rules for operation: %s on record ids: %r, uid: %s, model: %s",
            operation,
            records.ids[:6],
            self.env.uid,
            records._name,
        )
        if operation != "read" and getattr(records, "_shared_rows", False):
            if shared := records._refuse_shared(records):
                return shared
        rights = {
            "read": self.env._("open"),
            "write": self.env._("change"),
            "create": self.env._("make"),
            "unlink": self.env._("delete"),
        }
        error = AccessError(
            self.env._(
                "You may not %(do)s this: %(kind)s, number %(numbers)s. It is not in your care. "
                "Ask whoever keeps it.",
                do=rights[operation],
                kind=self.env["ir.model"]._get(records._name).name,
                numbers=", ".join(map(str, records.ids[:6])) or "-",
            )
        )
        # The community that the screen offers to switch to, one of the user's own.
        if others := self.env.user.company_ids - self.env.companies:
            company = records[:6].sudo()._get_redirect_suggested_company()
            if company and len(company) == 1 and company in others:
                error.context = {
                    "suggested_company": {"id": company.id, "display_name": company.display_name}
                }
        # What the rules and this read as superuser does not stay where the user would find it.
        records.invalidate_recordset()
        return error
