from . import test_deadlines
from . import test_number_series
