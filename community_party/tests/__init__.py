from . import test_party_figures
from . import test_party_member
from . import test_admission
from . import test_admission_votes
from . import test_party_discipline
from . import test_party_meeting
from . import test_appraisal
from . import test_ballot
