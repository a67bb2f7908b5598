from . import test_access_log
from . import test_register
from . import test_secret
from . import test_tools
from . import test_visit
from . import test_visit_calendar
from . import test_visit_coverage
from . import test_visit_plan
