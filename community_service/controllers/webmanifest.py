from odoo.http import request
from odoo.tools import file_open

from odoo.addons.web.controllers.webmanifest import WebManifest

VAULT = "community_service/static/src/phone/phone_vault.js"
WORKER = "community_service/static/worker/phone_worker.js"


class CommunityWebManifest(WebManifest):
    """The page on the home screen of a phone, and its worker, by Odoo's own means."""

    def _get_service_worker_content(self):
        """Put the worker of My Day before Odoo's: the first to answer a request has answered it."""
        with file_open(VAULT) as vault, file_open(WORKER) as worker:
            # A worker is no module: the same text without its exports, in a scope of its own.
            ours = vault.read().replace("export class", "class") + worker.read()
        return f"(() => {{\n{ours}\n}})();\n{super()._get_service_worker_content()}"

    def _get_shortcuts(self):
        """Add My Day to what a long press on the icon offers to those who have visits."""
        shortcuts = super()._get_shortcuts()
        if request.env.user._is_internal() and request.env["community.visit"].has_access("create"):
            shortcuts.insert(
                0,
                {
                    "name": request.env._("My Day"),
                    "url": "/odoo/my-day",
                    "icons": [
                        {
                            "sizes": "100x100",
                            "src": "/community_service/static/description/icon.png",
                            "type": "image/png",
                        }
                    ],
                },
            )
        return shortcuts
