"""Ends of aid: two ways to go on after a refusal."""


def appeals(ends):
    case = ends.one("aid.case", "refused")
    Appeal = ends.of("aid.appeal", "officer")
    body = "区人民政府行政复议机构"
    decided = Appeal.create({"case_id": case.id, "kind": "review", "body": body})
    decided.write(
        {
            "outcome": "upheld",
            "date_outcome": ends.today,
            "decided_by": "区人民政府行政复议机构 高科长",
            "outcome_reason": "收入核定无误，维持原决定",
        }
    )
    decided.action_decide()
    Appeal.create({"case_id": case.id, "kind": "suit", "body": "区人民法院"})


STEPS = (appeals,)
