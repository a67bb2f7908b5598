"""What the Party file stands on: numbers of the rules, and groups that are given by hand."""

from . import community_parameter
from . import res_groups
