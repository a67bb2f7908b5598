import base64
import io

import openpyxl
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

from ..common import CommunityCase
from .test_form import workbook


def layout(rows=4):
    """Return a form: blanks in title and line below, totals above the rows, headings in two rows.

    Columns E and F stand for the first two people of a home; B2 and further belong to the matrix.
    """
    last = 8 + rows
    return workbook(
        {
            "A1": "户情月报表（      年    月）",
            "A2": "填报单位（盖章）：",
            "E2": "截至     年   月   日",
            "A3": "统计项目",
            "C3": "当月数",
            "D3": "累计数",
            "A4": "走访（次）",
            "B4": "全部",
            "B5": "上门",
            "A6": "人口",
            "B6": "4—17岁",
            "A7": "序号",
            "B7": "户主",
            "C7": "电话",
            "D7": "人数",
            "E7": "成员",
            "E8": "一",
            "F8": "二",
            "A8": "合计",
            "C8": f"=COUNTA(C9:C{last})",
            "D8": f"=SUM(D9:D{last})",
            f"A{last + 1}": "填表人：",
        },
        merged=("A1:F1", "E7:F7", "A4:A5"),
    )


class PackCase(CommunityCase):
    """A form with two homes, visits and a ledger that fill it in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.last = cls.today.replace(day=1) - relativedelta(days=1)
        cls.first = cls.last.replace(day=1)
        child = cls.last - relativedelta(years=17)
        cls.home = cls.make_household(
            [
                {"name": "张一", "role": "head", "birth_date": "1960-01-01"},
                {"name": "张二", "role": "child", "birth_date": child},
                {"name": "张三", "role": "child", "birth_date": child - relativedelta(years=1)},
            ]
        )
        cls.home.head_id.phone_input = "13912345678"
        cls.home2 = cls.make_household([{"name": "李一", "role": "head"}])
        cls.env["community.visit"].create(
            [
                {
                    "household_id": cls.home.id,
                    "date": day,
                    "user_id": cls.worker.id,
                    "state": "done",
                    "situation": "好",
                }
                for day in (cls.first, cls.last, cls.last - relativedelta(months=2))
            ]
        )
        homes = [cls.home.id, cls.home2.id]
        cls.ledger = cls.env["community.ledger"].create(
            {
                "name": "两户",
                "code": "two_homes",
                "company_id": cls.env.company.id,
                "model_id": cls.env["ir.model"]._get_id("community.household"),
                "domain": f"[('id', 'in', {homes})]",
                "order": "id",
                "column_ids": [
                    Command.create({"name": name, "path": path, "mask": mask, "sequence": n})
                    for n, (name, path, mask) in enumerate(
                        (
                            ("户主", "head_id.name", False),
                            ("电话", "head_id.phone", "phone"),
                            ("人数", "member_count", False),
                            ("成员", "residency_ids.resident_id.name", False),
                        )
                    )
                ],
            }
        )
        cls.officer.password = "officer"
        cls.env.company.community_register_since = "2020-01-01"

    def ref(self, code):
        return self.env.ref(f"community_service.community_indicator_{code}").id

    def form(self, rows=4, **values):
        form = (
            self.env["community.form"]
            .with_user(self.officer)
            .create(
                {
                    "name": "户情月报",
                    "body": "街道办",
                    "basis": "x",
                    "date_start": self.first - relativedelta(months=3),
                    "minutes": 45,
                    "file": layout(rows),
                    "filename": "户情.xlsx",
                    **values,
                }
            )
        )
        columns = self.ledger.column_ids
        rows_of = {"ledger_id": self.ledger.id, "row_last": 8 + rows}
        form.cell_ids = [
            Command.create(vals)
            for vals in (
                {"address": "a1", "kind": "blank", "blank": "period"},
                {"address": "A2", "kind": "blank", "blank": "community"},
                {"address": "E2", "kind": "blank", "blank": "last_day"},
                {"address": "C4", "indicator_id": self.ref("visits")},
                {"address": "D4", "indicator_id": self.ref("visits"), "span": "year"},
                {
                    "address": "C6",
                    "indicator_id": self.ref("living"),
                    "age_from": 4,
                    "age_to": 17,
                    "span": "day",
                    "area_id": self.building1.id,
                },
                {"address": "A9", "kind": "number", **rows_of},
                *(
                    {"address": f"{letter}9", "kind": "column", "column_id": column.id, **rows_of}
                    for letter, column in zip("BCD", columns[:3], strict=True)
                ),
                *(
                    {
                        "address": f"{letter}9",
                        "kind": "column",
                        "column_id": columns[3].id,
                        "nth": n,
                        **rows_of,
                    }
                    for n, letter in enumerate("EF", 1)
                ),
                {"address": "D8", "kind": "keep"},
                {"address": f"A{9 + rows}", "kind": "blank", "blank": "filler"},
            )
        ]
        form.with_user(self.manager).action_approve()
        return form

    def fill(self, form):
        action = form.action_fill()
        return self.env[action["res_model"]].with_user(self.officer).browse(action["res_id"])

    def sheet(self, filling):
        data = base64.b64decode(filling.sudo().with_context(bin_size=False).file_data)
        return openpyxl.load_workbook(io.BytesIO(data)).active, data

    def value(self, filling, address):
        return filling.value_ids.filtered(lambda value: value.address == address)
