from . import test_caring_figures
from . import test_caring_stock
from . import test_life_closing
from . import test_life_event
from . import test_life_event_tour
from . import test_life_proposal
