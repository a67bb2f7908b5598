from . import test_award_payment
from . import test_award_tour
from . import test_fund
from . import test_fund_orders
from . import test_fund_papers
from . import test_fund_queries
from . import test_fund_reminder
from . import test_fund_tour
