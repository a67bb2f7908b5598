from odoo import SUPERUSER_ID, api

from odoo.addons.community_service.hooks import renew_shipped

NAME = "community_party"
FOLLOWS = {
    "community.parameter": ("date_as_of", "source", "legal_basis", "name", "is_local"),
    "community.party.duty": ("date_as_of", "source", "legal_basis"),
    "community.party.dues.rate": ("date_as_of", "source"),
}
FILES = (
    "people/community_parameter_data.xml",
    "life/community_parameter_data.xml",
    "life/community_party_duty_data.xml",
    "admission/community_parameter_data.xml",
    "dues/community_parameter_data.xml",
    "dues/community_party_dues_rate_data.xml",
    "excellence/community_parameter_data.xml",
    "cobuilding/community_parameter_data.xml",
)


def migrate(cr, version):
    """Let the rules of the Party say when and where they were read, and by which articles.

    Earlier versions gave days on which nobody had compared anything with a text, and articles that
    are others in it.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    days = {"date_as_of": ("2026-11-23",)}
    for file in FILES:
        renew_shipped(env, NAME, f"data/{file}", FOLLOWS, days)
    margin = env.ref("community_party.community_parameter_party_candidate_margin", False)
    if margin and margin.write_uid.id in (False, SUPERUSER_ID):
        # The election rules name it: it is no number of the place any more.
        margin._set_closed(is_local=False)
