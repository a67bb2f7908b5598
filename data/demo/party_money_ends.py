"""Ends of Party money: dues waived or changed, requests refused, a payment that comes back."""

import datetime

from dateutil.relativedelta import relativedelta


def party_dues(ends):
    waiver = ends.one("party.dues.waiver", "draft")
    waiver.copy().action_study()
    other = waiver.copy()
    other.action_study()
    other.with_user(ends.users["party_manager"]).action_refuse()
    base = ends.one("party.dues.base", "confirmed")
    base.copy({"date_from": base.date_from + datetime.timedelta(days=31)})
    payment = ends.one("party.dues.payment", "posted")
    this_month = ends.today.replace(day=1)
    # The year before is closed.
    open_day = max(payment.date, ends.today.replace(month=1, day=1))
    month = {"month_from": this_month, "month_to": this_month, "date": open_day}
    payment.copy({**month, "amount": 1})
    payment.copy(month).action_cancel()
    ends.env["community.party.dues.year"].create({})
    of_this_year = ("month", ">=", ends.today.replace(month=2, day=1))
    if not ends.all("party.dues", "paid", of_this_year):
        # Early in a year somebody pays a month ahead.
        ahead = this_month + relativedelta(months=1)
        others = ("member_id", "!=", base.member_id.id)
        ends.one("party.dues.payment", "posted", others).copy(
            {"month_from": ahead, "month_to": ahead, "date": ends.today}
        ).action_post()
    due = ends.one("party.dues", "paid", of_this_year)
    lower = {"date_from": due.month, "base": due.base_id.base / 2}
    due.base_id.copy(lower).action_confirm()


def party_money(ends):
    ends.one("party.fund.audit", "done").copy()
    request = ends.one("party.fund.request", "requested")
    request.copy()
    other = request.copy()
    other.action_submit()
    other.refuse_reason = "超出经费使用范围"
    other.with_user(ends.users["party_officer"]).action_refuse()
    income = ends.one("party.fund.entry", "posted", ("kind", "=", "income"))
    income.copy(
        {
            "organization_id": income.organization_id.id,
            "source_id": income.source_id.id,
            "amount": 100,
        }
    )
    third = request.copy()
    third.action_submit()
    third.action_withdraw()


def party_money_back(ends):
    """A payment of last year comes back."""
    first = ends.today.replace(month=1, day=1)
    paid = ("request_id.state", "=", "paid")
    entry = ends.one("party.fund.entry", "posted", paid, ("date", "<", first))
    entry.reversal_reason = "收款账号有误，款项退回"
    entry.action_reverse()


STEPS = (
    party_dues,
    party_money,
    party_money_back,
)
