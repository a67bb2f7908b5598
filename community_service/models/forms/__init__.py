"""Forms that other bodies demand: who demands them, by which rule, and how they fill themselves."""

from . import community_form
from . import community_due
