from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .community_resident_search import sql_plain_name

# Of more people who are alike in something, each is held against the first one only: a number that
# an office wrote for everybody without one would make millions of pairs.
ALL_PAIRS = 8


class CommunityResidentDuplicate(models.Model):
    """Two files that may be of one person, and what somebody who looked at both has said.

    Pairs enter through one search of the whole register (``_find``). *Not the same person* is
    remembered: the pair is not proposed again.
    """

    _name = "community.resident.duplicate"
    _description = "Possible Duplicate"
    _inherit = ["community.guarded.mixin", "community.record.mixin"]
    _order = "state desc, evidence, id"
    _rec_name = "first_id"

    first_id = fields.Many2one(
        "community.resident",
        "One file",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    second_id = fields.Many2one(
        "community.resident",
        "Other file",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    first_household_id = fields.Many2one(
        related="first_id.household_id", related_sudo=False, string="Home of one"
    )
    second_household_id = fields.Many2one(
        related="second_id.household_id", related_sudo=False, string="Home of the other"
    )
    evidence = fields.Selection(
        [
            ("1_number", "Same ID number"),
            ("2_phone", "Same phone, and name or birth date alike"),
            ("3_name", "Same name and birth date"),
            ("4_chosen", "Chosen by hand"),
        ],
        "Alike in",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("open", "To compare"), ("different", "Not the same person"), ("merged", "Merged")],
        required=True,
        readonly=True,
        default="open",
    )
    user_id = fields.Many2one("res.users", "Decided by", readonly=True)
    date_decided = fields.Date("Decided on", readonly=True)
    company_id = fields.Many2one(related="first_id.company_id", store=True, index=True)

    _pair_uniq = models.UniqueIndex(
        "(first_id, second_id)", "These two files are already held against each other."
    )
    _check_pair = models.Constraint(
        "CHECK (first_id < second_id)", "A pair names two files, the older one first."
    )

    @api.depends("first_id", "second_id")
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = f"{pair.first_id.name} / {pair.second_id.name}"

    # deciding

    def action_compare(self):
        """Open both files of one pair side by side."""
        self.ensure_one()
        return self.env["community.resident.compare"]._action(self.first_id | self.second_id)

    def action_different(self):
        """Remember that these are two people; nobody is asked about them again.

        :raises UserError: if the files are merged
        """
        self._check_state("open", "different")
        self._set_closed(
            state="different",
            user_id=self.env.uid,
            date_decided=fields.Date.context_today(self),
        )

    def action_ask_again(self):
        """Forget that these are two people: the pair is to be compared."""
        self._check_state("different")
        self._set_closed(state="open", user_id=False, date_decided=False)

    @api.model
    def _pair(self, residents):
        """Return the pair of two residents, made where there is none.

        :raises UserError: for more or fewer than two
        :raises AccessError: to whoever may not read both
        """
        self.browse().check_access("read")
        residents.check_access("read")
        if len(residents) != 2:
            raise UserError(self.env._("Choose two residents: both files are shown side by side."))
        first, second = residents.sorted("id")
        found = self.search([("first_id", "=", first.id), ("second_id", "=", second.id)])
        # Nobody enters pairs; both files were asked for above.
        return found or self.sudo().create(
            {"first_id": first.id, "second_id": second.id, "evidence": "4_chosen"}
        ).sudo(False)

    # finding

    def action_find(self):
        """Search the whole register for pairs now, and say how many are open.

        :raises AccessError: to whoever does not run the office
        """
        self.browse().check_access("write")
        self.check_access("write")
        if not self.env.user.has_group("community_service.group_community_officer"):
            raise UserError(
                self.env._(
                    "The whole register is searched every night, or by the office when it wants."
                )
            )
        self._find()
        count = self.search_count([("state", "=", "open")])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("%(count)s pairs to compare.", count=count),
                "type": "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_find(self):
        """Search the whole register every night."""
        self._find()

    @api.model
    def _find(self):
        """Hold all living files of each community against each other, set by set.

        Alike are two with the same ID number (15 digits are the 18 of the same card), with the same
        phone where name, birth date or initials agree, and with the same name and birth date. Two
        whole ID numbers that differ are two people, whatever else agrees. Pairs that are not alike
        any more, and that nobody has decided about, are gone afterwards.
        """
        self.env.flush_all()
        # Raw SQL, below access rules: the register is compared as a set, whoever looks; whoever
        # reads a pair may read both files.
        self.env.cr.execute(
            SQL(
                """
            CREATE TEMPORARY TABLE community_alike ON COMMIT DROP AS
            WITH people AS MATERIALIZED (
                SELECT id, company_id, birth_date, pinyin, phone, phone2,
                       %(name)s AS name, %(number)s AS number
                  FROM community_resident WHERE active
            ), phones AS (
                SELECT p.*, f.phone AS reached
                  FROM people p CROSS JOIN LATERAL
                       (SELECT p.phone UNION SELECT p.phone2) f(phone)
                 WHERE f.phone IS NOT NULL
            ), keys AS (
                SELECT id, company_id, '1_number' AS evidence, number AS key
                  FROM people WHERE number IS NOT NULL
                UNION ALL
                SELECT id, company_id, '2_phone', concat_ws('|', 'n', reached, name) FROM phones
                UNION ALL
                SELECT id, company_id, '2_phone', concat_ws('|', 'b', reached, birth_date)
                  FROM phones WHERE birth_date IS NOT NULL
                UNION ALL
                SELECT id, company_id, '2_phone', concat_ws('|', 'p', reached, pinyin)
                  FROM phones WHERE pinyin <> ''
                UNION ALL
                SELECT id, company_id, '3_name', concat_ws('|', name, birth_date)
                  FROM people WHERE birth_date IS NOT NULL AND name <> ''
            ), groups AS (
                SELECT id, company_id, evidence, key,
                       count(*) OVER w AS size, min(id) OVER w AS least
                  FROM keys WINDOW w AS (PARTITION BY company_id, evidence, key)
            ), shared AS MATERIALIZED (SELECT * FROM groups WHERE size > 1),
            pairs AS (
                SELECT a.id AS first_id, b.id AS second_id, a.evidence, a.key
                  FROM shared a JOIN shared b
                       ON b.company_id = a.company_id AND b.evidence = a.evidence
                          AND b.key = a.key AND b.id > a.id
                 WHERE a.size <= %(all_pairs)s OR a.id = a.least
            )
            SELECT DISTINCT ON (p.first_id, p.second_id)
                   p.first_id, p.second_id, p.evidence, a.company_id
              FROM pairs p JOIN people a ON a.id = p.first_id JOIN people b ON b.id = p.second_id
             WHERE NOT COALESCE(a.number <> b.number, FALSE)
               -- Initials alone say little of two who were born on different days.
               AND (left(p.key, 2) <> 'p|' OR p.evidence <> '2_phone'
                    OR NOT COALESCE(a.birth_date <> b.birth_date, FALSE))
             ORDER BY p.first_id, p.second_id, p.evidence
                """,
                name=sql_plain_name(SQL.identifier("name")),
                number=self._sql_number(),
                all_pairs=ALL_PAIRS,
            )
        )
        self.env.cr.execute(
            SQL(
                """
            INSERT INTO community_resident_duplicate AS d
                   (first_id, second_id, evidence, state, company_id,
                    create_uid, create_date, write_uid, write_date)
            SELECT first_id, second_id, evidence, 'open', company_id,
                   %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
              FROM community_alike ORDER BY first_id, second_id
                ON CONFLICT (first_id, second_id) DO UPDATE SET evidence = EXCLUDED.evidence
             WHERE d.state = 'open' AND d.evidence <> EXCLUDED.evidence;
            DELETE FROM community_resident_duplicate d
             WHERE d.state = 'open' AND NOT EXISTS (
                   SELECT 1 FROM community_alike f
                    WHERE f.first_id = d.first_id AND f.second_id = d.second_id);
            DROP TABLE community_alike;
                """,
                uid=self.env.uid,
            )
        )
        self.env.invalidate_all()

    @api.model
    def _sql_number(self):
        """Return the term for a number by which 15 and 18 digits of one card are the same."""
        return SQL(
            """CASE WHEN id_kind = 'id_card' AND length(id_number) = 15
                    THEN substr(id_number, 1, 6) || '19' || substr(id_number, 7)
                    WHEN id_kind = 'id_card' AND length(id_number) = 18
                    THEN left(id_number, 17)
                    ELSE NULLIF(id_number, '') END"""
        )
