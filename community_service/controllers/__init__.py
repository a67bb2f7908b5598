from . import ledger
from . import report
from . import register_import
from . import progress
