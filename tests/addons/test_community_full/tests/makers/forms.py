"""Forms that other bodies demand."""

import base64
import io

import openpyxl


def _blank():
    book = openpyxl.Workbook()
    book.active["A1"] = "走访次数"
    stream = io.BytesIO()
    book.save(stream)
    return base64.b64encode(stream.getvalue())


def _form(place):
    return place.env["community.form"].create(
        {
            "name": "月报表",
            "body": "街道",
            "basis": "x",
            "date_start": "2026-01-05",
            "company_id": place.company.id,
            "file": _blank(),
            "filename": "月报表.xlsx",
        }
    )


def _cell(place):
    form = place.record_of("community.form")
    return place.env["community.form.cell"].create(
        {
            "form_id": form.id,
            "address": "B1",
            "indicator_id": place.env.ref("community_service.community_indicator_visits").id,
        }
    )


def _filling(place):
    form = place.record_of("community.form")
    place.record_of("community.form.cell")
    form._set_closed(state="approved")
    return form._fill(*form._period_wanted())


def _value(place):
    return place.record_of("community.form.filling").value_ids[:1]


def _release(place):
    form = place.record_of("community.form")
    return place.env["community.form.release"].create({"form_id": form.id, "reason": "核对账户"})


MAKERS = {
    "community.form": _form,
    "community.form.cell": _cell,
    "community.form.filling": _filling,
    "community.form.release": _release,
    "community.form.value": _value,
}
