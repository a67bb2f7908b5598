"""Ends of what binds the Party to others: agreements, contacts, pledges and projects."""

import datetime

from odoo.exceptions import UserError

NEED = "community.visit.need"


def party_agreements(ends):
    draft = ends.one("party.agreement", "draft")
    taken = ends.all("party.agreement").unit_id.ids
    new, left = ends.env["community.party.unit"].search([("id", "not in", taken)], limit=2)
    draft.copy({"unit_id": new.id}).action_cancel()
    draft.copy({"unit_id": left.id})
    left.date_to = ends.today - datetime.timedelta(days=200)


def party_contact(ends):
    ends.one("party.contact").copy({"needs_answer": False})


def party_pledges(ends):
    """One takes the word back; of another the need goes away by itself."""
    on_needs = ("contribution_id.res_model", "=", NEED)
    withdrawn, *others = ends.all("party.pledge", "claimed", on_needs)
    withdrawn.action_withdraw()
    for pledge in others:
        need = ends.env[NEED].browse(pledge.contribution_id.res_id)
        try:
            with ends.env.cr.savepoint():
                need.result = "住户自己解决了"
                need.action_drop()
                return
        except UserError:
            # What is taken up as a request ends with the request.
            continue


def party_projects(ends):
    project = ends.one("party.project", "running")
    project.copy()
    other = project.copy()
    other.action_start()
    other.stop_reason = "资金未到位"
    other.action_stop()


STEPS = (
    party_agreements,
    party_contact,
    party_pledges,
    party_projects,
)
