"""The form of a council's budget codes: segments in order, each with its pattern, and what stands between them."""

import re
from dataclasses import asdict, dataclass

from events.models import Refused

ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"]


class CodeRefused(Refused):
    """A budget code that is not made the way this council makes them. `segment` names the part that is wrong."""

    code = "code_refused"

    def __init__(self, message, segment=""):
        super().__init__(message)
        self.segment = segment


@dataclass(frozen=True)
class Segment:
    """One part of a code. `looks` says in words what `pattern`, a regular expression for ASCII, asks for."""

    name: str
    pattern: str
    label: str
    looks: str
    optional: bool = False

    def __post_init__(self):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise CodeRefused(f"“{self.name}” cannot name a segment. Use small letters, digits and underscores.")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise CodeRefused(f"The pattern of the {self.label} cannot be read: {error}.", self.name) from error

    def fits(self, part):
        return bool(re.fullmatch(self.pattern, part, re.ASCII))


@dataclass(frozen=True)
class CodeForm:
    """How codes are made. Optional segments come last. Raises CodeRefused where the form contradicts itself."""

    segments: tuple[Segment, ...]
    separator: str = "-"

    def __post_init__(self):
        if not 1 <= len(self.segments) <= len(ORDINALS):
            raise CodeRefused(f"A budget code has from one to {NUMBERS[len(ORDINALS)]} segments.")
        if not self.separator:
            raise CodeRefused("Say what stands between the segments of a budget code, such as a hyphen.")
        if len({segment.name for segment in self.segments}) < len(self.segments):
            raise CodeRefused("Two segments have the same name. Give each its own.")
        optional = [segment.optional for segment in self.segments]
        if optional != sorted(optional) or all(optional):
            raise CodeRefused("Optional segments come last, after at least one that every code has.")

    def split(self, code):
        """{segment name: part}. Raises CodeRefused naming the part that is wrong and what it should look like."""
        parts = code.split(self.separator)
        if not self.least <= len(parts) <= len(self.segments):
            raise CodeRefused(self._miscounted(code, parts))
        for ordinal, segment, part in zip(ORDINALS, self.segments, parts, strict=False):
            if not segment.fits(part):
                raise CodeRefused(
                    f"The {ordinal} part of {code}, the {segment.label}, must be {segment.looks}.", segment.name
                )
        return {segment.name: part for segment, part in zip(self.segments, parts, strict=False)}

    def join(self, parts):
        """The code made of {segment name: part}; the opposite of split, and as strict."""
        code = self.separator.join(parts[segment.name] for segment in self.segments if parts.get(segment.name))
        self.split(code)
        return code

    @property
    def least(self):
        return sum(not segment.optional for segment in self.segments)

    def _miscounted(self, code, parts):
        if not code.strip():
            return f"The budget code is missing. It is made of {self.said}."
        had = NUMBERS[len(parts)] if len(parts) < len(NUMBERS) else str(len(parts))
        return f"{code} has {had} part{'s' * (len(parts) != 1)}. A budget code is made of {self.said}."

    @property
    def said(self):
        """What a code is made of, in words: the cost centre (three capital letters), “-”, the subjective code (…)."""
        said = [f"{'perhaps ' * s.optional}the {s.label} ({s.looks})" for s in self.segments]
        return f", “{self.separator}”, ".join(said)

    def to_json(self):
        return asdict(self) | {"segments": [asdict(segment) for segment in self.segments]}

    @classmethod
    def from_json(cls, data):
        """A form from what to_json gave. Raises CodeRefused where it is not one."""
        try:
            return cls(tuple(Segment(**segment) for segment in data["segments"]), data["separator"])
        except (KeyError, TypeError) as error:
            raise CodeRefused(f"This is not the form of a budget code: {error}.") from error


DEFAULT = CodeForm((
    Segment("cost_centre", "[A-Z]{3}", "cost centre", "three capital letters"),
    Segment("subjective", r"\d{4}", "subjective code", "four digits"),
))  # fmt: skip
