from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Count the days of a first review that is not answered yet without its hearing (art. 35)."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    Review = env["community.petition.review"]
    Review.search(
        [("level", "=", "first"), ("hearing_days", ">", 0), ("date_answered", "=", False)]
    )._compute_date_due()
