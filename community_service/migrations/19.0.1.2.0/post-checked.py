from odoo import SUPERUSER_ID, api

from odoo.addons.community_service.hooks import renew_shipped

NAME = "community_service"
PROGRAMME = ("date_as_of", "source", "valid_from")
ITEM = ("basis_date", "basis_source", "legal_basis", "proxy_allowed", "conditions")


def migrate(cr, version):
    """Bring the rules of aid and of services up to the law of 2026, and their days of checking.

    Earlier versions gave days on which nobody had compared anything with a text.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    invented = {"date_as_of": ("2024-01-01", "2024-10-01")}
    path = "data/aid/community_aid_programme_data.xml"
    renew_shipped(env, NAME, path, {"community.aid.programme": PROGRAMME}, invented)
    kinds = {"community.aid.income.kind": ("treatment_after", "legal_basis")}
    renew_shipped(env, NAME, "data/aid/community_aid_income_kind_data.xml", kinds, {})
    items = {"community.service.item": ITEM, "community.service.material": ("name",)}
    path = "data/requests/community_service_item_data.xml"
    renew_shipped(env, NAME, path, items, {"basis_date": ("2026-11-23",)})
