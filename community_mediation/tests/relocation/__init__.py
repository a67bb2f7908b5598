from . import test_relocation_figures
from . import test_relocation_file
from . import test_relocation_late
from . import test_relocation_project
from . import test_relocation_tour
