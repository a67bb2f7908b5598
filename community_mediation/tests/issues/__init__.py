from . import test_incident
from . import test_legacy_issue
