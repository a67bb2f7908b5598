"""Records of which papers are true, where that takes more than fields of the record itself.

Each function takes the case and the record of the own place, and returns the record to print.
"""

from odoo import fields


def _dues_receipt(case, payment):
    month = case.record_of("community.party.dues", case.places["own"])
    case.put(month, {"payment_id": payment.id, "amount": 12.5})
    return payment


def _appraisal_sheet(case, line):
    case.put(line.appraisal_id, {"state": "decided", "date_decided": "2026-01-20"})
    return line


def _ballot(case, appraisal):
    line = case.record_of("community.party.appraisal.line", case.places["own"])
    case.put(line, {"appraisal_id": appraisal.id, "is_graded": True})
    return appraisal


def _meeting(case, organization, years_ago=0):
    today = organization._paper_today()
    meeting = case.record_of("community.activity", case.places["own"])
    values = {
        "organization_id": organization.id,
        "meeting_kind": "general",
        "state": "done",
        "date": today.replace(year=today.year - years_ago, month=1, day=1),
    }
    case.put(meeting, values)
    return organization


def _meeting_last_year(case, organization):
    return _meeting(case, organization, years_ago=1)


def _cultivated(case, member):
    mentor = case.record_of("community.party.mentor", case.places["own"])
    check = case.record_of("community.party.check", case.places["own"])
    values = {"state": "done", "date": "2026-01-20", "opinion": "表现良好"}
    case.put(mentor, {"kind": "contact"})
    case.put(check, {"member_id": mentor.member_id.id, **values})
    return mentor.member_id


def _fund_voucher(case, entry):
    case.put(entry, {"year_id": entry.source_id.year_id.id, "number": "F1", "state": "posted"})
    return entry


def _transfer_slip(case, transfer):
    case.put(transfer, {"direction": "incoming", "from_organization_id": None})
    return transfer


def _aid_change(case, change):
    case.put(change, {"kind": "raise", "amount_before": 700, "amount": 800})
    return change


def _aid_stop(case, change):
    case.put(change.case_id, {"exit_until": "2026-06-30", "amount": 700})
    return change


def _aid_notice(case, aid):
    notice = case.record_of("community.aid.notice", case.places["own"])
    case.put(notice, {"amount": 700, "opinion": "grant"})
    return aid


def _aid_survey(case, aid):
    visit = case.record_of("community.visit", case.places["own"])
    visit.visitor_ids = case.users["grid_worker"]
    case.put(aid, {"survey_visit_id": visit.id})
    return aid


def _request_missing(case, request):
    material = case.record_of("community.request.material", case.places["own"])
    case.put(material, {"request_id": request.id, "state": "missing"})
    return request


def _party(case):
    party = case.record_of("community.mediation.participant", case.places["own"])
    case.put(party, {"name": "王一", "side": "one"})
    other = party.copy({"name": "李二"})
    case.put(other, {"side": "two"})
    return party


def _mediation(case, dispute):
    _party(case)
    return dispute


def _agent(case, dispute):
    case.put(
        _party(case),
        {"agent_name": "赵三", "agent_authority": "代为调解"},
    )
    return dispute


def _file(case, dispute):
    _party(case)
    paper = case.record_of("community.mediation.paper", case.places["own"])
    case.put(paper, {"is_there": True, "pages": 3})
    return dispute


def _term(case, agreement):
    _party(case)
    case.record_of("community.mediation.term", case.places["own"])
    return agreement


def _petition(case, petition):
    person = case.record_of("community.petition.person", case.places["own"])
    person.write({"name": "王一", "address": "河东路1号"})
    return petition


def _petition_accepted(case, petition):
    _petition(case, petition)._set_closed(state="accepted", date_accepted="2026-01-10")
    return petition


def _petition_handed(case, petition):
    _petition(case, petition)
    case.record_of("community.petition.transfer", case.places["own"])
    return petition


def _open_book(case, book):
    if book.state == "draft":
        book._freeze(fields.Date.context_today(book))
    return book


def _situation(case, report):
    # Of a time before the register the text would have no figures.
    today = fields.Date.context_today(report)
    case.put(report, {"date_from": today.replace(day=1), "date_to": today})
    report.with_context(lang=case.lang).action_refresh()
    return report


def _certificate(case, certificate):
    case.put(certificate.request_id, {"state": "accepted"})
    case.put(certificate, {"state": "draft", "number": None, "date": None})
    certificate.with_context(lang=case.lang).action_issue()
    return certificate


def _privacy_answer(case, request):
    case.put(request, {"outcome": "partly", "answer": "已办", "reason": "涉及他人"})
    return request


# The template of a paper -> how its record comes to be one of which the paper is true.
READY = {
    "report_admission_cultivation": _cultivated,
    "report_aid_change": _aid_change,
    "report_aid_notice": _aid_notice,
    "report_aid_stop": _aid_stop,
    "report_aid_survey": _aid_survey,
    "report_appraisal_ballot": _ballot,
    "report_appraisal_sheet": _appraisal_sheet,
    "report_certificate": _certificate,
    "report_dues_receipt": _dues_receipt,
    "report_fund_voucher": _fund_voucher,
    "report_meeting_last_year": _meeting_last_year,
    "report_meeting_year": _meeting,
    "report_mediation_acceptance": _mediation,
    "report_mediation_agreement": _term,
    "report_mediation_application": _mediation,
    "report_mediation_authority": _agent,
    "report_mediation_back_cover": _file,
    "report_mediation_confirmation": _term,
    "report_mediation_closing": _mediation,
    "report_mediation_cover": _file,
    "report_mediation_id_copies": _mediation,
    "report_mediation_oral": _term,
    "report_mediation_rights": _mediation,
    "report_open_book": _open_book,
    "report_petition_accepted": _petition_accepted,
    "report_petition_answer": _petition_accepted,
    "report_petition_declined": _petition,
    "report_petition_extension": _petition_accepted,
    "report_petition_handed": _petition_handed,
    "report_petition_letter": _petition_handed,
    "report_petition_receipt": _petition_accepted,
    "report_petition_register": _petition,
    "report_privacy_answer": _privacy_answer,
    "report_request_missing": _request_missing,
    "report_situation": _situation,
    "report_situation_public": _situation,
    "report_transfer_slip": _transfer_slip,
}


def _home_of_nobody(case, household):
    return household.create({"area_id": household.area_id.id})


def _not_accepted(case, dispute):
    case.put(dispute, {"state": "registered", "date_accepted": None, "number": None})
    return dispute


def _privacy_answered(case, request):
    case.put(request, {"state": "answered", "outcome": "granted", "date_answered": "2026-01-20"})
    return request


# The template of a paper -> a record of which it is not true, where no single field says so.
UNTRUE = {
    "report_household_card": _home_of_nobody,
    "report_mediation_evidence": _not_accepted,
    "report_mediation_id_copies": _not_accepted,
    "report_privacy_receipt": _privacy_answered,
}
