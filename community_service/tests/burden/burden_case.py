from ..common import CommunityCase, make_users

GROUP = "community_service.group_community"


class BurdenCase(CommunityCase):
    """A community that measures, with three grid workers who agreed, and one officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write({"community_burden": True, "community_suppress_below": 5})
        (cls.worker3,) = make_users(cls.env, {"burden3": f"{GROUP}_grid_worker"})
        cls.workers = cls.worker | cls.worker2 | cls.worker3
        (cls.workers | cls.officer).sudo().community_burden_own = True
        cls.serial = 0

    @classmethod
    def times(cls, user):
        return cls.env["community.burden.time"].with_user(user)

    @classmethod
    def new_key(cls):
        cls.serial += 1
        return f"{cls.serial:032x}"

    def measure(self, seconds, user=None, step="entry", subject="community.request"):
        """Measure one entry, as the client sends it; return whether it was added."""
        return self.times(user or self.worker).record(step, seconds, self.new_key(), subject)

    def shown(self, **values):
        """Return (entries, minutes each) of all rows with these values that a manager sees."""
        rows = self.times(self.manager).search([(name, "=", values[name]) for name in values])
        return [(row.count, row.minutes) for row in rows]

    def agree(self, count, group):
        """Make so many more users of a role who agree."""
        logins = {
            f"{group}_{number}_{self.new_key()[-4:]}": f"{GROUP}_{group}" for number in range(count)
        }
        users = make_users(self.env, logins)
        users.sudo().community_burden_own = True
        return users.with_env(self.env)

    @classmethod
    def elsewhere(cls):
        """Return another community that measures, in which nobody here works."""
        return cls.env["res.company"].create({"name": "西河社区", "community_burden": True})
