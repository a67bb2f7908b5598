from odoo.tests import tagged

from ...models.base.community_access_log_seal import HEAD_KEY
from ...tools import seal
from ..seal_common import KEY, SealCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestAccessLogReader(SealCase):
    """What *Verify* says of numbers is what its reader may see."""

    def test_numbers_are_those_of_what_the_reader_may_see(self):
        """Whole chain, own entries: what moves elsewhere moves no number of this reader's."""

        def told():
            return Log.action_verify()["params"]["message"]

        Log = self.Log.with_user(self.auditor).with_context(
            allowed_company_ids=self.env.company.ids
        )
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertIn("3 entries were checked", told())
        before = told()
        self.Log._log("print", self.resident)
        last = "(SELECT max(id) FROM community_access_log)"
        self.as_owner(
            f"UPDATE community_access_log SET company_id = {elsewhere.id} WHERE id = {last}"
        )
        self.assertEqual(self.Seal._seal(), 1)
        self.assertEqual(told(), before, "number and last seal")
        # Remarks count as well: waiting, late, without a key.
        for acts, words in (
            (
                [
                    "UPDATE community_access_log SET date = date - interval '2 hours'",
                    "DELETE FROM community_access_log_seal",
                    f"DELETE FROM ir_config_parameter WHERE key = '{HEAD_KEY}'",
                ],
                "3 entries since",
            ),
            ([self.as_owner_again], "all 3 entries were sealed without the key"),
        ):
            with self.subTest(words=words), self.env.cr.savepoint() as savepoint:
                for act in acts:
                    act() if callable(act) else self.as_owner(act)
                self.assertIn(words, told())
                savepoint.rollback()
                self.env.invalidate_all()
        # What does not fit is named by its place among the reader's own entries.
        rows = self.Log.search([], order="id").ids
        hidden, shown = rows[:2], rows[2:]
        moved = (
            f"UPDATE community_access_log SET company_id = {elsewhere.id} "
            f"WHERE id IN ({hidden[0]}, {hidden[1]})"
        )
        for act, words, number in (
            ("SET reason = 'y' WHERE id = {0}", "Entry 1 (number", shown[0]),
            ("SET reason = 'y' WHERE id = {0}", "After entry 0 of those that you may", hidden[1]),
        ):
            with self.subTest(words=words), self.env.cr.savepoint() as savepoint:
                self.as_owner(moved)
                self.as_owner_again()
                self.as_owner("UPDATE community_access_log " + act.format(number))
                self.assertIn(words, told())
                self.assertNotRegex(told(), rf"number {hidden[1]}\b")
                savepoint.rollback()
                self.env.invalidate_all()
        anchor = seal.read_anchors(self.Seal._anchor())[0]
        forged = seal.anchor_text(anchor._replace(seq=10**6), seal.make_key(KEY))
        sentence = self.compare(forged)["message"]
        self.assertNotRegex(sentence.replace(str(10**6), ""), r"entr(y|ies) \d")
        admin = self.env.ref("base.user_admin")
        for user in (admin, self.auditor):
            rights = self.env["ir.config_parameter"].with_user(user)
            if rights.has_access("read"):
                self.assertFalse(rights.search([("key", "=", HEAD_KEY)]))
