from . import test_convenience
from . import test_volunteer
from . import test_volunteer_call
from . import test_volunteer_certificate
from . import test_volunteer_figures
from . import test_volunteer_portal
from . import test_volunteer_service
from . import test_volunteer_tour
