from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_import import ImportCase

CLOCK = "odoo.addons.community_service.models.register_import.community_import_clock"
HEADINGS = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号", "联系电话")


@tagged("post_install", "-at_install", "community")
class TestImportApply(ImportCase):
    """One home that cannot be written stops nobody else, and no import stays without an exit."""

    def rows(self, *people, room=101):
        number = self.make_id_number
        return [(41, 1, room, name, role, number()) for name, role in people]

    def check_rows(self, rows):
        return self.check(rows, headings=HEADINGS)

    def person_named(self, name):
        return self.env["community.resident"].search([("name", "=", name)])

    def test_newcomer_takes_the_place_of_the_head(self):
        father, mother = self.rows(("滕父", "户主"), ("滕母", "妻"))
        self.check_rows([father, mother]).action_apply()
        home = self.person_named("滕父").household_id
        rows = [
            *self.rows(("滕子", "户主")),
            (*father[:4], "父亲", father[5]),
            (*mother[:4], "母亲", mother[5]),
            *self.rows(("邻甲", "户主"), room=102),
        ]
        record = self.check_rows(rows)
        self.assertEqual((record.create_count, record.change_count, record.error_count), (2, 2, 0))
        record.action_apply()
        self.assertEqual(record.error_count, 0)
        self.assertEqual(home.head_id.name, "滕子")
        roles = {line.resident_id.name: line.role for line in home.residency_ids}
        self.assertEqual(roles, {"滕子": "head", "滕父": "parent", "滕母": "parent"})
        self.assertEqual(len(self.person_named("邻甲")), 1)

    def test_whoever_works_in_chinese_applies_the_same(self):
        """What the program tells the database has no language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        record = self.check_rows(self.rows(("滕甲", "户主"), ("滕乙", "妻")))
        record.with_context(lang="zh_CN").action_apply()
        self.assertEqual((record.done_count, record.error_count), (2, 0))

    def test_heads_change_places(self):
        """Among people whom the register knows the change of head is proposed, and entered."""
        one, two = self.rows(("邢甲", "户主"), ("邢乙", "妻"), room=103)
        self.check_rows([one, two]).action_apply()
        record = self.check_rows([(*two[:4], "户主", two[5]), (*one[:4], "夫", one[5])])
        self.assertEqual((record.same_count, record.error_count), (2, 0))
        record.action_apply()
        home = self.person_named("邢甲").household_id
        self.assertEqual(home.head_id.name, "邢甲", "no list changes a head by itself")
        record.action_enter_changes()
        self.assertEqual(home.head_id.name, "邢乙")
        self.assertEqual(self.person_named("邢甲").role, "spouse")

    def test_refused_home_is_a_refused_row(self):
        """Whatever the database says of one home, the homes beside it go in."""
        rows = []
        for place in range(9):
            rows += self.rows((f"阮{chr(0x4E00 + place)}", "户主"), room=201 + place)
        record = self.check_rows(rows)
        bad = rows[4][3]
        Import = type(self.env["community.import"])
        batch = Import._apply_batch

        def refusing(this, groups):
            done = batch(this, groups)
            if this.env["community.resident"].search_count([("name", "=", bad)]):
                raise UserError("This flat is closed.")
            return done

        with patch.object(Import, "_apply_batch", refusing):
            record.action_apply()
        self.assertEqual((record.state, record.done_count, record.error_count), ("done", 8, 1))
        row = record.row_ids.filtered(lambda row: row.state == "refused")
        self.assertEqual(row.name, bad)
        self.assertIn("This flat is closed.", row.reason)
        self.assertTrue(row.remedy)
        self.assertFalse(self.person_named(bad))

    def test_refusal_of_the_database_is_a_sentence(self):
        rows = [*self.rows(("戎甲", "户主"), room=301), *self.rows(("戎乙", "户主"), room=302)]
        record = self.check_rows(rows)
        record.row_ids.filtered(lambda row: row.name == "戎甲").sudo().monthly_income = 99_000_000
        self.env.flush_all()
        record.action_apply()
        self.assertEqual((record.done_count, record.error_count), (1, 1))
        row = record.row_ids.filtered(lambda row: row.state == "refused")
        self.assertIn("monthly income", row.reason)
        self.assertEqual(len(self.person_named("戎乙")), 1)

    def test_clock_that_always_says_late(self):
        """Each pass applies a batch, so that a slow machine comes to the end too."""
        rows = []
        for place in range(5):
            rows += self.rows((f"施{chr(0x4E00 + place)}", "户主"), room=401 + place)
        record = self.check_rows(rows)
        record._start_apply()
        flow = "odoo.addons.community_service.models.register_import.community_import_flow"
        done = []
        with patch(f"{flow}.BATCH_GROUPS", 2):
            for _pass in range(10):
                record._apply_rows(commit=lambda count: 0)
                done.append(record.done_count)
                if record.state == "done":
                    break
        self.assertEqual(record.state, "done")
        self.assertEqual(done[:2], [2, 4])

    def test_second_import_waits_in_line(self):
        first = self.check_rows(self.rows(("束甲", "户主"), room=501))
        second = self.check_rows(self.rows(("束乙", "户主"), room=502))
        first._start_apply()
        second.action_apply()
        self.assertEqual((second.state, second.done_count), ("applying", 0))
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *args, **kwargs: 60):
            self.env["community.import"]._cron_run()
        self.assertEqual((first.state, second.state), ("done", "done"))
        self.assertEqual(len(self.person_named("束甲") | self.person_named("束乙")), 2)

    def test_import_that_fails_can_be_started_again(self):
        record = self.check_rows(self.rows(("宿甲", "户主"), room=601))
        record._start_apply()
        Import = type(self.env["community.import"])
        cron = type(self.env["ir.cron"])
        with (
            patch.object(cron, "_commit_progress", lambda *args, **kwargs: 60),
            patch.object(Import, "_make_areas", side_effect=KeyError("x")),
            patch.object(self.env.cr, "rollback"),
            self.assertLogs("odoo.addons.community_service", "ERROR"),
        ):
            self.env["community.import"]._cron_run()
        self.assertEqual(record.state, "checked")
        self.assertIn("start it again", record.notice)
        record.action_start_apply()
        self.assertEqual(record.state, "done")

    def test_stop_between_batches(self):
        rows = []
        for place in range(4):
            rows += self.rows((f"汤{chr(0x4E00 + place)}", "户主"), room=701 + place)
        record = self.check_rows(rows)
        record._start_apply()
        flow = "odoo.addons.community_service.models.register_import.community_import_flow"

        def commit(count):
            if count:
                record.action_stop()
            return 60

        with patch(f"{flow}.BATCH_GROUPS", 1):
            record._apply_rows(commit=commit)
        self.assertEqual((record.state, record.done_count), ("checked", 1))
        record.action_apply()
        self.assertEqual((record.state, record.done_count), ("done", 4))

    # Going back.

    def facts(self):
        """Return what the register holds, as far as an import can touch it."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = {}
        for model, names in (
            ("community.resident", ("name", "phone", "education", "role", "household_id")),
            ("community.residency", ("resident_id", "household_id", "role", "kind", "date_to")),
            ("community.household", ("head_id", "member_count", "register_no", "dwelling_id")),
            ("community.category.line", ("resident_id", "household_id", "category_id")),
            ("community.dwelling", ("room", "tenure", "active")),
            ("community.area", ("name", "parent_id")),
        ):
            rows = self.env[model].sudo().with_context(active_test=False).search([])
            found[model] = {row["id"]: row for row in rows.read(names, load=None)}
        return found

    def quarter(self):
        """Return two workbooks: the second changes, adds, moves heads and empties nothing."""
        headings = (*HEADINGS, "文化程度", "特殊人群", "房屋性质")
        father, mother, son, new, other = (self.make_id_number() for _place in range(5))
        first = [
            (42, 1, 101, "卞父", "户主", father, "13900000201", "初中", None, "自有"),
            (42, 1, 101, "卞母", "妻", mother, None, None, "残疾", None),
        ]
        second = [
            (42, 1, 101, "卞子", "户主", son, "13900000202", "本科", None, "租住"),
            (42, 1, 101, "卞父", "父亲", father, "13900000203", "高中", "退役军人", None),
            (42, 1, 101, "卞母", "母亲", mother, None, "小学", "残疾", None),
            (42, 1, 102, "卞新", "户主", new, None, None, "低保", None),
            (42, 1, 103, "空户", None, None, None, None, None, None),
            (42, 1, 102, "卞又", "租户", other, None, None, None, None),
        ]
        return headings, first, second

    def test_import_is_taken_back(self):
        headings, first, second = self.quarter()
        self.check(first, headings=headings).action_apply()
        before = self.facts()
        record = self.check(second, headings=headings)
        record.action_apply()
        self.assertEqual((record.done_count, record.error_count), (5, 0))
        self.assertNotEqual(self.facts(), before)
        with self.assertRaisesRegex(UserError, "Say why"):
            record.action_take_back()
        record.undo_reason = "wrong quarter"
        record.action_take_back()
        self.assertEqual(record.state, "undone")
        after = self.facts()
        for model, rows in before.items():
            self.assertEqual(after[model], rows, model)
        self.assertIn("wrong quarter", "".join(record.message_ids.mapped("body")))
        # The same workbook may come again.
        again = self.check(second, headings=headings)
        again.action_apply()
        self.assertEqual((again.done_count, again.error_count), (5, 0))

    def test_taken_back_only_while_nothing_was_built_on_it(self):
        headings, first, second = self.quarter()
        self.check(first, headings=headings).action_apply()
        record = self.check(second, headings=headings)
        record.action_apply()
        record.undo_reason = "wrong quarter"
        person = self.person_named("卞父")
        person.education = "college"
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "was changed after"):
            record.action_take_back()
        person.education = "senior"
        home = self.person_named("卞新").household_id
        home._death(self.env.cr.now().date(), self.person_named("卞又"))
        with self.assertRaisesRegex(UserError, "stands in the way"):
            record.action_take_back()
        self.assertEqual(record.state, "done")

    def test_places_that_something_uses_stay(self):
        rows = [
            (building, 1, 101, name, "户主", self.make_id_number())
            for building, name in ((71, "查甲"), (72, "查乙"), (73, "查丙"))
        ]
        record = self.check(rows, headings=HEADINGS)
        record.action_apply()
        places = {
            number: self.person_named(name).household_id.area_id
            for number, name in ((71, "查甲"), (72, "查乙"), (73, "查丙"))
        }
        buildings = {number: place.parent_id for number, place in places.items()}
        estate = buildings[71].parent_id
        gone = places[71] | buildings[71] | places[73] | buildings[73]
        kept = places[72] | buildings[72] | estate
        # Somebody enters a home there since.
        self.env["community.dwelling"].create({"area_id": places[72].id, "room": "909"})
        record.undo_reason = "wrong estate"
        record.action_take_back()
        self.assertFalse(gone.exists())
        self.assertEqual(kept.exists(), kept, "a home stands there")

    def test_taken_back_within_thirty_days(self):
        record = self.check_rows(self.rows(("祁甲", "户主"), room=801))
        record.action_apply()
        record.undo_reason = "late"
        record.sudo().date_applied -= timedelta(days=31)
        with self.assertRaisesRegex(UserError, "30 days"):
            record.action_take_back()

    def begin_taking_back(self):
        """Return what the register held before, and a large import that is being taken back."""
        headings, first, second = self.quarter()
        self.check(first, headings=headings).action_apply()
        before = self.facts()
        for place in range(4):
            second.append(
                (42, 1, 201 + place, f"訾{chr(0x4E00 + place)}", "户主", self.make_id_number())
                + (None,) * 4
            )
        record = self.check(second, headings=headings)
        record.action_apply()
        record.undo_reason = "wrong quarter"
        with patch(f"{CLOCK}.INLINE_ROWS", 2):
            record.action_take_back()
        self.assertEqual((record.state, record.undone_count), ("undoing", 0))
        return before, record

    def undo(self, record, commit):
        with patch(f"{CLOCK}.BATCH_GROUPS", 1):
            return record._undo_rows(commit=commit)

    def test_taking_back_with_a_clock_that_always_says_late(self):
        """Each pass takes a batch back; in the end the register is as it was."""
        before, record = self.begin_taking_back()
        gone = []
        for _pass in range(20):
            self.undo(record, lambda count: 0)
            gone.append(record.undone_count)
            if record.state == "undone":
                break
        self.assertEqual(record.state, "undone")
        self.assertEqual(gone[:4], [1, 2, 3, 4], "a home in each pass")
        self.assertEqual(record.undone_count, record.done_count)
        after = self.facts()
        for model, rows in before.items():
            self.assertEqual(after[model], rows, model)
        self.assertIn("wrong quarter", "".join(record.message_ids.mapped("body")))

    def test_taking_back_is_stopped_and_gone_on_with(self):
        before, record = self.begin_taking_back()

        def commit(count):
            if count:
                record.action_stop()
            return 60

        self.undo(record, commit)
        self.assertEqual((record.state, record.undone_count), ("done", 1))
        with self.assertRaisesRegex(UserError, "already applied"):
            record.action_check()
        record.action_take_back()
        self.assertEqual(record.state, "undone", "the rest is few enough to be taken back at once")
        after = self.facts()
        for model, rows in before.items():
            self.assertEqual(after[model], rows, model)

    def test_taking_back_in_the_background(self):
        """One after the other, in line with imports that are applied."""
        before, record = self.begin_taking_back()
        with self.assertRaisesRegex(UserError, "being taken back"):
            record.sudo().unlink()
        other = self.check_rows(self.rows(("宗甲", "户主"), room=901))
        other.action_apply()
        self.assertEqual((other.state, other.done_count), ("applying", 0))
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *args, **kwargs: 60):
            self.env["community.import"]._cron_run()
        self.assertEqual((record.state, other.state), ("undone", "done"))
        self.assertTrue(set(before["community.resident"]) < set(self.facts()["community.resident"]))

    def test_somebody_builds_on_it_while_it_is_taken_back(self):
        """Nothing of theirs goes; what is gone stays so, with the sentence why it stopped."""
        _before, record = self.begin_taking_back()
        self.undo(record, lambda count: 0)
        person = self.person_named("卞父")
        person.education = "college"
        self.env.flush_all()
        cron = type(self.env["ir.cron"])
        with (
            patch(f"{CLOCK}.BATCH_GROUPS", 1),
            patch.object(cron, "_commit_progress", lambda *args, **kwargs: 60),
            patch.object(self.env.cr, "rollback"),
        ):
            self.env["community.import"]._cron_run()
        self.assertEqual(record.state, "done")
        self.assertIn("was changed after", record.notice)
        self.assertEqual(person.education, "college")
        self.assertLess(record.undone_count, record.done_count)
        person.education = "senior"
        record.action_take_back()
        self.assertEqual(record.state, "undone")
