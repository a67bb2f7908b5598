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
    AccusationDoors, CommunityDoors, CoreDoors, DialogDoors, IdDoors, MethodDoors, DoorCase
):
    """What no reader may read is told by no other road."""

    allow_inherited_tests_method = True


@tagged("post_install", "-at_install", "community", "community_rights")
class TestForgedCalls(OnchangeDoors, DoorCase):
    """What a client names in a form or in a record is what its user may read."""

    allow_inherited_tests_method = True


@tagged("post_install", "-at_install", "community", "community_rights")
class TestClosedDoors(ClosedDoors, DoorCase):
    """No road leads to a closed field but the one that is logged."""

    allow_inherited_tests_method = True
