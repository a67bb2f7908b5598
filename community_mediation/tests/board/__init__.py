from . import test_form_disputes
from . import test_form_wide
from . import test_mediation_contribution
from . import test_mediation_due
from . import test_mediation_my_day
from . import test_mediation_work
