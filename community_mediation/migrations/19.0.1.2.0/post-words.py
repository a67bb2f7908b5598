from odoo import SUPERUSER_ID, api

from odoo.addons.community_service.hooks import renew_words

MODELS = {
    "community.ledger.column": ("name",),
    "community.indicator": ("name",),
    "community.dispute.kind": ("name",),
    "community.relocation.policy": ("name",),
}


def migrate(cr, version):
    """Give words that had several meanings their own names, columns of ledgers included."""
    if version:
        renew_words(api.Environment(cr, SUPERUSER_ID, {}), "community_mediation", MODELS)
