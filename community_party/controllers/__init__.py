from . import ballot
from . import member_export
