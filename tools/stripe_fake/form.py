"""Stripe's request bodies: form fields such as line_items[0][price_data][currency]=gbp, as nested values of text."""

import re
from urllib.parse import parse_qsl

KEYS = re.compile(r"[^\[\]]+")


def nested(body):
    """The nested value that a form-encoded body writes; a level whose keys are all numbers is a list."""
    root = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        *path, last = KEYS.findall(name)
        level = root
        for key in path:
            level = level.setdefault(key, {})
        level[last] = value
    return listed(root)


def listed(value):
    if not isinstance(value, dict):
        return value
    value = {key: listed(each) for key, each in value.items()}
    if value and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value
