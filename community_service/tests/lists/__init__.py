from . import test_match
from . import test_match_batch
from . import test_match_return
from . import test_match_tour
