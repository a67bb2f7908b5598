from odoo.http import request


def public_page(template, **values):
    """Return a page for people without an account, of which no cache on the way keeps a copy.

    :param str template: external id of the page's template
    :param values: what the template shows
    """
    return request.render(template, values, headers={"Cache-Control": "no-store"})
