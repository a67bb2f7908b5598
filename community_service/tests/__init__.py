from . import test_register
from . import test_tools
from . import test_visit
