"""Incidents, and issues left over from history: who is in charge, what is done, what comes next."""

from . import community_issue_mixin
from . import community_incident_kind
from . import community_incident
from . import community_incident_measure
from . import community_legacy_issue
