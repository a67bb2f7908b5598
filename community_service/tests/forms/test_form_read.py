import logging
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .form_layouts import LAYOUTS, _list
from .pack_case import PackCase
from .test_form import workbook

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install", "community")
class TestFormRead(PackCase):
    """A form is read on arrival, by its headings."""

    def form_of(self, cells, merged=(), **values):
        form = (
            self.env["community.form"]
            .with_user(self.officer)
            .create(
                {
                    "name": "来表",
                    "body": "街道",
                    "basis": "x",
                    "date_start": self.first,
                    "file": workbook(cells, merged),
                    "filename": "来表.xlsx",
                    **values,
                }
            )
        )
        form.action_read()
        return form

    def told(self, cell):
        return cell.column_id.path if cell.kind == "column" else cell.meaning

    def test_ten_layouts(self):
        """Of what the register holds 70 % is proposed rightly at least, none wrongly without ?."""
        held = right = sure = 0
        wrong, missed = [], []
        for name, (cells, merged, asked) in LAYOUTS.items():
            form = self.form_of(cells, merged)
            found = {
                cell.address: cell for cell in form.cell_ids if cell.kind in ("figure", "column")
            }
            for address, cell in found.items():
                if not cell.is_question and self.told(cell) != asked.get(address, ""):
                    wrong.append((name, address, self.told(cell)))
            for address, meaning in asked.items():
                if not meaning:
                    continue
                held += 1
                cell = found.get(address)
                if cell and self.told(cell) == meaning:
                    right += 1
                    sure += not cell.is_question
                else:
                    missed.append((name, address, meaning, cell and self.told(cell)))
        _logger.info("%s held, %s right, %s of them sure; missed %s", held, right, sure, missed)
        self.assertFalse(wrong)
        self.assertGreaterEqual(right, 0.7 * held, missed)

    def test_spans_blanks_and_the_sentence(self):
        """Month and year to date, blanks of title and footer are read; a sentence says how much."""
        cells, merged, _asked = LAYOUTS["month beside year to date"]
        form = self.form_of(cells, merged)
        by_address = {cell.address: cell for cell in form.cell_ids}
        self.assertEqual((by_address["B4"].span, by_address["C4"].span), ("period", "year"))
        self.assertEqual(by_address["A1"].blank, "period")
        self.assertEqual(by_address["A13"].blank, "filler")
        self.assertIn("上报重大隐患", form.read_note)
        count = len(form.cell_ids)
        form.action_read()
        self.assertEqual(len(form.cell_ids), count, "what is described already stays")
        form.with_user(self.manager).action_approve()
        page, _data = self.sheet(self.fill(form))
        self.assertEqual(page["B4"].value, 2)
        with self.assertRaises(AccessError):
            form.with_user(self.worker).action_read()

    def test_a_question_stays_empty_until_it_is_confirmed(self):
        """What is proposed with a question mark is not filled in before somebody confirms it."""
        cells, merged, _asked = LAYOUTS["total above, groups of columns"]
        form = self.form_of({**cells, "A1": "变更情况统计表"}, merged)
        cell = form.cell_ids.filtered(lambda cell: cell.address == "B6")
        self.assertTrue(cell.is_question)
        self.assertEqual(form.question_count, 24)
        form.with_user(self.manager).action_approve()
        filling = self.fill(form)
        self.assertIn("To be confirmed", self.value(filling, "B6").note)
        cell.action_confirm()
        self.assertFalse(cell.is_question)
        filling.why_replaced = "已核对"
        filling.action_replace()
        self.assertNotIn("To be confirmed", self.value(self.fill(form), "B6").note or "")

    def test_what_is_missing_becomes_one_question_at_the_door(self):
        """A column says how many lack the fact; at the next visit each of them is asked once."""
        cells, merged, _asked = LAYOUTS["people from elsewhere"]
        self.home.residency_ids.kind = "living"
        form = self.form_of(cells, merged)
        cell = form.cell_ids.filtered(lambda cell: cell.address == "H4")
        self.assertEqual(cell.column_id.path, "phone")
        people = self.home.residency_ids.resident_id
        self.assertGreaterEqual(cell.record_count, cell.missing_count)
        self.assertEqual(cell.missing_count, 2, "the head has told it")
        self.assertTrue(cell.fresh_on)

        def asked(user=self.worker):
            Visit = self.env["community.visit"].with_user(user)
            facts = Visit.at_the_door(self.home.id)["facts"]
            missing = [fact for fact in facts if fact.get("is_missing")]
            asked = [(fact["fact"], fact["resident_id"]) for fact in missing]
            return [one for one in asked if one[0] == "phone"]

        self.assertFalse(asked(), "nobody has approved the form")
        other = self.form_of(cells, merged)
        (form | other).with_user(self.manager).action_approve()
        lacking = people.filtered(lambda person: not person.sudo().phone)
        self.assertEqual(sorted(asked()), sorted(("phone", person.id) for person in lacking))
        lacking[0].phone_input = "13911112222"
        self.assertNotIn(("phone", lacking[0].id), asked())
        (form | other).with_user(self.manager).action_end()
        self.assertFalse(asked())
        self.assertGreater(self.today + timedelta(days=1), cell.fresh_on)

    def test_each_open_fact_is_asked_with_its_own_entry_and_closed_ones_never(self):
        """Choice, day, number and text: entered at the door, taken back, and asked no more."""
        headings = "姓名 性别 文化程度 工作单位 居住证有效期 建筑面积 残疾类别 银行账号".split()
        form = self.form_of(*_list("居民信息台账", headings))
        paths = [self.told(cell) for cell in form.cell_ids if cell.kind == "column"]
        self.assertEqual(
            paths[2:],
            [
                "education",
                "work_unit",
                "residence_permit_end",
                "household_id.dwelling_id.floor_area",
                "disability_kind",
                "bank_account",
            ],
        )
        form.with_user(self.manager).action_approve()
        person = self.make_resident(self.home, name="程远", kind="living", birth_date="1990-01-02")
        child = self.make_resident(self.home, name="程小", kind="living", birth_date="2020-01-02")
        form.cell_ids.filtered(lambda cell: cell.kind == "column")._count_missing()
        Visit = self.env["community.visit"].with_user(self.worker)

        def asked():
            facts = Visit.at_the_door(self.home.id)["facts"]
            return {
                (fact["fact"], fact["resident_id"]): fact
                for fact in facts
                if fact.get("is_missing")
            }

        found = asked()
        self.assertEqual(
            {fact: entry["entry"] for (fact, who), entry in found.items() if who == person.id},
            {
                "education": "choice",
                "work_unit": "text",
                "residence_permit": "choice",
                "residence_permit_end": "date",
            },
        )
        self.assertEqual(found["floor_area", False]["entry"], "number")
        self.assertIn(("bachelor", "Bachelor"), found["education", person.id]["choices"])
        self.assertNotIn(("work_unit", child.id), found)
        self.assertFalse([fact for fact, _who in found if "disab" in fact or "bank" in fact])
        told = {
            ("education", person.id): "bachelor",
            ("work_unit", person.id): "某某公司",
            ("residence_permit_end", person.id): "2031-05-20",
            ("floor_area", False): "89.5平",
        }
        checks = [
            {"fact": fact, "resident_id": who, "result": "changed", "value": value}
            for (fact, who), value in told.items()
        ]
        key = {"client_key": "demanded", "state": "done"}
        saved = Visit.save_at_the_door(self.home.id, {**key, "checks": checks})
        self.assertEqual((person.education, person.work_unit), ("bachelor", "某某公司"))
        self.assertEqual(str(person.residence_permit_end), "2031-05-20")
        self.assertEqual(person.residence_permit, "held")
        self.assertEqual(self.home.dwelling_id.floor_area, 89.5)
        self.assertFalse(told.keys() & asked().keys())
        self.assertNotIn(("residence_permit", person.id), asked())
        visit = Visit.search([("client_key", "=", "demanded")])
        self.assertTrue(saved)
        visit._undo_saves()
        self.assertFalse(person.education or person.work_unit or person.residence_permit)
        self.assertFalse(person.residence_permit_end or self.home.dwelling_id.floor_area)
        self.assertLessEqual(told.keys(), asked().keys())
        for fact, value in (
            ("education", "king"),
            ("residence_permit_end", "soon"),
            ("floor_area", "very big"),
        ):
            who = False if fact == "floor_area" else person.id
            check = {"fact": fact, "resident_id": who, "result": "changed", "value": value}
            with self.subTest(fact=fact), self.assertRaisesRegex(UserError, value):
                Visit.save_at_the_door(
                    self.home.id, {"client_key": fact, "state": "done", "checks": [check]}
                )
