from . import test_dues
from . import test_dues_parity
