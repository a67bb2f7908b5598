"""Forms that other bodies demand: who demands them, by which rule, and how they fill themselves."""

from . import community_form
from . import community_form_cell
from . import community_form_cell_finding
from . import community_indicator
from . import community_form_value
from . import community_form_filling
from . import community_form_finding
from . import community_form_paper
from . import community_form_release
from . import community_form_search
from . import community_visit_check
from . import community_due
