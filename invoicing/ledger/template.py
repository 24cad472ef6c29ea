"""Templates of ledger files: text that names values in braces, {count} or {debits:012d}, and can do nothing else.

str.format would follow attributes, and layouts come from people.
"""

import re

from invoicing.ledger.rows import LedgerRefused

NAMED = re.compile(r"\{([a-z][a-z0-9_.]*)(?::([^{}]*))?\}")
FORM = re.compile(r"(?:0?\d{1,3}d|[0 ]?[<>]\d{1,3}|(?:%[YymdHMSjb]|[-/. ])+)?")


def check_template(template, names, whose):
    """Raise LedgerRefused where a template names what is not there, or in a form that is not known."""
    for name, form in NAMED.findall(template):
        if name not in names and not (name.startswith("segments.") and "line" in names):
            raise LedgerRefused(f"{whose} names {{{name}}}, which is none of {', '.join(sorted(names))}.")
        if not FORM.fullmatch(form):
            raise LedgerRefused(f"{whose} writes {{{name}}} in the form {form}. Use one like 08d, >10 or %Y%m%d.")
    if re.search(r"[{}\r\n]", NAMED.sub("", template)):
        raise LedgerRefused(f"{whose} has a brace that names nothing, or a line's end. Take it out.")


def render(template, values):
    """The template with its values put in. Raises LedgerRefused where a value does not take the form asked for."""

    def put(found):
        name, form = found.groups()
        try:
            return format(values.get(name, ""), form or "")
        except (TypeError, ValueError) as error:
            raise LedgerRefused(f"{{{name}}} cannot be written in the form {form}. Change the layout.") from error

    return NAMED.sub(put, template)
