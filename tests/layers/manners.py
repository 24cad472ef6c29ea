"""Rules about one file at a time: kinds, names, lengths, markup. Each rule yields what offends in a file."""

import ast
import re

JUNK = {"utils", "util", "helpers", "services", "managers", "common", "core", "misc", "base", "lib"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 300, 40, 20
LOOKUPS = {"filter", "exclude", "get", "Q", "When", "get_object_or_404", "get_list_or_404"}
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
# Written in pieces, so that this file does not offend against its own rule.
ELSEWHERE = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "registry." + "yarnpkg", "docker" + ".io"]
MACHINE = ["/work" + "/", "/root" + "/", "/Users" + "/"]  # "/home/" is an address of ours
PLACES = re.compile("|".join([*map(re.escape, ELSEWHERE), *(rf"(?<![\w.}}/-]){re.escape(path)}" for path in MACHINE)]))
MARKUP = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*application/json)[^>]*>\s*(?!</script)\S", re.IGNORECASE),
    "an inline event handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=(?!=)", re.IGNORECASE),
}
KIND_IN_TEMPLATE = re.compile(r"{%\s*(?:el)?if\b[^%]*\.kind\b[^%]*%}")


def compared_kinds(source):
    """Only events/kinds.py knows how kinds differ; elsewhere nothing compares, matches or looks one up."""
    if source.path == "events/kinds.py":
        return
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, ast.Compare) and mentions_kind(node):
            yield f"line {node.lineno} compares a kind: {ast.unparse(node)}"
        elif isinstance(node, ast.Match) and mentions_kind(node.subject):
            yield f"line {node.lineno} matches a kind: {ast.unparse(node.subject)}"
        elif isinstance(node, ast.Call) and name_of(node.func) in LOOKUPS:
            words = [word.arg for word in node.keywords if word.arg and "kind" in word.arg.split("__")]
            yield from (f"line {node.lineno} looks up a kind: {name_of(node.func)}({word}=…)" for word in words)


def mentions_kind(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (node.attr == "kind" or name_of(node.value) == "EventKind"):
            return True
    return False


def name_of(node):
    return getattr(node, "attr", None) or getattr(node, "id", None)


def kinds_in_templates(source):
    """Templates take their words from the kind; they do not ask which it is."""
    yield from (f"asks for a kind: {found}" for found in KIND_IN_TEMPLATE.findall(source.text))


def junk_drawers(source):
    """A name that says what is in it."""
    names = [*source.parts[:-1], source.stem]
    yield from (f"is in or is a junk drawer: {name}" for name in names if name in JUNK)


def missing_docstring(source):
    """The first line of a file says what it holds."""
    if source.text.strip() and not ast.get_docstring(ast.parse(source.text)):
        yield "does not start with a docstring"


def long_file(source):
    lines = len(source.text.splitlines())
    if lines > LONGEST_FILE:
        yield f"has {lines} lines; the longest allowed is {LONGEST_FILE}"


def long_functions(source):
    yield from too_long(ast.walk(ast.parse(source.text)), LONGEST_FUNCTION)


def long_views(source):
    """A view fetches, asks a form, says a verb and redirects."""
    if source.parts[0] == "boxoffice" and source.name.startswith("views"):
        yield from too_long(ast.parse(source.text).body, LONGEST_VIEW)


def too_long(nodes, most):
    for node in nodes:
        if isinstance(node, FUNCTIONS) and (length := node.end_lineno - node.lineno + 1) > most:
            yield f"line {node.lineno}: {node.name}() has {length} lines; the most allowed is {most}"


def overridden_save(source):
    """bulk_create and update pass a save() by, so a rule must not live there."""
    if source.is_model:
        for node in ast.walk(ast.parse(source.text)):
            if isinstance(node, FUNCTIONS) and node.name == "save":
                yield f"line {node.lineno} overrides save()"


def inline_markup(source):
    """The content security policy forbids it. A mail has no style sheet, so there a style may be inline."""
    for what, pattern in MARKUP.items():
        if not (what == "an inline style" and "emails" in source.parts):
            yield from (f"has {what}: {match.group()[:80]}" for match in pattern.finditer(source.text))


def other_places(source):
    """No package host and no path of anybody's machine."""
    for number, line in enumerate(source.text.splitlines(), 1):
        yield from (f"line {number} names {match.group()}" for match in PLACES.finditer(line))
