from . import test_party_dashboard
from . import test_party_due
from . import test_fund_due
from . import test_party_bad_input
from . import test_party_desk_tours
from . import test_party_figures
from . import test_party_papers
from . import test_party_queries
