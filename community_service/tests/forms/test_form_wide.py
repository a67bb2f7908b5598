from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from ...tools.form_words import PARTS, known_words
from .form_wide_layouts import WIDE_LAYOUTS
from .pack_case import PackCase
from .test_form import workbook


def told(cell):
    """Return what a cell is filled from, as the layouts of the tests write it."""
    if cell.kind in ("column", "tick"):
        return cell.column_id.path
    if cell.kind == "count":
        return "#" + "+".join([cell.indicator_id.code, *sorted(cell.added_ids.mapped("code"))])
    return cell.meaning


class WideCase(PackCase):
    """Forms that are read on arrival."""

    def received(self, cells, merged=(), user=None, **values):
        form = (
            self.env["community.form"]
            .with_user(user or self.officer)
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

    def share(self, layout, user=None, kinds=("figure", "column", "count", "tick")):
        """Read a layout; return (held, right, what is wrong without a question mark, missed)."""
        cells, merged, asked = layout
        form = self.received(cells, merged, user)
        found = {cell.address: cell for cell in form.cell_ids if cell.kind in kinds}
        wrong = {
            address: told(cell)
            for address, cell in found.items()
            if not cell.is_question and told(cell) != asked.get(address, "")
        }
        held = {address: meaning for address, meaning in asked.items() if meaning}
        right = {
            address
            for address, meaning in held.items()
            if address in found and told(found[address]) == meaning
        }
        missed = {
            address: (meaning, address in found and told(found[address]))
            for address, meaning in held.items()
            if address not in right
        }
        return len(held), len(right), wrong, missed


@tagged("post_install", "-at_install", "community")
class TestFormWide(WideCase):
    """Wide and irregular forms are read by their headings, and filled in."""

    def test_each_wide_layout(self):
        """Of each layout 70 % of what is held is proposed rightly, nothing wrongly without ?."""
        for name, layout in WIDE_LAYOUTS.items():
            with self.subTest(layout=name):
                held, right, wrong, missed = self.share(layout)
                self.assertFalse(wrong)
                self.assertGreaterEqual(right, 0.7 * held, missed)

    def test_formulas_stay(self):
        """What a sheet reckons itself is never proposed."""
        for cells, merged, _asked in WIDE_LAYOUTS.values():
            form = self.received(cells, merged)
            formulas = {place for place, value in cells.items() if str(value).startswith("=")}
            self.assertFalse(formulas & set(form.cell_ids.mapped("address")))

    def test_every_kind_of_row_works(self):
        """Each column that a list may have stands in a ledger; each word means one of them."""
        Form = self.env["community.form"]
        for number, rows in enumerate(Form._form_rows()):
            with self.subTest(model=rows.model):
                self.assertLessEqual(set(rows.words.values()) - {"ignore"}, set(rows.columns))
                self.assertLessEqual({*rows.names, *rows.without}, {*rows.columns, "name"})
                columns = [*rows.columns.values(), *(rows.lines or {}).values()]
                ledger = self.env["community.ledger"].create(
                    {
                        "name": "x",
                        "code": f"walk_{number}",
                        "company_id": self.env.company.id,
                        "model_id": self.env["ir.model"]._get_id(rows.model),
                        "domain": rows.domain,
                        "order": rows.order,
                        "column_ids": [
                            Command.create(
                                {
                                    "name": "x",
                                    "path": column.path,
                                    "mask": column.mask,
                                    "form": column.form,
                                    "list_domain": column.lines,
                                }
                            )
                            for column in columns
                        ],
                    }
                )
                sum(map(len, map(list, ledger.sudo()._rows())))

    def test_every_word_names_a_figure(self):
        """No word of a form stands for a figure that nobody counts."""
        codes = set(self.env["community.indicator"].search([]).mapped("code"))
        words = known_words(self.env["community.form"]._form_words())
        for word, code in words.items():
            self.assertLessEqual(set(code.rstrip("?").split("+")) - {"", PARTS}, codes, word)

    def test_figures_of_each_grid(self):
        """Each grid gets its own figures; together they are those of the community."""
        cells, merged, _asked = WIDE_LAYOUTS["figures of each grid, total above"]
        form = self.received(cells, merged)
        form.cell_ids.action_confirm()
        form.with_user(self.manager).action_approve()
        filling = self.fill(form)
        page, _data = self.sheet(filling)
        grids = self.env["community.grid"].search([("company_id", "=", self.env.company.id)])
        self.assertEqual(
            [page[f"A{6 + place}"].value for place in range(len(grids))], grids.mapped("name")
        )
        visits = self.env["community.visit"].search(
            [("state", "=", "done"), ("date", ">=", self.first), ("date", "<=", self.last)]
        )
        for place, grid in enumerate(grids):
            mine = visits.filtered(lambda visit, grid=grid: visit.grid_id == grid)
            self.assertEqual(page[f"D{6 + place}"].value, len(mine))
        self.assertGreater(sum(page[f"D{6 + place}"].value for place in range(len(grids))), 0)
        self.assertEqual(page["B5"].value, "=SUM(B6:B13)")
        value = self.value(filling, "D6")
        opened = self.env["community.grid"].search(value.action_open()["domain"])
        self.assertEqual(opened, grids)

    def test_the_rows_add_up_to_the_whole(self):
        """Of every figure, the grids and what belongs to none of them make the community's."""
        cells, merged, _asked = WIDE_LAYOUTS["figures of each grid, total above"]
        form = self.received(cells, merged)
        cell = form.cell_ids.filtered(lambda cell: cell.address == "D6").sudo()
        Grid = self.env["community.grid"]
        grids = Grid.search([("company_id", "=", self.env.company.id)])
        span, counted = (self.first, self.last), 0
        for indicator in self.env["community.indicator"].search([("author_id", "=", False)]):
            if indicator.measure == "rate" or not indicator._row_path(Grid):
                continue
            cell.indicator_id = indicator
            numbers, rest = cell._numbers_of(grids, *span)
            whole = indicator._values(*span, Domain.TRUE)[indicator] or 0
            with self.subTest(indicator=indicator.code):
                self.assertAlmostEqual(sum(numbers.values()) + rest, whole, 2)
            counted += bool(whole)
        self.assertGreater(counted, 10)
        rate = self.env.ref("community_service.community_indicator_coverage")
        cell.indicator_id = rate
        numbers, _rest = cell._numbers_of(grids, *span)
        grid = self.home.grid_id
        place = Domain("grid_id", "=", grid.id)
        self.assertEqual(numbers[grid.id], rate._values(*span, place)[rate])

    def test_a_card_is_filled_in_for_one_visit(self):
        """A card asks which visit; its people stand below each other, its boxes are ticked."""
        cells, merged, _asked = WIDE_LAYOUTS["card of a visit"]
        form = self.received(cells, merged)
        self.assertEqual(form.card_model, "community.visit")
        ledger, count = form.card_ledger_id, len(form.cell_ids)
        form.action_read()
        self.assertEqual((form.card_ledger_id, len(form.cell_ids)), (ledger, count), "read once")
        form.cell_ids.action_confirm()
        form.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "one record at a time"):
            form.action_fill()
        visit = self.env["community.visit"].search(
            [("household_id", "=", self.home.id), ("date", "=", self.last)]
        )
        self.home.dwelling_id.tenure = "rent"
        visit.mode = "phone"
        form.card_id = visit.id
        filling = self.fill(form)
        page, _data = self.sheet(filling)
        self.assertEqual(page["B3"].value, "张一")
        self.assertEqual(page["D3"].value, "139****5678")
        self.assertEqual(page["G3"].value, str(self.last))
        self.assertEqual(page["F4"].value, "□自有 ☑租住 □其他")
        self.assertEqual(page["B11"].value, "□入户  ☑电话  □视频")
        self.assertEqual(
            [page[f"B{row}"].value for row in range(6, 10)], ["张一", "张二", "张三", None]
        )
        self.assertEqual(page["B12"].value, "好")
        self.assertIsNone(page["B15"].value, "signed by hand")
        self.assertIn(visit.display_name, filling.name)
        other = self.env["community.visit"].search(
            [("household_id", "=", self.home.id), ("date", "=", self.first)]
        )
        form.card_id = other.id
        self.assertNotEqual(self.fill(form), filling, "another visit has a card of its own")
        form.card_id = visit.id
        self.assertEqual(self.fill(form), filling)
        # More people than the card has lines: lines are inserted.
        self.make_residents(self.home, 4)
        filling.why_replaced = "添了人"
        filling.action_replace()
        page, _data = self.sheet(self.fill(form))
        self.assertTrue(all(page[f"B{row}"].value for row in range(6, 13)))
        self.assertIn("A5:A12", {str(span) for span in page.merged_cells.ranges})
        self.assertEqual(page["A13"].value, "走访方式")

    def make_residents(self, home, count):
        for number in range(count):
            resident = self.env["community.resident"].create({"name": f"亲{number}"})
            self.env["community.residency"].create(
                {"resident_id": resident.id, "household_id": home.id, "role": "other"}
            )

    def test_the_community_fills_its_own_line(self):
        """Of a table with a line for each community, its own is filled in, with its name."""
        cells, merged, _asked = WIDE_LAYOUTS["a line for each community"]
        form = self.received(cells, merged)
        own = form.cell_ids.filtered(lambda cell: cell.kind == "text")
        self.assertEqual((own.address, own.text), ("A6", self.env.company._community_name()))

    def test_people_side_by_side_are_told_apart(self):
        """Which of a family stands where is asked; then each stands under a heading of its own."""
        cells, merged, _asked = WIDE_LAYOUTS["people of a family side by side"]
        form = self.received(cells, merged)
        beside = form.cell_ids.filtered("nth")
        self.assertEqual(
            {cell.address: cell.nth for cell in beside}, {"E5": 1, "F5": 1, "G5": 2, "H5": 2}
        )
        self.assertTrue(all(beside.mapped("is_question")))

    def test_whose_list_it_is(self):
        """A list is of those whom its title names; whose it is otherwise, a person has to say."""
        cells, merged, _asked = WIDE_LAYOUTS["numbered people with counts"]
        cared = self.received(cells, merged).cell_ids.ledger_id.sudo()
        self.assertIn("'elderly_alone'", cared.domain)
        born = cared.column_ids.filtered(lambda column: column.path == "birth_date")
        self.assertEqual(born.form, "month", "出生年月 asks for year and month")
        form = self.received({**cells, "A1": "结对联系登记簿"}, merged)
        columns = form.cell_ids.filtered(lambda cell: cell.kind in ("column", "count"))
        self.assertGreater(len(columns), 5)
        self.assertTrue(all(columns.mapped("is_question")))
        form = self.received({**cells, "A1": "外来流动人口登记簿"}, merged)
        self.assertIn("'floating'", form.cell_ids.ledger_id.sudo().domain)

    def test_foreign_card(self):
        """A visit of another community makes no card."""
        cells, merged, _asked = WIDE_LAYOUTS["card of a visit"]
        form = self.received(cells, merged)
        form.with_user(self.manager).action_approve()
        form.card_id = 999999999
        with self.assertRaisesRegex(UserError, "one record at a time"):
            form.action_fill()

    def test_two_figures_in_one_cell_count_each_record_once(self):
        """What falls under both figures is counted once; sums and other records are refused."""
        form = self.form()
        both = [self.ref("visits_home"), self.ref("visits")]
        form.cell_ids = [
            Command.create(
                {"address": "D6", "indicator_id": both[0], "added_ids": [Command.set(both[1:])]}
            )
        ]
        page, _data = self.sheet(self.fill(form))
        self.assertEqual(page["D6"].value, 2)
        cell = form.cell_ids.filtered(lambda cell: cell.address == "D6")
        for other in ("requests_received", "aid_new_amount"):
            with self.assertRaisesRegex(ValidationError, "same kind"), self.env.cr.savepoint():
                cell.added_ids = [Command.set([self.ref(other)])]

    def test_nobody_is_counted_by_a_confidential_figure(self):
        """Of a confidential file there are numbers of grids, and never of a person or a home."""
        figure = self.env.ref("community_service.community_indicator_aid_new_people")
        self.assertTrue(figure.is_confidential)
        self.assertTrue(figure._row_path(self.env["community.grid"]))
        for model in ("community.household", "community.resident"):
            self.assertFalse(figure._row_path(self.env[model]))
        form = self.form()
        with self.assertRaisesRegex(ValidationError, "each row"), self.env.cr.savepoint():
            form.cell_ids = [
                Command.create(
                    {
                        "address": "G9",
                        "kind": "count",
                        "indicator_id": figure.id,
                        "ledger_id": self.ledger.id,
                        "row_last": 12,
                    }
                )
            ]

    def test_words_of_the_form(self):
        """A form calls things by its own words; what is no pair of words is refused."""
        cells, merged, _asked = WIDE_LAYOUTS["monthly list of cases"]
        form = self.received(cells, merged)
        cell = form.cell_ids.filtered(lambda cell: cell.address == "K5")
        self.assertTrue(cell.is_question)
        words = dict(pair.split("=") for pair in cell.word_map.split(";"))
        self.assertEqual((words["raise"], words["cut"], words["stop"]), ("调增", "调减", "停发"))
        with self.assertRaisesRegex(ValidationError, "own=自有"), self.env.cr.savepoint():
            cell.word_map = "调增"
        self.assertIn("'dibao'", cell.ledger_id.sudo().domain)
        with self.assertRaises(AccessError):
            form.with_user(self.worker).action_read()
