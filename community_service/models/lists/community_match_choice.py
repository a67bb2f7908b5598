from odoo import api, fields, models


class CommunityMatchChoice(models.Model):
    """What somebody has said of a row of a list: that this resident is meant, or is not.

    It is remembered for the next list with the same row. The row is kept as a keyed hash: whoever
    reads the table learns neither name nor number of people who are not here.
    """

    _name = "community.match.choice"
    _description = "Choice about a List"
    _inherit = ["community.guarded.mixin"]
    _order = "id desc"
    _rec_name = "resident_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", "Community", required=True, index=True, readonly=True
    )
    identity = fields.Char(
        groups=fields.NO_ACCESS, required=True, readonly=True, export_string_translation=False
    )
    resident_id = fields.Many2one(
        "community.resident", required=True, index=True, readonly=True, ondelete="cascade"
    )
    is_same = fields.Boolean("Is meant", readonly=True)
    user_id = fields.Many2one("res.users", "Decided by whom", readonly=True)

    _identity_uniq = models.UniqueIndex("(company_id, identity, resident_id)")

    @api.model
    def _known(self, company, identities):
        """Return who was chosen and who was refused for rows, as two dicts of ids by row.

        :param list identities: of the rows
        """
        chosen, refused = {}, {}
        # The hash is closed to everybody; what was said of a row is for whoever matches it.
        for choice in self.sudo().search_fetch(
            [("company_id", "=", company.id), ("identity", "in", identities)],
            ["identity", "resident_id", "is_same"],
        ):
            found = chosen if choice.is_same else refused
            found.setdefault(choice.identity, set()).add(choice.resident_id.id)
        return chosen, refused

    @api.model
    def _remember(self, candidates, is_same):
        """Keep that these candidates are meant by their rows, or are not."""
        # Whoever may match a list answers for its rows; the table itself nobody writes.
        secret = self.sudo()
        rows = candidates.row_id.sudo()
        known = {
            (choice.identity, choice.resident_id.id): choice
            for choice in secret.search(
                [
                    ("company_id", "in", rows.company_id.ids),
                    ("identity", "in", rows.mapped("identity")),
                ]
            )
        }
        new = []
        for candidate in candidates.sudo():
            row = candidate.row_id
            choice = known.get((row.identity, candidate.resident_id.id))
            if choice:
                choice.write({"is_same": is_same, "user_id": self.env.uid})
                continue
            new.append(
                {
                    "company_id": row.company_id.id,
                    "identity": row.identity,
                    "resident_id": candidate.resident_id.id,
                    "is_same": is_same,
                    "user_id": self.env.uid,
                }
            )
            known[row.identity, candidate.resident_id.id] = secret
        secret.create(new)
