from odoo.tests import tagged

from .door_accusation import AccusationDoors
from .door_case import DoorCase
from .door_closed import ClosedDoors
from .door_communities import CommunityDoors
from .door_core import CoreDoors
from .door_dialogs import DialogDoors
from .door_ids import IdDoors
from .door_methods import MethodDoors
from .door_onchange import OnchangeDoors


@tagged("post_install", "-at_install", "community", "community_rights")
class TestSideDoors(
    AccusationDoors,
    ClosedDoors,
    CommunityDoors,
    CoreDoors,
    DialogDoors,
    IdDoors,
    MethodDoors,
    OnchangeDoors,
    DoorCase,
):
    """What no reader may read is told by no other road; one world serves all walks."""

    allow_inherited_tests_method = True
