from . import test_request
from . import test_request_clock
from . import test_request_figures
from . import test_request_online
from . import test_request_public
from . import test_request_referral
from . import test_request_screens
from . import test_request_tour
