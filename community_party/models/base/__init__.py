"""What the Party file stands on: numbers of the rules, and groups that nobody gets by themselves."""

from . import community_parameter
from . import res_groups
