"""Ends of the daily work: what was cancelled, dropped, refused or handed on at door and desk."""

import datetime

from odoo.fields import Command


def activities(ends):
    ends.one("activity", "planned").copy({"date": ends.today}).action_open()
    ends.one("activity", "planned").action_cancel()


def certificates(ends):
    issued = ends.one("certificate", "issued")
    issued.copy()
    issued.action_revoke("户名写错，收回重开")


def contributions(ends):
    claims = ends.all("contribution", "claimed", ("partner_id.is_company", "=", False))
    claims[:1].action_withdraw()


def conveniences(ends):
    ends.one("convenience.order", "ordered").copy().action_cancel()


def handovers(ends):
    Handover = ends.of("handover", "manager")
    grid1, grid2, grid3 = (ends.users[f"grid{number}"] for number in (1, 2, 3))
    for days, worker, successor, step in (
        (20, grid1, grid2, None),
        (30, grid2, grid3, "accept"),
        (40, grid3, grid1, "refuse"),
        (50, grid2, grid1, "withdraw"),
    ):
        handover = Handover.create(
            {
                "kind": "absence",
                "date_from": ends.today + datetime.timedelta(days=days),
                "date_to": ends.today + datetime.timedelta(days=days + 4),
                "user_id": worker.id,
                "successor_id": successor.id,
            }
        )
        if step == "withdraw":
            handover.action_withdraw()
        elif step:
            getattr(handover.with_user(successor), f"action_{step}")()


def alerts(ends):
    """Somebody was at the door after all."""
    if len(ends.all("contact.alert", "open")) < 2:
        # Early in a year it may be that nobody has been missed yet.
        long_ago = ends.today - datetime.timedelta(days=30)
        homes = ends.env["community.household"].search(
            [("head_id", "!=", False), ("last_visit_date", "<", long_ago)], limit=5
        )
        ends.env["community.visit"].create(
            [
                {
                    "household_id": home.id,
                    "date": ends.today - datetime.timedelta(days=days),
                    "state": "absent",
                    "user_id": ends.users["grid1"].id,
                }
                for home in homes
                for days in (12, 8, 4)
            ]
        )
    alert = ends.one("contact.alert", "open")
    ends.env["community.visit"].create(
        {
            "household_id": alert.household_id.id,
            "date": ends.today,
            "state": "done",
            "user_id": ends.users["grid1"].id,
            "met_resident_ids": [Command.set(alert.resident_id.ids)],
            "situation": "人在家，一切都好。",
        }
    )


def life_events(ends):
    action = ends.one("life.event", "proposed").action_ask_reason()
    ends.env[action["res_model"]].with_context(**action["context"]).create(
        {"reason": "家里不希望上门"}
    ).action_apply()


def operations(ends):
    """A new phone was told for the wrong home, a move for the wrong day."""
    Wizard = ends.of("household.operation.wizard", "officer")
    homes = ends.env["community.household"].search([("head_id", "!=", False)], limit=2)
    for home, way in zip(homes, ("undo", "reverse"), strict=True):
        known = ends.all("household.operation")
        Wizard.create(
            {
                "kind": "birth",
                "household_id": home.id,
                "date": ends.today,
                "name": f"{home.head_id.name[:1]}小宝",
                "sex": "female",
                "birth_date": ends.today,
                "role": "child",
            }
        ).action_apply()
        operation = (ends.all("household.operation", by="officer") - known)[:1]
        if way == "undo":
            operation.action_undo()
        else:
            operation.action_reverse("登记在了别家")


def referrals_visits_and_needs(ends):
    ends.one("request.referral", "sent").action_cancel()
    ends.one("visit", "planned", ("date", ">", ends.today)).action_cancel()
    need = ends.one("visit.need", "open")
    ends.env["community.contribution"].create(
        {
            "res_model": need._name,
            "res_id": need.id,
            "partner_id": ends.env["res.partner"].search([("name", "=", "姚桂英")], limit=1).id,
            "capacity": "volunteer",
            "role": "上门看一看",
            "date": ends.today,
        }
    )
    need.result = "住户已搬走，不再需要"
    need.action_drop()
    ends.one("request.material", "missing").state = "not_needed"


def placements(ends):
    ends.one("placement", "proposed").copy().action_cancel()
    placed = ends.one("placement", "active")
    placed.end_reason = placed._fields["end_reason"].get_values(ends.env)[0]
    placed.action_end()


def volunteers(ends):
    call = ends.one("volunteer.call", "open")
    call.copy()
    call.copy().action_cancel()
    ends.one("volunteer.service", "reported", by="officer").action_refuse("当天没有到场")
    ends.one("volunteer.signup", "applied").action_decline()
    ends.one("volunteer.signup", "accepted").action_withdraw()


STEPS = (
    activities,
    certificates,
    contributions,
    conveniences,
    handovers,
    alerts,
    life_events,
    operations,
    referrals_visits_and_needs,
    placements,
    volunteers,
)
