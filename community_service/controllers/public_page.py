from odoo.http import request

from ..models.base.community_public_try import MINUTES


def public_page(template, **values):
    """Return a page for people without an account, of which no cache on the way keeps a copy.

    :param str template: external id of the page's template
    :param values: what the template shows
    """
    return request.render(template, values, headers={"Cache-Control": "no-store"})


def busy_page():
    """Return the response to somebody who tried too often; it opens by time alone."""
    page = public_page("community_service.busy_page", minutes=MINUTES)
    page.status_code = 429
    page.headers["Retry-After"] = str(MINUTES * 60)
    return page
