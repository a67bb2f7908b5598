from . import test_unit
from . import test_project
from . import test_cooperation
from . import test_agreement
from . import test_contact
from . import test_cobuilding_orders
from . import test_cobuilding_figures
from . import test_cobuilding_queries
