from . import community_issue_mixin
from . import community_incident_kind
from . import community_incident
from . import community_incident_measure
from . import community_legacy_issue
