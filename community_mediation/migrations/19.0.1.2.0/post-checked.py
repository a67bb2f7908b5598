from odoo import SUPERUSER_ID, api

from odoo.addons.community_service.hooks import renew_shipped

NAME = "community_mediation"
NUMBER = ("date_as_of", "source", "legal_basis")


def migrate(cr, version):
    """Let the numbers of mediation, petitions and relocation say when and where they were read.

    Earlier versions gave a day on which nobody had compared anything with a text. Agreements of
    before keep the answer that their kind of dispute gave to whether the court confirms them.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for domain in ("mediation", "petition", "relocation"):
        path = f"data/{domain}/community_parameter_data.xml"
        days = {"date_as_of": ("2026-11-23",)}
        renew_shipped(env, NAME, path, {"community.parameter": NUMBER}, days)
    keep_confirmations(env)


def keep_confirmations(env):
    """Give agreements in effect the answer of their kind of dispute."""
    agreements = env["community.mediation.agreement"].search([("date_effective", "!=", False)])
    barred = agreements.filtered(lambda agreement: agreement.case_id.kind_id.no_confirmation)
    barred.filtered(lambda row: not row.content_barred)._set_closed(content_barred="status")
    (agreements - barred).filtered(lambda row: not row.content_barred)._set_closed(
        content_barred="no"
    )
