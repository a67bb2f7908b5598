from . import test_deadlines
from . import test_mediation_agreement
from . import test_mediation_case
from . import test_mediation_number
from . import test_mediation_session
from . import test_mediation_start
