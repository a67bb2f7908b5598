from . import test_party_compliance
from . import test_party_talk_due
from . import test_party_opinion
from . import test_party_study
from . import test_party_meeting
from . import test_party_meeting_rights
from . import test_party_meeting_tour
from . import test_party_practice
