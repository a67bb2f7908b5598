"""A number of a rule."""


def _parameter(place):
    Parameter = place.env["community.parameter"]
    values = {"name": "x", "code": "x", "owner": "service", "value": 1}
    return Parameter.search([("code", "=", "x")]) or Parameter.create(values)


MAKERS = {"community.parameter": _parameter}
