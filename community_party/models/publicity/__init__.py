from . import community_party_rule
from . import community_party_rule_review
from . import community_party_rule_reading
from . import community_party_publicity
from . import community_party_award
from . import community_request
from . import community_consent
