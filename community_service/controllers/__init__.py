from . import ledger
from . import portal
from . import report
from . import register_import
from . import match
from . import volunteer_certificate
from . import volunteer_export
from . import progress
