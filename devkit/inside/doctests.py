"""Run the doctests of the files given as arguments; the last line printed is a JSON object."""

import doctest
import importlib
import importlib.util
import json
import pathlib
import sys

import odoo.addons

# Tools of one addon use those of another.
ROOT = pathlib.Path(__file__).resolve().parents[2]


def load(path):
    """Import a Python file, as a member of its package when it uses relative imports."""
    if (path.parent / "__init__.py").exists() and path.parent.name == "devkit":
        return importlib.import_module(f"devkit.{path.stem}")
    package = None
    if (path.parent / "__init__.py").exists():
        package = f"{path.parent.parent.name}_{path.parent.name}"
        if package not in sys.modules:
            where = [str(path.parent)]
            init = path.parent / "__init__.py"
            spec = importlib.util.spec_from_file_location(
                package, init, submodule_search_locations=where
            )
            module = importlib.util.module_from_spec(spec)
            sys.modules[package] = module
            spec.loader.exec_module(module)
    name = f"{package}.{path.stem}" if package else f"doctest_{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def main(paths):
    """Run all doctests and print the totals."""
    odoo.addons.__path__.append(str(ROOT))
    attempted = failed = 0
    for path in map(pathlib.Path, paths):
        found = doctest.testmod(load(path))
        attempted += found.attempted
        failed += found.failed
    print(json.dumps({"attempted": attempted, "failed": failed}))


if __name__ == "__main__":
    main(sys.argv[1:])
