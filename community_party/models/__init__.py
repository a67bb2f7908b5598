from . import community_party_scoped_mixin

from . import community_parameter
from . import community_party_category
from . import community_party_member
from . import community_party_officer
from . import community_party_organization
from . import res_groups
