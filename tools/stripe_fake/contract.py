"""The contract: what Stripe's own library declares of each request, read from its TypedDicts and held against it.

A parameter that Stripe does not know, a missing one, a wrong type and a value outside an enumeration are each found
at any depth, so that a call which Stripe would refuse fails here too.
"""
# ruff: noqa: S307 - it evaluates the annotations of an installed library, nothing that anybody sends

import sys
import types
import typing
from typing import ForwardRef, Literal, NotRequired, Union, get_args, get_origin

from stripe.params import RefundCreateParams
from stripe.params.checkout import SessionCreateParams, SessionExpireParams

from tools.stripe_fake.errors import ApiError

# What the library takes beside the parameters themselves; none of it travels in the body.
OPTIONS = {"api_key", "stripe_version", "stripe_account", "stripe_context", "max_network_retries", "idempotency_key",
           "content_type", "headers"}  # fmt: skip
__all__ = ["RefundCreateParams", "SessionCreateParams", "SessionExpireParams", "checked"]


def checked(declared, value):
    """The parameters with their declared types. Raises ApiError (400) that names the first offence."""
    value, offences = typed(declared, value, "")
    if offences:
        path, what = offences[0]
        raise ApiError(400, "invalid_request_error", "parameter_unknown" if "unknown" in what else "parameter_invalid",
                       f"{what}: {path}", param=path)  # fmt: skip
    return value


def typed(declared, value, path):
    """(value as declared, [(path, what is wrong)]) of one level of parameters."""
    if not isinstance(value, dict):
        return value, [(path, "Invalid object")]
    found, offences = {}, []
    fields = {name: kind for name, kind in declared.__annotations__.items() if name not in OPTIONS}
    for name, each in value.items():
        where = f"{path}[{name}]" if path else name
        if name not in fields:
            offences.append((where, "Received unknown parameter"))
            continue
        found[name], wrong = fitted(resolved(fields[name], declared), each, where, declared)
        offences += wrong
    required = (name for name, kind in fields.items() if get_origin(resolved(kind, declared)) is not NotRequired)
    offences += [(f"{path}[{name}]", "Missing required param") for name in required if name not in value]
    return found, offences


def resolved(kind, declared):
    """An annotation without its quotes, read where it was written."""
    kind = kind.__forward_arg__ if isinstance(kind, ForwardRef) else kind
    if not isinstance(kind, str):
        return kind
    return eval(kind, {**vars(typing), **vars(sys.modules[declared.__module__])})


def fitted(kind, value, path, declared):
    """(value, offences) of one value against one annotation."""
    kind = resolved(kind, declared)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is NotRequired:
        return fitted(arguments[0], value, path, declared)
    if origin in (Union, types.UnionType):
        return best_of(arguments, value, path, declared)
    if origin is Literal:
        return value, [] if value in arguments else [(path, f"Invalid value {value!r}")]
    if origin is list:
        return each_fitted(arguments[0], value, path, declared)
    if origin is dict:
        return value, [] if isinstance(value, dict) else [(path, "Invalid object")]
    if hasattr(kind, "__total__"):
        return typed(kind, value, path)
    return scalar(kind, value, path)


def best_of(kinds, value, path, declared):
    """The kind of a union that fits. Beside an enumeration, "any text" is left out: Stripe would refuse it."""
    kinds = [resolved(kind, declared) for kind in kinds]
    if any(get_origin(kind) is Literal for kind in kinds):
        kinds = [kind for kind in kinds if kind is not str]
    return min((fitted(kind, value, path, declared) for kind in kinds), key=lambda result: len(result[1]))


def each_fitted(kind, values, path, declared):
    if not isinstance(values, list):
        return values, [(path, "Invalid array")]
    fits = [fitted(kind, value, f"{path}[{n}]", declared) for n, value in enumerate(values)]
    return [value for value, _ in fits], [offence for _, offences in fits for offence in offences]


def scalar(kind, value, path):
    """Text from the wire as a number, a truth or text."""
    if not isinstance(value, str):
        return value, [(path, "Invalid string")] if kind in (int, bool, str) else []
    if kind is int:
        is_whole = value.removeprefix("-").isdigit()
        return (int(value), []) if is_whole else (value, [(path, f"Invalid integer {value!r}")])
    if kind is bool:
        return (value == "true", []) if value in ("true", "false") else (value, [(path, f"Invalid boolean {value!r}")])
    return value, []
