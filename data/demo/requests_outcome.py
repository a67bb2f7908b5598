"""What became of the demo's requests: answers of departments, certificates, examples, claims.

Played after ``requests.py``, whose requests it takes from the database.
"""

import datetime

from odoo import fields

DEPARTMENTS = ("区民政局", "区住房和城乡建设局", "区人力资源和社会保障局", "区医疗保障局")


def play(env):
    """Add referrals, papers, good examples and claims; called by ``load.py``."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    requests = env["community.request"].search([("merged_into_id", "=", False)], order="id")
    past = requests.filtered(lambda request: request.state == "done" and not request.need_id)
    running = requests.filtered(
        lambda request: request.state == "in_progress" and not request.need_id
    )
    _refer(env, past, running)
    _issue(env, past)
    _tell_examples(past)
    _claim(env, running)
    env["community.request.referral"]._cron_remind()


def _add(env, day, days):
    return env["community.holiday"]._add_workdays(day, days, env.company)[0]


def _item(env, code):
    return env.ref(f"community_service.service_item_{code}")


def _refer(env, past, running):
    """Questions to four departments: answered ones, open ones, and two that are overdue."""
    departments = env["res.partner"].create(
        [{"name": name, "is_company": True} for name in DEPARTMENTS]
    )
    codes = ("dibao", "public_rental", "hard_to_place", "medical_aid")
    department_of = {}
    for department, code in zip(departments, codes, strict=True):
        item = _item(env, code)
        item.department_id = department
        department_of[item] = department
    asked = past.filtered(lambda request: request.item_id in department_of)
    values = [
        {
            "request_id": request.id,
            "department_id": department_of[request.item_id].id,
            "question": f"请告知{request.item_id.name}的办理进展。",
            "date_sent": request.date_accepted,
            "state": "answered",
            "answer": "材料齐全，已受理，按程序办理。",
            "date_answered": min(
                _add(env, request.date_accepted, 3), fields.Date.context_today(env.user)
            ),
            "reminder_count": number % 4 == 0,
        }
        for number, request in enumerate(asked)
    ]
    values += [
        {
            "request_id": request.id,
            "department_id": departments[number % 4].id,
            "question": "请协助核实情况，并告知办理时限。",
            "date_sent": fields.Date.context_today(env.user)
            - datetime.timedelta(days=14 if number < 2 else 2),
        }
        for number, request in enumerate(running[:5])
    ]
    env["community.request.referral"].create(values)


def _issue(env, past):
    requests = past.filtered(
        lambda request: request.item_id == _item(env, "cert_residence") and request.resident_id
    )
    # The words of a certificate are those of whoever makes it out.
    Certificate = env["community.certificate"].with_context(lang="zh_CN")
    certificates = Certificate.create(
        [
            {
                "request_id": request.id,
                "purpose": "子女入学" if "上学" in request.description else "办理银行业务",
            }
            for request in requests
        ]
    )
    uses = []
    for certificate in certificates.sorted("id"):
        request = certificate.request_id
        day = request.date_closed
        sequence = env["ir.sequence"].with_context(ir_sequence_date=fields.Date.to_string(day))
        certificate.write(
            {
                "state": "issued",
                "date": day,
                "number": sequence.next_by_code("community.certificate"),
            }
        )
        uses.append(
            {
                "certificate_id": certificate.id,
                "name": f"{certificate.item_id.name} {certificate.number}",
                "user_id": request.officer_id.id,
                "date": datetime.datetime.combine(day, datetime.time(6, 30)),
            }
        )
    env["community.seal.use"].create(uses)


def _tell_examples(past):
    good = past.filtered(lambda r: r.satisfaction == "very" and r.resident_id and r.is_proxy)
    year = fields.Date.context_today(past).year
    told = good[-5:] | good.filtered(lambda r: r.date_closed.year == year - 1)[:3]
    for number, request in enumerate(told):
        request.write(
            {
                "is_exemplary": True,
                "example_text": f"居民不便出门，社区代办“{request.item_id.name}”，"
                "跑了三个窗口，两天办妥，送到家中。",
                "date_consent": request.date_closed,
                "consent_note": "本人电话同意",
                "is_published": number < 3,
            }
        )


def _claim(env, running):
    """Volunteers and a unit take some open requests on."""
    partners = env["res.partner"].search(
        [("name", "in", ("姚桂英", "唐立新", "望河超市"))], order="id"
    )
    env["community.contribution"].create(
        [
            {
                "res_model": "community.request",
                "res_id": request.id,
                "partner_id": partner.id,
                "capacity": "unit" if partner.is_company else "volunteer",
                "role": "上门看一看，帮忙搬运",
                "date": fields.Date.context_today(env.user),
            }
            for request, partner in zip(running, partners, strict=False)
        ]
    )
