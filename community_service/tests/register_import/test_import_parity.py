from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .test_import import HEADINGS, ImportCase

# What two records of the same facts may differ in.
OWN = {"id", "create_date", "write_date", "code"}


@tagged("post_install", "-at_install", "community")
class TestImportParity(ImportCase):
    """Rows written by SQL equal rows written by ``create()``: every column, history and log."""

    def rows_of(self, model, ids, replace):
        """Return the stored rows of ``ids`` with the values of ``replace`` made comparable."""
        table = self.env[model]._table
        # Raw SQL: the question is what stands in the table, NULL and false told apart.
        self.env.cr.execute(f"SELECT * FROM {table} WHERE id = ANY(%s) ORDER BY id", [list(ids)])
        rows = []
        for row in self.env.cr.dictfetchall():
            values = {}
            for name, value in row.items():
                if name in OWN:
                    continue
                known = replace.get(name, {})
                values[name] = known.get(value, value)
            rows.append(values)
        return rows

    def by_orm(self, people, building, today):
        env = self.env(user=self.officer)
        env = env(context=dict(env.context, mail_create_nosubscribe=True))
        entrance = env["community.area"].create(
            {"name": "1单元", "kind": "entrance", "parent_id": building.id}
        )
        dwelling = env["community.dwelling"].create({"area_id": entrance.id, "room": "101"})
        household = env["community.household"].create({"dwelling_id": dwelling.id})
        residents = env["community.resident"]
        for person in people:
            resident = residents.sudo().create(
                {
                    "name": person["name"],
                    "id_number": person["id_number"],
                    "employment": person["employment"],
                    "residency_ids": [
                        Command.create(
                            {
                                "household_id": household.id,
                                "role": person["role"],
                                "role_word": person["word"],
                                "kind": person["kind"],
                                "is_whereabouts_unknown": person["absent"],
                            }
                        )
                    ],
                }
            )
            residents |= resident
        for resident, person in zip(residents, people, strict=True):
            for code in person["codes"]:
                category = env.ref(f"community_service.community_category_{code}")
                env["community.category.line"].create(
                    {
                        "category_id": category.id,
                        "resident_id": category.subject == "resident" and resident.id,
                        "household_id": household.id,
                        "date_from": today,
                        "source": "import",
                        "is_to_clarify": category.is_derived,
                    }
                )
        env.flush_all()
        household._import_done()
        residents._import_done()
        env.flush_all()
        return household, residents

    def test_sql_rows_equal_created_rows(self):
        number, number2, number3 = (self.make_id_number(birth=f"19{n}0-05-06") for n in (3, 8, 9))
        people = [
            {
                "name": "欧阳明",
                "id_number": number,
                "role": "head",
                "word": "户主",
                "kind": "both",
                "absent": False,
                "codes": ["dibao", "veteran"],
                "employment": "retired",
            },
            {
                "name": "欧阳小明",
                "id_number": number2,
                "role": "child",
                "word": "长子",
                "kind": "living",
                "absent": False,
                "codes": ["bereaved"],
                "employment": "employed",
            },
            {
                "name": "欧阳亮",
                "id_number": number3,
                "role": "child",
                "word": "次子",
                "kind": "registered",
                "absent": True,
                "codes": [],
                "employment": False,
            },
        ]
        kinds = {"both": "常住", "living": "流动", "registered": "空挂"}
        words = {"dibao": "低保", "veteran": "退役军人", "bereaved": "丧亲"}
        works = {"retired": "退休", "employed": "在职", False: None}
        rows = [
            (
                "8号楼", "1单元", "101", "欧阳明", p["name"], p["word"], p["id_number"],
                kinds[p["kind"]], "、".join(words[code] for code in p["codes"]),
                works[p["employment"]],
            )
            for p in people
        ]  # fmt: skip
        building8, building9 = self.env["community.area"].create(
            [
                {
                    "name": name, "kind": "building", "parent_id": self.estate.id,
                    "own_grid_id": self.grid.id,
                }
                for name in ("8号楼", "9号楼")
            ]
        )  # fmt: skip
        self.assertEqual(len(rows[0]), len(HEADINGS))
        counts = {
            model: self.env[model].sudo().search_count([])
            for model in ("mail.message", "mail.followers", "community.resident")
        }
        record = self.check(rows)
        record.action_apply()
        sql_residents = self.env["community.resident"].search(
            [("name", "in", [p["name"] for p in people])], order="id"
        )
        self.assertEqual(len(sql_residents), 3)
        logged = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "in", ("community.household", "community.resident"))])
        )
        self.assertEqual(
            self.env["mail.followers"]
            .sudo()
            .search_count([("res_model", "in", ("community.household", "community.resident"))]),
            0,
        )
        self.assertFalse(logged.filtered(lambda m: m.res_id in sql_residents.ids))
        self.assertFalse(
            self.env["community.fact.change"].search_count(
                [("resident_id", "in", sql_residents.ids)]
            ),
            "a new person has no past, as with create()",
        )
        sql_household = sql_residents.household_id
        # The same people by the ORM, next door; the numbers are unique, so the first go away.
        snapshot = self.snapshot(sql_household, sql_residents, building8)
        self.env.cr.execute(
            "UPDATE community_resident SET active = FALSE WHERE id = ANY(%s)", [sql_residents.ids]
        )
        self.env.invalidate_all()
        today = fields.Date.context_today(self.env["community.import"].with_user(self.officer))
        household, residents = self.by_orm(people, building9, today)
        orm = self.snapshot(household, residents, building9)
        for model, orm_rows in orm.items():
            for sql_row, orm_row in zip(snapshot[model], orm_rows, strict=True):
                for name, value in orm_row.items():
                    with self.subTest(model=model, column=name):
                        self.assertEqual(sql_row[name], value)
        self.assertTrue(counts)

    def snapshot(self, household, residents, building):
        lines = self.env["community.category.line"].search(
            [("household_id", "=", household.id)], order="id"
        )
        texts = {}
        for text in (household.address, household.walk_key):
            digit = building.name[0]
            texts[text] = text.replace(f"{digit}号楼", "N号楼")
        replace = {
            "household_id": {household.id: "household"},
            "dwelling_id": {household.dwelling_id.id: "dwelling"},
            "area_id": {household.area_id.id: "area"},
            "resident_id": {resident.id: n for n, resident in enumerate(residents)},
            "head_id": {residents[0].id: 0},
            "address": texts,
            "walk_key": texts,
        }
        result = {}
        for model, ids in (
            ("community.dwelling", household.dwelling_id.ids),
            ("community.household", household.ids),
            ("community.resident", residents.ids),
            ("community.residency", residents.residency_ids.ids),
            (
                "community.category.line",
                lines.sorted(lambda line: (line.category_id.id, line.resident_id.id)).ids,
            ),
        ):
            result[model] = self.rows_of(model, ids, replace)
        result["community.category.line"].sort(key=lambda row: str(row["category_id"]))
        return result
