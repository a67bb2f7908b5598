from odoo import api, models
from odoo.http import request
from odoo.tools.misc import hmac

from ...tools.core_words import web_words


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Let visitors without a time zone of their own live in the day of the community."""
        result = super()._pre_dispatch(rule, args)
        # sudo: a visitor may read neither users nor companies.
        if not request.env.context.get("tz") and not request.env.user.sudo().tz:
            request.update_context(tz=request.env.company.sudo()._community_tz())
        return result

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """Show our words where those of Odoo are missing or wrong."""
        translations, parameters = super()._get_translations_for_webclient(modules, lang)
        for module, found in translations.items():
            words = web_words(module, lang or self.env.context.get("lang") or "en_US")
            if words:
                messages = {line["id"]: line["string"] for line in found["messages"]} | words
                lines = [{"id": text, "string": word} for text, word in messages.items()]
                # A copy: what Odoo keeps serves the databases without this addon, too.
                translations[module] = {"messages": tuple(lines)}
        return translations, parameters

    def session_info(self):
        """Tell the client which screen opens first, unless the user has chosen one.

        The browser keeps views and menus by ``registry_hash``. What stands in them depends on the
        roles of the reader, so that a role given or taken is another hash: whoever becomes manager
        sees the buttons of a manager at once, and not the page before the last.
        """
        info = super().session_info()
        if not info.get("home_action_id") and self.env.user._is_internal():
            info["home_action_id"] = self.env.user._community_home()
        if info.get("registry_hash") and self.env.user._is_internal():
            # sudo: the key of the database is the program's own; no part of it is told.
            kept = (info["registry_hash"], sorted(self.env.user.all_group_ids.ids))
            info["registry_hash"] = hmac(self.env(su=True), "community-webclient-cache", kept)
        info["community_role"] = bool(self.env.user._community_roles())
        return info
