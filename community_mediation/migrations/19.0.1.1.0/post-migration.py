from odoo.addons.community_service.tools.public_code import LENGTH, new_code


def migrate(cr, version):
    """Draw new codes in place of four digits, which can be guessed; receipts are printed anew."""
    if not version:
        return
    cr.execute("SELECT id FROM community_petition WHERE length(access_code) < %s", [LENGTH])
    ids = [record_id for (record_id,) in cr.fetchall()]
    cr.execute(
        """UPDATE community_petition p SET access_code = c.code
             FROM unnest(%s::int[], %s::text[]) AS c(id, code) WHERE c.id = p.id""",
        [ids, [new_code() for _id in ids]],
    )
