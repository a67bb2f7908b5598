"""Rules of the house: one model a file under its name, domains in folders, and a ladder.

docs/development.md says them in words. Each rule takes the :class:`~devkit.house.House` and a file
and returns sentences; ``check`` counts one check for each file.
"""

import collections
import xml.etree.ElementTree

from .house import SUFFIXES, TOP, WITH_MODELS, House
from .text_rules import AIM

FLAT = ("wizard", "controllers", "tools", "security")
# Said anew by every class of a model.
NAMES = ("_name", "_inherit")
# What the records of data/ load: Odoo's own addons keep it in this folder too.
LOADED = "files"


def check(result, root):
    """Check the addons of the checkout ``root``, counting each file into ``result``."""
    house = House(root)
    problems = collections.defaultdict(list)
    for source in house.sources.values():
        for rule in (model_problems, ladder_problems):
            problems[source.name] += rule(house, source)
    for name in house.names:
        addon, _slash, path = name.partition("/")
        if addon in house.depends and path:
            problems[name] += place_problems(house, addon, path)
            if path.startswith(("views/", "wizard/")) and path.endswith(".xml"):
                problems[name] += view_problems(house, addon, path)
    for name, found in domain_problems(house) + twice_problems(house):
        problems[name].append(found)
    for name, found in problems.items():
        result.check(not found, "\n".join(f"{name}: {problem}" for problem in found))


def model_problems(house, source):
    """One model a file, and the file bears its name."""
    if source.folder not in WITH_MODELS or source.stem == "__init__":
        return []
    if not source.models:
        return ["defines no model; a module without one belongs in tools/"]
    if len(source.models) > 1:
        names = ", ".join(model.name for model in source.models)
        return [f"holds several classes of models ({names}); each has a file of its own"]
    (model,) = source.models
    if not model.is_named:
        return [f"line {model.line}: a class that inherits from several models says its _name"]
    stem = model.name.replace(".", "_")
    if source.stem == stem:
        return []
    if source.folder != "models" or source.stem.removeprefix(stem) not in SUFFIXES:
        return [f"holds {model.name}; such a file is called {stem}.py"]
    own = house.sources.get(source.name.replace(source.stem, stem))
    if not own or not any(other.is_own and other.name == model.name for other in own.models):
        return [
            f"stands beside no definition of {model.name}; another domain extends a model in one "
            f"file, {stem}.py"
        ]
    files = (stem, *(stem + suffix for suffix in SUFFIXES))
    found = (house.sources.get(source.name.replace(source.stem, file)) for file in files)
    lines = sum(file.lines for file in found if file)
    if lines <= AIM:
        return [f"all of {model.name} has {lines} lines here; up to {AIM} it is one file"]
    return []


def ladder_problems(house, source):
    """Imports and names of models go down the ladder."""
    if source.stem == "__init__":
        return []
    problems = []
    height = house.height(source)
    below = house.stands_on(source.addon)
    for line, model in house.models_named(source):
        owner = house.owners[model]
        if owner.addon not in below:
            problems.append(f"line {line} names {model} of {owner.addon}, which is not below")
        elif owner.addon == source.addon and house.height(owner) > height:
            problems.append(
                f"line {line} names {model} of {_place(house, owner)}, which is higher on the "
                "ladder; let the lower domain have a hook that the higher one fills"
            )
    for line, addon, parts in source.imports:
        target = ".".join(parts)
        if addon in house.depends and addon not in below:
            problems.append(f"line {line} imports {target} of {addon}, which is not below")
        elif addon == source.addon:
            reached = house.height_of_import(addon, parts)
            if source.folder == "tools" and parts[0] != "tools":
                problems.append(f"line {line} imports {target}; tools stand on nothing")
            elif reached is not None and reached > height:
                problems.append(f"line {line} imports {target}, which is higher on the ladder")
    return problems


def _place(house, source):
    height = house.height(source)
    where = house.ladders[source.addon][height] if 0 <= height < TOP else source.folder
    return where if source.folder == "models" else f"{source.path} ({where})"


def place_problems(house, addon, path):
    """Views, data and tests lie beside their domain, dialogs and tools in flat folders."""
    folder, _slash, rest = path.partition("/")
    parts = rest.split("/")
    domains = house.ladders[addon]
    if folder in FLAT:
        return [f"lies in a folder below {folder}/, which is flat"] if len(parts) > 1 else []
    if folder == "models":
        if len(parts) == 2 or parts == ["__init__.py"]:
            return []
        return ["lies in no folder of a domain: models/<domain>/<model>.py"]
    is_test = folder == "tests" and parts[-1].startswith("test_") and parts[-1].endswith(".py")
    if folder in ("views", "data") or is_test:
        if folder == "data" and parts[0] == LOADED:
            return []
        if len(parts) != 2 or parts[0] not in domains:
            known = ", ".join(domains)
            return [
                f"lies beside no domain: {folder}/<domain>/, where the domain is one of {known}"
            ]
    return []


def view_problems(house, addon, path):
    """Views and actions of a dialog lie beside it, and none shows a model above its domain."""
    domains = house.ladders[addon]
    parts = path.split("/")
    problems = []
    for model in _models_shown(house.root / addon / path):
        owner = house.owners.get(model)
        if not owner or owner.addon != addon or parts[0] != "views":
            continue
        if owner.folder == "wizard":
            problems.append(f"shows the dialog {model}; its views lie beside it in wizard/")
        elif parts[1] in domains and house.height(owner) > domains.index(parts[1]):
            problems.append(
                f"shows {model} of {owner.path.parts[1]}, which is higher on the ladder"
            )
    return sorted(set(problems))


def _models_shown(path):
    """Return the models of the views and window actions of an XML file."""
    fields = {"ir.ui.view": "model", "ir.actions.act_window": "res_model"}
    found = []
    for record in xml.etree.ElementTree.parse(path).iter("record"):
        if field := fields.get(record.get("model")):
            found += [node.text for node in record.findall(f"field[@name='{field}']")]
    return found


def domain_problems(house):
    """Every folder of models/ stands in the ladder, and the ladder names no other."""
    problems = []
    for addon, ladder in house.ladders.items():
        folders = {
            source.path.parts[1]
            for source in house.sources.values()
            if source.addon == addon and source.folder == "models" and len(source.path.parts) > 2
        }
        name = f"{addon}/models/__init__.py"
        for folder in sorted(folders - set(ladder)):
            problems.append((name, f"does not import the domain {folder}"))
        for domain in ladder:
            if domain not in folders:
                problems.append((name, f"imports {domain}, which is no folder of a domain"))
            if ladder.count(domain) > 1:
                problems.append((name, f"imports {domain} twice"))
    return problems


def twice_problems(house):
    """No class attribute is assigned twice for one model in one addon.

    The second assignment would silently replace the first. A field may be declared again by
    another class: Odoo puts its parameters together.
    """
    assigned = collections.defaultdict(list)
    for source in house.sources.values():
        for model in source.models:
            for name, line, is_field in model.attributes:
                if name not in NAMES:
                    place = (source.addon, model.name, name)
                    # Fields collide inside one class only.
                    key = (*place, source.name, model.line) if is_field else place
                    assigned[key].append((source.name, line))
    problems = []
    for (_addon, model, name, *_class), places in assigned.items():
        if len(places) > 1:
            first, last = places[0], places[-1]
            problems.append(
                (
                    last[0],
                    f"line {last[1]} assigns {name} of {model}, as line {first[1]} of {first[0]}; "
                    "let it be a method that each part extends with super()",
                )
            )
    return problems
