"""Ends of standards, awards, rules and publicity: compared, revoked, replaced, taken down."""

import datetime


def party_assessment(ends):
    record = ends.one("party.assessment", "pledged", by="party_officer")
    record.write(
        {
            "comment": "整改到位，继续保持",
            "comment_by": "街道党工委 李书记",
            "date_comment": ends.today,
        }
    )
    record.action_comment()
    record.copy({"year": record.year - 1})
    kept = ("pledge", "pledge_place", "date_pledge")
    again = record.copy({"year": record.year - 2, **{name: record[name] for name in kept}})
    again.action_pledge()


def party_awards(ends):
    award = ends.one("party.award", "proposed")
    other = award.copy({"year": award.year - 1, "end_reason": "票数未过半"})
    other.with_user(ends.users["party_officer"]).action_reject()
    # In January that is one of last year.
    of_this_year = ends.all("party.award", "granted", ("year", "=", ends.today.year))
    granted = of_this_year[:1] or ends.one("party.award", "granted")
    granted = granted.with_user(ends.users["party_manager"])
    granted.end_reason = "事迹不实，经核查撤销"
    granted.action_revoke()


def party_rules(ends):
    rule = ends.one("party.rule", "in_force")
    rule.copy()
    old = rule.copy({"name": "旧版《党员活动室管理办法》"})
    old.write(
        {
            "date_adopted": ends.today,
            "adopted_by": rule.adopted_by,
            "date_review": ends.today + datetime.timedelta(days=365),
        }
    )
    old.action_adopt()
    old.action_end()


def party_publicity(ends):
    item = ends.one("party.publicity", "published")
    item.withdraw_reason = "照片登载有误"
    item.action_withdraw()


STEPS = (
    party_assessment,
    party_awards,
    party_rules,
    party_publicity,
)
