from . import test_party_branch_year
from . import test_dues
from . import test_dues_follow
from . import test_dues_money
from . import test_dues_orders
from . import test_dues_parity
from . import test_dues_sheet
