"""Records of models that the access matrix cannot guess, one file per topic.

A file defines ``MAKERS``: model name -> function that makes a record in a place.
"""

import importlib
import pathlib

MAKERS = {}
for _path in sorted(pathlib.Path(__file__).parent.glob("[a-z]*.py")):
    MAKERS |= importlib.import_module(f"{__name__}.{_path.stem}").MAKERS
