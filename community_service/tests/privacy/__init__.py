from . import test_consent
from . import test_privacy_incident
from . import test_privacy_notice
from . import test_privacy_request
from . import test_restricted
from . import test_retention
