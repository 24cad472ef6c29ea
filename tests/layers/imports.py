"""Rules about imports: which way they go, and what each floor may not know. Each rule yields what offends in a file."""

import ast

from tests.layers.sources import PRODUCT

DESKS = {"shop", "counter", "programme", "portal", "market", "finance", "reports", "door"}
REQUESTS = ("django.http", "django.contrib.messages", "django.forms", "django.shortcuts", "django.template")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
# From the lowest floor up; the first prefix that fits says where a module is. The lowest is pure: it knows no model.
FLOORS = [
    (("events.kinds", "events.money", "events.best_places", "events.dates", "events.draw",
      "events.offers", "events.square", "events.tariff", "events.tariff_facts",
      "events.tariff_words", "events.trade_balance", "events.working_days"), 0),
    (("events.models",), 1),
    (("events",), 2),
    (("invoicing.models",), 3),
    (("invoicing",), 4),
    (("boxoffice", "api"), 5),
]


def is_below(module, *packages):
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def floor_of(module):
    return next((floor for packages, floor in FLOORS if is_below(module, *packages)), None)


def imports_of(source, tree=None):
    """Every imported name, as far as it can be told: `from events import models` is events.models."""
    for node in ast.walk(tree or ast.parse(source.text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = absolute(source, node)
            yield from (f"{package}.{alias.name}" for alias in node.names)


def absolute(source, node):
    """The package an import names, with its leading dots worked out."""
    if not node.level:
        return node.module
    package = source.parts[:-1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, *([node.module] if node.module else [])])


def upward(source):
    """A floor imports its own and those below it."""
    here = floor_of(source.module)
    for name in imports_of(source):
        there = floor_of(name)
        if there is not None and there > here:
            yield f"imports {name}, which is above it"


def sideways(source):
    """boxoffice and api stand side by side and never import each other."""
    other = {"boxoffice": "api", "api": "boxoffice"}.get(source.parts[0])
    yield from (f"imports {name}" for name in imports_of(source) if other and is_below(name, other))


def desk_to_desk(source):
    """A desk never imports another desk."""
    here = source.parts[1] if source.parts[0] == "boxoffice" and len(source.parts) > 2 else None
    for name in imports_of(source):
        parts = name.split(".")
        if here in DESKS and parts[0] == "boxoffice" and parts[1:2] and parts[1] in DESKS - {here}:
            yield f"imports {name}"


def models_and_requests(source):
    """Models know nothing of requests, forms or pages."""
    if source.is_model:
        yield from (f"imports {name}" for name in imports_of(source) if is_below(name, *REQUESTS))


def signals(source):
    """Nothing happens behind anybody's back."""
    for name in imports_of(source):
        if is_below(name, *SIGNALS) or name == "django.db.models.signals":
            yield f"imports {name}"


def inside_functions(source):
    """An import of our own inside a function hides a cycle."""
    for function in ast.walk(ast.parse(source.text)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for name in imports_of(source, function):
                if is_below(name, *PRODUCT):
                    yield f"line {function.lineno}: {function.name}() imports {name}"
