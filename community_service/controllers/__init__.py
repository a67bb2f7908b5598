from ..controllers import ledger
from ..controllers import portal
from ..controllers import report
from ..controllers import register_import
from ..controllers import volunteer_certificate
from ..controllers import volunteer_export
from ..controllers import progress
