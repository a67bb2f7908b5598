from odoo.addons.community_service.tests.common import CommunityCase, make_users


class MediationCase(CommunityCase):
    """A user per role beside those of the service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        prefix = "community_mediation.group"
        cls.mediator_user, cls.mediator_user2, cls.coordinator, cls.petition_officer = make_users(
            cls.env,
            {
                "mediator": f"{prefix}_mediation_mediator",
                "mediator2": f"{prefix}_mediation_mediator",
                "coordinator": f"{prefix}_mediation_coordinator",
                "petition_officer": f"{prefix}_petition_officer",
            },
        )
