from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.listed import listed

# Kinds have numbers, so that a line has an id of its own.
KINDS = {
    "template": (1, "mail.group_mail_template_editor"),
    "system": (2, "base.group_system"),
    "access": (3, "base.group_erp_manager"),
    "website": (4, "website.group_website_designer"),
    "everyone": (5, None),
}
PARTS = 8
EVERYBODY = ("base.group_user", "base.group_portal", "base.group_public")


class CommunityOpenRight(models.Model):
    """A right by which a user of this database could read past every rule of ours, a line each.

    Odoo gives such rights for other ends: whoever writes mail templates lets them read as they
    like, closed fields too; an administrator may run code. No rule of an addon reaches behind
    them, so this list says who they are, for whoever looks after the data. It is worked out
    whenever it is read.
    """

    _name = "community.open.right"
    _description = "Right that opens everything"
    _auto = False
    _log_access = False
    _order = "kind, user_id, id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", readonly=True)
    kind = fields.Selection(
        [
            ("template", "Writes mail templates"),
            ("system", "Administrator of the database"),
            ("access", "Gives rights to users"),
            ("website", "Edits web pages"),
            ("everyone", "Role of the community, as every user"),
        ],
        "Right",
        readonly=True,
    )
    is_by_all = fields.Boolean(
        "As every user", readonly=True, help="By a setting for all users, not by one of their own."
    )
    explanation = fields.Char("What it opens", compute="_compute_explanation")
    remedy = fields.Char("What to do", compute="_compute_explanation")

    @property
    def _table_query(self):
        # Raw SQL: users and groups are beyond the reader's rights, and the list holds no more than
        # names of colleagues and what they may.
        parts = [
            SQL(
                """SELECT DISTINCT r.uid * %s + %s AS id, r.uid AS user_id, %s AS kind,
                          %s AS is_by_all
                     FROM res_groups_users_rel r JOIN res_users u ON u.id = r.uid
                    WHERE r.gid = ANY(%s) AND u.active AND u.id <> %s""",
                PARTS,
                number,
                kind,
                is_by_all,
                groups,
                self.env.ref("base.user_root").id,
            )
            for kind, number, is_by_all, groups in self._holders()
        ]
        if not parts:
            return SQL(
                "SELECT NULL::int AS id, NULL::int AS user_id, NULL::varchar AS kind, "
                "NULL::boolean AS is_by_all WHERE FALSE"
            )
        return SQL(" UNION ALL ").join(parts)

    @api.model
    def _holders(self):
        """Return [(kind, number, whether every user has it, ids of groups that give it)]."""
        # Superuser: who may what is asked on behalf of the list, whatever the reader may read.
        groups, found = self.env["res.groups"].sudo(), []
        everybody = groups.concat(*(self.env.ref(name).sudo() for name in EVERYBODY))
        for kind, (number, name) in KINDS.items():
            if kind == "everyone":
                names = groups._community_groups()
                given = groups.concat(
                    *(
                        group.sudo()
                        for own in names
                        if (group := self.env.ref(own, raise_if_not_found=False))
                    )
                )
                # A role of ours is right where somebody gave it, and wrong as everybody's.
                giving = (given | given.all_implied_by_ids) & everybody
            else:
                group = self.env.ref(name, raise_if_not_found=False)
                if not group:
                    continue
                giving = group.sudo() | group.sudo().all_implied_by_ids
            if giving:
                by_all = bool(giving & everybody)
                holding = giving | giving.all_implied_by_ids
                found.append((kind, number, by_all, holding.ids))
        return found

    @api.depends("kind", "is_by_all")
    def _compute_explanation(self):
        texts = {
            "template": (
                self.env._("A template may hold any expression: closed fields, sealed notes too."),
                self.env._("Take “Mail Template Editor” from whoever does not need it."),
            ),
            "system": (
                self.env._("An administrator may run code and change every right."),
                self.env._("As few as possible, each with an account of their own for other work."),
            ),
            "access": (
                self.env._(
                    "Whoever gives rights can give them to themselves; that stands in the log."
                ),
                self.env._("As few as possible, and none who works with files."),
            ),
            "website": (
                self.env._(
                    "A page may hold any expression: closed fields, sealed notes, petitions."
                ),
                self.env._("Take the right to edit the site from whoever does not need it."),
            ),
            "everyone": (
                self.env._("Every user of the database has a role of the community."),
                self.env._(
                    "Take the role out of the rights of all users; give it to each by hand."
                ),
            ),
        }
        restrict = self.env._(
            "Settings, General Settings, Discuss: restrict mail templates. Then only single users "
            "have it."
        )
        for right in self:
            right.explanation, right.remedy = texts[right.kind]
            if right.kind == "template" and right.is_by_all:
                right.remedy = restrict

    @api.model
    def _warning(self):
        """Return one sentence about who could read past every rule here, or None."""
        # Superuser: the sentence is for the settings too, whose reader has no role of ours.
        holders = {
            kind: rights.user_id for kind, rights in self.sudo().search([]).grouped("kind").items()
        }
        # Somebody has to be the administrator, and may do the rest as well.
        administrators = holders.pop("system", self.env["res.users"])
        counts = {kind: len(users - administrators) for kind, users in holders.items()}
        if not any(counts.values()):
            return None
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._(
            "Users of this database who are not its administrators hold rights that open "
            "everything, past every rule of the community: %(rights)s.",
            rights=listed(
                self.env.lang,
                (f"{labels[kind]} ({count})" for kind, count in counts.items() if count),
            ),
        )
