from . import community_indicator
from . import community_due
