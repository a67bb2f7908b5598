from . import test_deadlines
from . import test_mediation_case
from . import test_mediation_number
from . import test_mediation_start
