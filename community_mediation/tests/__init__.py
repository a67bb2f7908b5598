from .base import *
from .mediation import *
from .relocation import *
from .issues import *
from .petition import *
from .board import *
