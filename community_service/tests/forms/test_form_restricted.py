from odoo.exceptions import UserError
from odoo.tests import tagged

from .pack_case import PackCase


@tagged("post_install", "-at_install", "community")
class TestFormRestricted(PackCase):
    """A form that is filled in leaves out whoever asked that the file is kept and not used."""

    def restrict(self, person):
        Request = self.env["community.privacy.request"]
        request = Request.create({"resident_id": person.id, "kind": "restrict", "subject": "x"})
        request.write({"outcome": "granted", "identity": "card", "answer": "x"})
        request.action_answer()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_rows_are_left_out_and_counts_are_whole(self):
        """One row less, with a note that says why; the figure of people counts as before."""
        before = self.fill(self.form())
        self.assertEqual(self.sheet(before)[0]["B10"].value, "李一")
        self.restrict(self.home2.head_id)
        # What was frozen with the row leaves no more.
        with self.assertRaisesRegex(UserError, "holds 1 rows of people who have asked since"):
            before._content()
        before.why_replaced = "有人要求限制使用"
        action = before.action_replace()
        after = self.env[action["res_model"]].with_user(self.officer).browse(action["res_id"])
        page = self.sheet(after)[0]
        self.assertEqual((page["B9"].value, page["B10"].value), ("张一", None))
        self.assertEqual(page["C6"].value, self.sheet(before)[0]["C6"].value)
        self.assertIn("1 rows are left out", " ".join(filter(None, after.value_ids.mapped("note"))))
        after._content()

    def test_a_member_of_the_home(self):
        """Where the names of all members are asked for, the home is left out for one of them."""
        self.restrict(self.home.residency_ids.resident_id.filtered(lambda one: one.name == "张三"))
        page = self.sheet(self.fill(self.form()))[0]
        self.assertEqual((page["B9"].value, page["B10"].value), ("李一", None))
