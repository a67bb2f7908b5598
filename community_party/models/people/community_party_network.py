from odoo import api, fields, models
from odoo.tools import SQL


class CommunityPartyNetwork(models.Model):
    """The whole network as one tree: organisations, centre households, areas in charge, homes.

    Nodes are worked out from the records behind them, so that the tree is never out of date: a
    centre household stands under its organisation, a responsibility area under its centre
    household or else its organisation, its places and homes under it. An estate in which the
    network has neither branch nor group is a node of its own, marked as a gap.
    """

    _name = "community.party.network"
    _description = "Network of the Party"
    _auto = False
    _log_access = False
    _order = "position"
    _depends = {
        "community.area": ["complete_name", "parent_path", "kind", "active", "company_id"],
        "community.household": ["code"],
        "community.party.organization": ["name", "kind", "parent_id", "area_id", "active"],
        "community.party.responsibility": [
            "name",
            "kind",
            "organization_id",
            "center_id",
            "area_ids",
            "household_ids",
            "date_from",
            "date_to",
        ],
    }

    name = fields.Char(readonly=True)
    kind = fields.Selection(
        [
            ("committee", "Party committee"),
            ("general_branch", "General branch"),
            ("branch", "Party branch"),
            ("group", "Party group"),
            ("mass_organization", "Mass organisation"),
            ("member_center", "Centre household"),
            ("responsibility_area", "Responsibility area"),
            ("model_post", "Model post"),
            ("place", "Building or estate"),
            ("home", "Home"),
            ("missing", "Estate without branch or group"),
        ],
        readonly=True,
    )
    # Where the node stands when the tree is read as a list, and how deep in it.
    position = fields.Integer(readonly=True)
    depth = fields.Integer(readonly=True)
    parent_id = fields.Many2one("community.party.network", "Above it", readonly=True)
    child_ids = fields.One2many("community.party.network", "parent_id", "Below it")
    organization_id = fields.Many2one("community.party.organization", readonly=True)
    company_id = fields.Many2one("res.company", "Community", readonly=True)
    responsibility_id = fields.Many2one("community.party.responsibility", readonly=True)
    area_id = fields.Many2one("community.area", "Estate", readonly=True)
    # The number of a home stands in the name; its file opens under the reader's own rules.
    home_id = fields.Integer(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    leader_name = fields.Char("Led by", compute="_compute_facts")
    full_count = fields.Integer("Full members", compute="_compute_facts")
    home_count = fields.Integer("Homes in charge", compute="_compute_facts")
    gap_note = fields.Text("Missing or to look at", compute="_compute_facts")
    has_gap = fields.Boolean("Gap", compute="_compute_facts", search="_search_has_gap")

    @property
    def _table_query(self):
        # Raw SQL: nodes of six kinds in one table, so that one screen shows them as one tree;
        # record rules apply to its result as to any table.
        # The last octal digit of an id says what a node is: 0 an organisation, 1 a responsibility,
        # 2 a place, 3 a home, 4 a gap.
        today = fields.Date.context_today(self)
        return SQL(
            """
    WITH unit AS (
        -- On each level first those in charge, then branches and groups, last what is missing.
        SELECT o.*,
               CASE WHEN above.id IS NULL THEN ARRAY[]::text[]
                    ELSE string_to_array('2' || replace(above.complete_name, ' / ', ' / 2'),
                                         ' / ')
               END
               || ARRAY[CASE o.kind WHEN 'mass_organization' THEN '3' ELSE '2' END || o.name]
               AS path
          FROM community_party_organization o
          LEFT JOIN community_party_organization above ON above.id = o.parent_id
         WHERE o.active
    ), line AS (
        SELECT r.*, u.path || ARRAY[(CASE r.kind WHEN 'member_center' THEN '0' ELSE '1' END)
                                    || r.name] AS path
          FROM community_party_responsibility r JOIN unit u ON u.id = r.organization_id
         WHERE r.date_from <= %(today)s AND (r.date_to IS NULL OR r.date_to >= %(today)s)
    ), area AS (
        SELECT r.*, c.id AS shown_center_id,
               CASE WHEN c.id IS NULL THEN r.path ELSE c.path || ARRAY['1' || r.name] END AS whole
          FROM line r LEFT JOIN line c ON c.id = r.center_id
    ), node AS (
        SELECT u.id::bigint * 8 AS id, u.name, u.kind, u.parent_id::bigint * 8 AS parent_id,
               u.id AS organization_id, u.company_id, NULL::int AS responsibility_id, u.area_id,
               NULL::int AS home_id, u.path
          FROM unit u
        UNION ALL
        SELECT r.id::bigint * 8 + 1, r.name, r.kind,
               COALESCE(r.shown_center_id::bigint * 8 + 1, r.organization_id::bigint * 8),
               r.organization_id, r.company_id, r.id, NULL, NULL, r.whole
          FROM area r
        UNION ALL
        SELECT (r.id::bigint * 1000000 + a.id) * 8 + 2, a.complete_name, 'place',
               r.id::bigint * 8 + 1, r.organization_id, r.company_id, r.id, a.id, NULL,
               r.whole || ARRAY['0' || a.complete_name]
          FROM area r
          JOIN community_area_community_party_responsibility_rel x
            ON x.community_party_responsibility_id = r.id
          JOIN community_area a ON a.id = x.community_area_id
        UNION ALL
        SELECT (r.id::bigint * 10000000 + h.id) * 8 + 3, h.code, 'home',
               r.id::bigint * 8 + 1, r.organization_id, r.company_id, r.id, NULL, h.id,
               r.whole || ARRAY['1' || h.code]
          FROM area r
          JOIN community_household_community_party_responsibility_rel x
            ON x.community_party_responsibility_id = r.id
          JOIN community_household h ON h.id = x.community_household_id
        UNION ALL
        SELECT (u.id::bigint * 1000000 + e.id) * 8 + 4, e.complete_name, 'missing',
               u.id::bigint * 8, u.id, u.company_id, NULL, e.id, NULL,
               u.path || ARRAY['4' || e.complete_name]
          FROM unit u
          JOIN community_area e
            ON e.company_id = u.company_id AND e.kind = 'estate' AND e.active
         WHERE u.parent_id IS NULL AND u.kind IN ('committee', 'general_branch')
           AND NOT EXISTS (
               SELECT FROM unit b JOIN community_area p ON p.id = b.area_id
                WHERE b.kind IN ('branch', 'group')
                  AND b.parent_path LIKE u.parent_path || '%%'
                  AND p.parent_path LIKE e.parent_path || '%%')
    )
    SELECT id, name, kind, parent_id, organization_id, company_id, responsibility_id, area_id,
           home_id, cardinality(path) AS depth,
           row_number() OVER (ORDER BY path, id)::int AS position
      FROM node
            """,
            today=today,
        )

    @api.depends_context("uid")
    def _compute_facts(self):
        for node in self:
            node.leader_name = node.gap_note = False
            node.full_count = node.home_count = 0
        lines = self.filtered(
            lambda n: n.kind in ("member_center", "responsibility_area", "model_post")
        )
        held = self.filtered("responsibility_id") - lines
        units = self - lines - held
        # What two kinds of nodes share is read for all of them at once.
        units.organization_id.fetch(["gap_note", "leader_name", "full_count", "home_count"])
        lines.responsibility_id.member_id.fetch(["name", "status"])
        for node in units:
            if node.kind == "missing":
                node.gap_note = self.env._(
                    "%(estate)s has neither branch nor group.", estate=node.name
                )
                continue
            organization = node.organization_id
            node.leader_name = organization.leader_name
            node.full_count = organization.full_count
            node.home_count = organization.home_count
            node.gap_note = organization.gap_note
        for node in lines:
            node.leader_name = node.responsibility_id.member_id.name
            node.home_count = node.responsibility_id.home_count
            node.gap_note = "\n".join(node.responsibility_id._gaps())
        for node, count in held._homes_inside():
            node.home_count = count
        for node in self:
            node.has_gap = bool(node.gap_note)

    def _homes_inside(self):
        """Yield (node, number of homes) for places and homes."""
        # A number only: see the same count of a responsibility area.
        counts = (
            self.env["community.household"]
            .sudo()
            ._read_group([("area_id", "child_of", self.area_id.ids)], ["area_id"], ["__count"])
        )
        paths = [(area.parent_path.split("/"), count) for area, count in counts]
        for node in self:
            if node.kind == "home":
                yield node, 1
            else:
                key = str(node.area_id.id)
                yield node, sum(count for path, count in paths if key in path)

    def _search_has_gap(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.search([("kind", "not in", ("place", "home"))]).filtered("has_gap")
        return [("id", "in" if True in value else "not in", found.ids)]

    def action_open(self):
        """Open the record behind this node, under the reader's own rules."""
        self.ensure_one()
        self.check_access("read")
        # sudo: whose home it is stands behind the number; the file itself decides who reads it.
        home = self.env["community.household"].browse(self.sudo().home_id or ())
        place = self.area_id if self.kind in ("place", "missing") else self.area_id.browse()
        record = home or place or self.responsibility_id or self.organization_id
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
