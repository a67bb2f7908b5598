"""What plays the ends that the other parts leave out: refused, dropped, taken back or broken off.

Each is played by the step that leads there, in the weeks before the day of loading, on records that
no figure of last year counts. The steps stand by domain in the files ``*_ends.py`` beside this one.
"""

from odoo import fields
from odoo.exceptions import UserError


def play(env, steps):
    """Lead records of the demo into every state that nothing else leads to.

    :param steps: functions that take an :class:`Ends`, in the order in which they are played
    """
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    ends = Ends(env)
    for step in steps:
        try:
            with env.cr.savepoint():
                step(ends)
        except (LookupError, UserError) as error:
            # Early in a year some of it has no day yet; the gate of the demo says what is missing.
            print(f"left out of the demo, {step.__name__}: {error}")


class Ends:
    """Records of the demo by model and state, and the users who take the steps."""

    def __init__(self, env):
        self.env = env
        self.today = fields.Date.context_today(env.user)
        self.users = {user.login: user for user in env["res.users"].search([])}

    def all(self, name, state=None, *more, by=None):
        """Return the records of a model in a state, the newest first.

        :param str name: of the model, without ``community.``
        :param str by: login of the user who acts
        """
        domain = ([("state", "=", state)] if state else []) + list(more)
        records = self.env[f"community.{name}"].search(domain, order="id desc")
        return records.with_user(self.users[by]) if by else records

    def one(self, name, state=None, *more, by=None):
        """Return the newest of :meth:`all`; an error if there is none."""
        records = self.all(name, state, *more, by=by)
        if not records:
            raise LookupError(f"the demo has no {name} in state {state}")
        return records[:1]

    def of(self, name, by):
        """Return a model as one of the users."""
        return self.env[f"community.{name}"].with_user(self.users[by])
