"""The public methods of our addons, and how one is called."""

import inspect

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method

# The matrix walks these.
CRUD = ("create", "write", "unlink", "copy")
DUMMIES = {
    "reason": "Identity check",
    "fields_to_export": ["display_name"],
    "specification": {"display_name": {}},
    "vals_list": [{}],
    "vals": {"active": True},
    "values": {},
    "field_names": [],
    "fields_spec": {"display_name": {}},
    "button": "action_apply",
    "date": "2026-01-05",
    "domain": [],
    "fields": ["create_uid"],
    "groupby": ["create_uid"],
    "group_by": "create_uid",
    "grouping_sets": [["create_uid"]],
    "progress_bar": {"field": "create_uid", "colors": {}},
    "field_name": "create_uid",
    "name": "",
}


class MethodCase:
    """Finds them; the class of tests says what it tries with them."""

    def defined(self):
        """Yield (model or mixin, method, function) of the public methods our addons define."""
        seen = set()
        for name in sorted(self.env.registry):
            for part in type(self.env[name]).mro():
                if not part.__module__.startswith("odoo.addons.community_"):
                    continue
                for attribute, function in vars(part).items():
                    if attribute.startswith("_") or not inspect.isfunction(function):
                        continue
                    if attribute in CRUD:
                        continue
                    try:
                        get_public_method(self.env[name], attribute)
                    except AccessError:
                        continue
                    owner = getattr(part, "_name", None) or name
                    if (owner, attribute) not in seen:
                        seen.add((owner, attribute))
                        yield owner, attribute, function

    def targets(self, owner):
        """Return our concrete models on which a method of ``owner`` can be called."""
        if not self.env[owner]._abstract:
            return [owner] if owner.startswith("community.") else []
        return [name for name in self.community_models() if self.inherits(name, owner)]

    def inherits(self, name, owner):
        return any(getattr(part, "_name", None) == owner for part in type(self.env[name]).mro())

    def arguments(self, function):
        """Return the least arguments of a function, or None when a value cannot be guessed."""
        parameters = list(inspect.signature(function).parameters.values())[1:]
        return [
            DUMMIES.get(parameter.name, 1)
            for parameter in parameters
            if parameter.default is parameter.empty
            and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        ]
