"""Every address of the product, read from the resolver itself."""

from django.urls import URLPattern, get_resolver


def patterns(resolver=None, before=""):
    """(address with its arguments in <>, pattern) for every address below a resolver."""
    for each in (resolver or get_resolver()).url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield address, each
        else:
            yield from patterns(each, address)


def addresses():
    """Every address, as /counter/bookings/<reference>/."""
    return sorted({f"/{address}" for address, _ in patterns()})


def plain_addresses():
    """Those without arguments: they can be asked for as they stand."""
    return [address for address in addresses() if not any(mark in address for mark in "<(?^$")]


def filled(address):
    """The address with something of the right shape for each argument."""
    parts = []
    for part in address.split("/"):
        while "<" in part:
            start, _, rest = part.partition("<")
            argument, _, end = rest.partition(">")
            part = start + ("1" if argument.startswith("int:") else FITTING.get(argument.split(":")[0], "x")) + end
        parts.append(part)
    return "/".join(parts)


FITTING = {"uuid": "11111111-1111-1111-1111-111111111111"}
