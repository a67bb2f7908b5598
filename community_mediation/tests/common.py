from odoo.tests import new_test_user

from odoo.addons.community_service.tests.common import CommunityCase


class MediationCase(CommunityCase):
    """A user per role beside those of the service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        prefix = "community_mediation.group"
        cls.mediator_user, cls.mediator_user2, cls.coordinator, cls.petition_officer = (
            new_test_user(cls.env, login=login, groups=f"{prefix}_{role}", tz="Asia/Shanghai")
            for login, role in (
                ("mediator", "mediation_mediator"),
                ("mediator2", "mediation_mediator"),
                ("coordinator", "mediation_coordinator"),
                ("petition_officer", "petition_officer"),
            )
        )
