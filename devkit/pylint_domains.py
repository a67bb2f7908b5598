"""A plugin of pylint: R8180 (consider-merging-classes-inherited) judges each domain by itself.

pylint-odoo asks that an addon extends a model in one class. In this house each domain (a folder of
``models/``) extends a model in one file of its own, and a long model has files with a suffix beside
its definition, so the classes are gathered by domain and files with a suffix are left out.
``.pylintrc`` loads this file after pylint-odoo.
"""

import collections
import functools
import pathlib

SUFFIXES = ("_flow", "_clock", "_finding", "_paper", "_search")


def register(linter):
    """Let pylint-odoo's checker regroup its classes before it speaks; called by pylint."""
    for checker in linter.get_checkers():
        if hasattr(checker, "_odoo_inherit_items") and "close" not in vars(checker):
            checker.close = functools.partial(_close, checker, checker.close)


def _close(checker, close):
    by_domain = collections.defaultdict(set)
    for (_manifest, model), nodes in checker._odoo_inherit_items.items():
        for node in nodes:
            if folder := domain_of(node.root().file, model):
                by_domain[folder, model].add(node)
    checker._odoo_inherit_items = by_domain
    close()


def domain_of(file, model):
    """Return the folder by which a class that extends a model is judged, or None for a suffix.

    >>> domain_of("a/models/visits/community_visit.py", "community.visit")
    'a/models/visits'
    >>> domain_of("a/models/visits/community_visit_flow.py", "community.visit")
    """
    path = pathlib.PurePath(file)
    stem = model.replace(".", "_")
    if path.stem in [stem + suffix for suffix in SUFFIXES]:
        return None
    return str(path.parent)
