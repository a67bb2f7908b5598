"""Public methods: called on a hidden record, each is refused and says nothing of it."""

from unittest.mock import patch

from .door_case import NOWHERE, Tally
from .method_case import MethodCase


class MethodDoors(MethodCase):
    """Every button and every other public method of ours, by each role, on what it may not see.

    A method of a mixin is tried on each model that has it, by some of the roles in their turn.
    """

    def in_turn(self, number):
        """Return so many roles that try the next method; all of them by and by."""
        roles = list(self.roles)
        self.turns += 1
        return [roles[(self.turns * 5 + step * 3) % len(roles)] for step in range(number)]

    def test_methods_of_hidden_records(self):
        tally, self.turns = Tally("methods of hidden records"), 0
        for owner, attribute, function in self.defined():
            if getattr(function, "_api_model", False):
                continue
            # A method of a mixin is the same for a hundred models.
            number = 2 if self.env[owner]._abstract else 5
            for name in self.targets(owner):
                for role in self.in_turn(number):
                    if hidden := self.hidden_from(role, name):
                        Model = self.as_role(role)[name]

                        def call(number, Model=Model, attribute=attribute, function=function):
                            method = getattr(Model.browse(number), attribute)
                            return method(*self.arguments(function))

                        self.try_method(tally, f"{role}: {name}.{attribute}", hidden, call)
        refusals = ("AccessError", "MissingError", "UserError", "ValidationError", "ValueError")
        self.conclude(tally, 2200, refusals)

    def test_the_walk_finds_a_method_that_tells(self):
        """One button that reads as superuser is found."""
        hidden = self.hidden_from("internal", "community.resident")
        Model = self.as_role("internal")["community.resident"]
        tally = Tally("a method that tells")
        self.try_method(tally, "told", hidden, lambda i: Model.browse(i).action_reveal("x"))
        self.assertFalse(tally.leaks)
        told = patch.object(type(Model), "action_reveal", lambda self, _why: self.sudo().name)
        with told:
            self.try_method(tally, "told", hidden, lambda i: Model.browse(i).action_reveal("x"))
        self.assertTrue(tally.leaks)

    def try_method(self, tally, what, hidden, call):
        """Call on a hidden record: refused without a word of it, or answered as of nobody."""
        kind, told = self.outcome(call, hidden.id)
        tally.count(what, kind)
        # The number alone is the client's own word, and may hold a year.
        is_told = any(word in self.alike(told, hidden.id) for word in self.words(hidden))
        if kind == "answer" or is_told:
            other, nobody = self.outcome(call, NOWHERE)
            told, nobody = self.alike(told, hidden.id), self.alike(nobody, hidden.id)
            if (other, nobody) != (kind, told):
                tally.leaks.append((what, f"{kind}: {told[:200]}", f"{other}: {nobody[:200]}"))
