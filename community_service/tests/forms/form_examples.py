"""What the tests of all addons ask of the examples of forms."""

import base64
import io
import zipfile

import openpyxl
from dateutil.relativedelta import relativedelta

from odoo import fields

from ...tools.form_period import ended_period


def filled_example(case, key, user, manager):
    """Register an example as its user, have it approved, fill it in for the last period.

    :return: (form, filling, the filled workbook as openpyxl reads it)
    """
    Form = case.env["community.form"].with_user(user)
    today = fields.Date.context_today(Form)
    values = Form._example_values(key)
    first, _last = ended_period(today, values["period"])
    form = Form.create(
        {**values, "basis": "x", "date_start": first - relativedelta(years=1), "example": key}
    )
    form.with_user(manager).action_approve()
    blank = base64.b64decode(form.with_context(bin_size=False).file)
    action = form.action_fill()
    filling = case.env[action["res_model"]].with_user(user).browse(action["res_id"])
    data = base64.b64decode(filling.sudo().with_context(bin_size=False).file_data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    before = openpyxl.load_workbook(io.BytesIO(blank))
    for page, was in zip(book, before, strict=True):
        case.assertEqual(str(page.merged_cells), str(was.merged_cells))
        case.assertEqual(page.print_area, was.print_area)
        case.assertEqual(page.column_dimensions["A"].width, was.column_dimensions["A"].width)
        for row in was.iter_rows():
            for cell in row:
                if str(cell.value or "").startswith("="):
                    case.assertEqual(page[cell.coordinate].value, cell.value, cell.coordinate)
    case.assertEqual(
        zipfile.ZipFile(io.BytesIO(data)).namelist(), zipfile.ZipFile(io.BytesIO(blank)).namelist()
    )
    return form, filling, book


def figures(case, form, filling, book):
    """Compare each figure of a filled example with its indicator; return how many were known."""
    known = 0
    for cell in form.cell_ids.filtered(lambda cell: cell.kind == "figure"):
        value = filling.value_ids.filtered(lambda value, cell=cell: value.cell_id == cell)
        page = book[value.sheet]
        span = cell._span_of(filling.date_from, filling.date_to)
        if not value.is_known:
            case.assertIsNone(page[cell.address].value)
            case.assertTrue(value.note)
        elif not cell._is_narrowed():
            counted = cell.indicator_id._values(*span, cell._place_domain())
            case.assertEqual(float(page[cell.address].value), counted[cell.indicator_id])
        known += value.is_known
    return known
