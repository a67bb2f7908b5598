"""Ends in the life of the Party: elections, steps and members, proposed, withdrawn or refused."""


def party_election(ends):
    election = ends.one("party.election", "draft")
    other = election.copy({"date": ends.today})
    for candidate in election.candidate_ids:
        candidate.copy({"election_id": other.id})
    other.action_list_electors()
    other.action_all_present()
    all_of_them = other.due_count
    other.write({"issued": all_of_them, "returned": all_of_them, "valid": all_of_them})
    for at, candidate in enumerate(other.candidate_ids):
        candidate.votes = all_of_them - 1 if at < other.seats else 2
    other.action_count()


def party_appraisal(ends):
    appraisal = ends.one("party.appraisal", "voting")
    other = appraisal.copy({"year": appraisal.year + 1})
    other.action_fill()


def party_life(ends):
    ends.one("party.motion", "brought").copy(
        {"name": "给小区加装长椅", "result": "提案人撤回"}
    ).action_withdraw()
    ends.one("party.resolution", "passed").copy()
    for record in ends.all("party.step.record", "done", by="party_manager"):
        if record.member_id.stage not in ("full", "probationary"):
            record.action_withdraw("日期录入有误，重新登记")
            break
    ends.one("party.plan.line", "open").copy().state = "cancelled"
    objection = ends.one("party.objection", "open")
    for way in ("uphold", "dismiss"):
        other = objection.copy({"answer": "经核实，已书面答复"})
        getattr(other, f"action_{way}")()
    transfer = ends.one("party.transfer", "issued")
    transfer.cancel_reason = "接收单位有误"
    transfer.action_cancel()
    transfer.copy()


def party_unqualified(ends):
    member = ends.env["community.party.member"].search([("stage", "=", "full")], limit=1)
    members = ends.env["community.party.member"].search([("stage", "=", "full")], limit=3)
    Unqualified = ends.of("party.unqualified", "party_manager")
    for member, way in zip(members, (None, "drop", "approve"), strict=True):
        record = Unqualified.create(
            {
                "organization_id": member.organization_id.id,
                "member_id": member.id,
                "fault": "attendance",
                "facts": "无故缺席支部活动三次",
                "treatment": "improve",
            }
        )
        if way == "approve":
            day = ends.today
            days = ("reported", "inquiry", "proposal", "heard", "vote", "approved")
            record.write(
                {
                    **{f"date_{name}": day for name in days},
                    "reported_to": "街道党工委",
                    "heard": "本人认错，愿意改正",
                    "approved_by": "社区党委",
                    "basis": "处置不合格党员的有关规定",
                }
            )
        if way:
            getattr(record, f"action_{way}")()


STEPS = (
    party_election,
    party_appraisal,
    party_life,
    party_unqualified,
)
