import importlib.util
from pathlib import Path

from odoo.tests import tagged

from ..common import PartyCase

ADDON = Path(__file__).parents[2]
MODELS = (
    "community.parameter",
    "community.party.duty",
    "community.party.dues.rate",
    "community.party.step.rule",
)


@tagged("post_install", "-at_install", "community")
class TestPartyLaw(PartyCase):
    """What the numbers of the rules rest on: the text, and the day on which it was really read."""

    def shipped(self, model):
        records = self.env[model].search([]).with_context(lang="en_US")
        return records.filtered(lambda r: r.get_external_id()[r.id].startswith("community_party."))

    def number(self, name):
        return self.env.ref(f"community_party.community_parameter_{name}").with_context(
            lang="en_US"
        )

    def test_checked_on_says_what_was_read(self):
        """“Checked on” is empty, or the day on which a named text was read."""
        for model in MODELS:
            records = self.shipped(model)
            self.assertTrue(records)
            for record in records:
                with self.subTest(record=record.get_external_id()[record.id]):
                    self.assertEqual(bool(record.date_as_of), bool(record.source))
                    self.assertIn(str(record.date_as_of or ""), ("", "2026-11-28"))

    def test_articles(self):
        """The articles of dues and elections are those of the texts."""
        for name, article in (
            ("party_dues_makeup_months", "art. 12"),
            ("party_dues_flag_months", "art. 13"),
            ("party_special_dues_threshold", "art. 11"),
            ("party_candidate_margin", "art. 13: at least 20 percent"),
        ):
            self.assertIn(article, self.number(name).legal_basis)
        self.assertFalse(self.number("party_candidate_margin").is_local)
        self.assertTrue(self.number("party_letter_days_most").is_local, "custom, no article")
        quorum = self.number("party_quorum_representatives")
        self.assertFalse(quorum.date_as_of, "nobody could read the chapter of the law of 2025")

    def test_fifty_members_with_those_on_probation(self):
        """A branch of more than 50 members is asked to divide, those on probation counted."""
        self.number("party_branch_most").value = 5
        for number in range(4):
            self.make_member(f"正式{number}")
        self.make_member("预备1", stage="probationary", date_full=False)
        self.assertNotIn("more than 5", self.branch.gap_note or "")
        self.make_member("预备2", stage="probationary", date_full=False)
        self.env.invalidate_all()
        self.assertIn("6 members, those on probation with them, more than 5", self.branch.gap_note)

    def test_what_nobody_edited_is_brought_up(self):
        """An older database loses the day that nobody had read on; what a user edited stays."""
        path = ADDON / "migrations" / "19.0.1.2.0" / "post-checked.py"
        spec = importlib.util.spec_from_file_location("migration_checked", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        plain, talk = self.number("party_candidate_margin"), self.number("party_talk_months")
        own = self.number("party_special_dues_threshold").with_user(self.env.ref("base.user_admin"))
        for number in (plain, talk, own):
            number.write({"date_as_of": "2026-11-23", "source": False})
        plain.legal_basis = "No source found: ask the organisation department"
        plain._set_closed(is_local=True)
        own.legal_basis = "市委组织部〔2025〕2号"
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertIn("art. 13", plain.legal_basis)
        self.assertEqual((str(plain.date_as_of), plain.is_local), ("2026-11-28", False))
        self.assertTrue(plain.source)
        self.assertFalse(talk.date_as_of)
        self.assertEqual((own.legal_basis, own.date_as_of), ("市委组织部〔2025〕2号", False))
