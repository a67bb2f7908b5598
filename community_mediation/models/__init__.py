from . import base
from . import mediation
from . import relocation
from . import issues
from . import petition
from . import board
