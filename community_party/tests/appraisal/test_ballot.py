from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..appraisal_case import AppraisalCase


@tagged("post_install", "-at_install", "community")
class TestBallot(AppraisalCase):
    def ballot(self, number):
        """A ballot that tells who cast it: the grades are the digits of the voter's number."""
        keys = ("excellent", "qualified", "basic", "unqualified")
        return {
            str(line.id): keys[(number // 4**place) % 4] for place, line in enumerate(self.lines)
        }

    def vote_all(self):
        """Everybody votes, each in a transaction of their own, as in life."""
        order = [3, 0, 7, 1, 6, 2, 5, 4]
        for number in order:
            with self.env.cr.savepoint():
                self.cast(self.users[number], self.ballot(number))
        return [self.members[number] for number in order]

    def rows(self, query):
        self.env.flush_all()
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    def test_totals(self):
        code = self.open_box()
        self.vote_all()
        self.assertEqual(self.appraisal.voted_count, 8)
        self.count(code.lower().replace("-", " "))
        first, second, *others = self.lines
        votes = ("vote_excellent", "vote_qualified", "vote_basic", "vote_unqualified")
        self.assertEqual([first[vote] for vote in votes], [2, 2, 2, 2])
        self.assertEqual([second[vote] for vote in votes], [4, 4, 0, 0])
        self.assertEqual([others[0][vote] for vote in votes], [8, 0, 0, 0])

    def test_tables_hold_nothing_that_tells_a_person_or_a_time(self):
        columns = {
            table: {
                name
                for (name,) in self.rows(
                    "SELECT column_name FROM information_schema.columns"
                    f" WHERE table_name = '{table}'"
                )
            }
            for table in (
                "community_party_ballot",
                "community_party_ballot_envelope",
                "community_party_ballot_roll",
            )
        }
        self.assertEqual(
            columns,
            {
                "community_party_ballot": {"id", "key", "line_id", "grade", "company_id"},
                "community_party_ballot_envelope": {"id", "appraisal_id", "sealed", "company_id"},
                "community_party_ballot_roll": {
                    "id",
                    "appraisal_id",
                    "member_id",
                    "has_voted",
                    "has_paper",
                    "organization_id",
                    "company_id",
                },
            },
        )

    def test_the_superuser_cannot_join_roll_and_box_while_people_vote(self):
        self.open_box()
        voted = self.vote_all()
        # The roll does tell the order of voting by its transactions: the attack starts from it.
        roll = self.rows(
            "SELECT member_id, xmin::text::bigint FROM community_party_ballot_roll"
            " WHERE has_voted ORDER BY xmin::text::bigint"
        )
        self.assertEqual([member for member, _xmin in roll], [member.id for member in voted])
        self.assertEqual(len({xmin for _member, xmin in roll}), 8)
        box = self.rows(
            "SELECT id, sealed, xmin::text::bigint FROM community_party_ballot_envelope"
        )
        self.assertEqual(len(box), 8)
        self.assertEqual(len({xmin for _id, _sealed, xmin in box}), 1, "all written anew")
        joined = self.rows(
            "SELECT e.sealed, r.member_id FROM community_party_ballot_envelope e"
            " JOIN community_party_ballot_roll r ON r.xmin::text = e.xmin::text"
        )
        self.assertNotEqual(len({sealed for sealed, _member in joined}), 1, "no single envelope")
        # And what is in an envelope is noise, of one length, never the same twice.
        letters = [sealed for _id, sealed, _xmin in box]
        self.assertEqual((len(set(letters)), len({len(letter) for letter in letters})), (8, 1))
        for letter in letters:
            self.assertNotIn("excellent", letter)
        appraisal = self.appraisal.sudo()
        self.assertNotIn(appraisal.box_locked, letters)
        wrong = "AAAA-AAAA-AAAA-AAAA"
        self.refused(("code is wrong", "nothing is lost"), appraisal._count, wrong)

    def test_the_superuser_cannot_join_roll_and_votes_after_the_count(self):
        """After the count no order of rows, transaction or key tells the superuser who voted
        how.
        """
        code = self.open_box()
        voted = self.vote_all()
        with self.env.cr.savepoint():
            self.count(code)
        truth = {line.id: [] for line in self.lines}
        for member in voted:
            number = self.members.ids.index(member.id)
            for line, grade in self.ballot(number).items():
                truth[int(line)].append(grade)
        one = self.rows("SELECT count(DISTINCT xmin::text) FROM community_party_ballot")
        self.assertEqual(one, [(1,)], "one transaction for all votes")
        same = self.rows(
            "SELECT count(*) FROM community_party_ballot b"
            " JOIN community_party_ballot_roll r ON r.xmin::text = b.xmin::text"
        )
        self.assertEqual(same, [(0,)])
        for order in ("id", "ctid", "key", "id DESC", "ctid DESC", "key DESC"):
            found = {line.id: [] for line in self.lines}
            for line, grade in self.rows(
                f"SELECT line_id, grade FROM community_party_ballot ORDER BY {order}"
            ):
                found[line].append(grade)
            # By chance this is right once in 2520 * 70 times for a single order of rows.
            told = [found[line.id] == truth[line.id] for line in self.lines[:2]]
            self.assertFalse(all(told), order)
        self.assertEqual(self.rows("SELECT count(*) FROM community_party_ballot_envelope"), [(0,)])
        box = self.appraisal.sudo()
        self.assertEqual((box.box_public, box.box_locked), (False, False))

    def test_the_code_lies_nowhere_in_the_database(self):
        code = self.open_box()
        self.vote_all()
        self.count(code)
        tables = self.rows(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb')"
            " AND table_name ~ '^(community_party|mail_|ir_logging|bus_|community_access)'"
        )
        self.assertGreater(len(tables), 50)
        for table, column in tables:
            hit = self.rows(
                f"""SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE '%{code}%' LIMIT 1"""
            )
            self.assertFalse(hit, f"{table}.{column}")

    def test_a_vote_leaves_no_trace_elsewhere(self):
        self.open_box()
        Message, Log = self.env["mail.message"], self.env["community.access.log"]
        before = Message.search_count([]), Log.search_count([])
        self.cast(self.users[0], self.ballot(3))
        self.assertEqual((Message.search_count([]), Log.search_count([])), before)

    def test_each_votes_once_and_only_who_is_on_the_roll(self):
        self.open_box()
        self.cast(self.users[0], self.ballot(1))
        self.refused(("everybody votes once",), self.cast, self.users[0], self.ballot(2))
        with self.assertRaises(AccessError):
            self.cast(self.branch_user2, self.ballot(2))
        row = self.appraisal.roll_ids.filtered("has_voted").with_user(self.branch_user)
        for value in (False, True):
            with self.assertRaises(AccessError):
                row.write({"has_voted": value})
        self.assertFalse(self.newcomer in self.appraisal.roll_ids.member_id)

    def test_bad_ballots(self):
        box = self.open_box()
        user, line = self.users[0], str(self.lines[0].id)
        other = self.appraisal.line_ids - self.lines
        for votes in (
            {line: "best"},
            {"x": "excellent"},
            {str(other.id): "excellent"},
            {line: "excellent", f"0{line}": "excellent"},
            {"0": "qualified"},
        ):
            self.refused(("load the page again",), self.cast, user, votes)
        for votes in ({}, [], None, "x"):
            self.refused(("empty",), self.cast, user, votes)
        self.assertFalse(self.appraisal.voted_count)
        self.cast(user, {line: "qualified"})
        self.refused(("1 ballots", "3 are needed"), self.count, box)
        self.assertEqual(self.appraisal.state, "voting")

    def test_a_shut_box_takes_nothing(self):
        code = self.open_box()
        self.vote_all()
        self.count(code)
        self.refused(("not open",), self.appraisal._count, code)
        self.appraisal.roll_ids.sudo().has_voted = False
        self.refused(("is shut",), self.cast, self.users[0], self.ballot(1))

    def test_nobody_reads_ballots_or_keys(self):
        self.open_box()
        for user in (self.party_manager, self.branch_user, self.users[0]):
            for model in ("community.party.ballot", "community.party.ballot.envelope"):
                self.assertFalse(self.env[model].with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            self.appraisal.with_user(self.party_manager).read(["box_locked"])
        self.assertFalse(
            self.env["community.party.appraisal"].with_user(self.users[0]).has_access("read")
        )

    def test_a_lost_code_costs_the_ballots_and_not_the_appraisal(self):
        self.open_box()
        self.vote_all()
        with self.assertRaises(AccessError):
            self.appraisal.with_user(self.branch_user).action_discard_box()
        self.appraisal.with_user(self.party_manager).action_discard_box()
        self.assertEqual((self.appraisal.state, self.appraisal.roll_count), ("draft", 0))
        self.assertEqual(self.rows("SELECT count(*) FROM community_party_ballot_envelope"), [(0,)])
        self.count(self.open_box())
        self.assertEqual(self.appraisal.state, "counted")
