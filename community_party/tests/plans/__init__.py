from . import test_party_checkin
from . import test_party_pledge
from . import test_party_pledge_orders
from . import test_party_pledge_tour
from . import test_party_responsibility_work
from . import test_party_work_plan
