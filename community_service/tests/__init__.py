from . import test_access_log
from . import test_register
from . import test_secret
from . import test_tools
from . import test_visit
