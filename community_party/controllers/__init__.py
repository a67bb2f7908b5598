from ..controllers import ballot
from ..controllers import member_export
