from . import test_import
from . import test_import_bad_input
from . import test_import_columns
from . import test_import_formats
from . import test_import_layouts
from . import test_import_parity
from . import test_import_tour
from . import test_import_values
