from . import community_grid_assign
from . import community_household_operation_wizard
from . import community_ledger_export
from . import community_population
from . import community_report_unlock
from . import community_visit_move
from . import community_visit_plan
