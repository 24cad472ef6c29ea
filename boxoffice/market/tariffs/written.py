"""What people write about tariffs in a few lines, read into data and written out again: facts, tiers, signed pounds."""

import re

from django import forms

from boxoffice.pounds_field import PoundsField
from events.tariff_words import wanted_words

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class SignedPoundsField(PoundsField):
    """An amount in pounds that may have a minus sign before it, as pence."""

    def clean(self, value):
        text = str(value or "").strip()
        minus = text[:1] in ("-", "−")
        pence = super().clean(text[1:].strip() if minus else text)
        return -pence if minus and pence else pence


class LinesField(forms.CharField):
    """A line for each thing, its name before a colon. Subclasses read what follows the colon."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def to_python(self, value):
        return dict(self.pair(line) for line in super().to_python(value).splitlines() if line.strip())

    def pair(self, line):
        name, colon, said = line.partition(":")
        if not colon or not said.strip():
            raise forms.ValidationError(f"Write a colon and a value in “{line.strip()}”, such as {self.example}.")
        return self.name(name), self.value(said.strip())


class FactsField(LinesField):
    """pays_by: direct debit, as {"pays_by": "direct debit"}."""

    example = "pays_by: direct debit"

    def name(self, text):
        return name_of(text)

    def value(self, said):
        return said


class WantedField(FactsField):
    """What a rule wants to be so: a word, a or b, 2 or more, from 2 to 5, 5 at most."""

    def value(self, said):
        for form in (r"from (?P<low>\d+) to (?P<high>\d+)", r"(?P<low>\d+) or more", r"(?P<high>\d+) at most"):
            if found := re.fullmatch(form, said):
                ends = {"from": found.groupdict().get("low"), "to": found.groupdict().get("high")}
                return {end: int(number) for end, number in ends.items() if number}
        words = [word.strip() for word in said.split(" or ")]
        return words if len(words) > 1 else said


class TiersField(LinesField):
    """3: 14.00, as {"3": 1400}."""

    example = "3: 14.00"

    def name(self, text):
        if not re.fullmatch(r"\d{1,4}", text.strip()):
            raise forms.ValidationError(f"“{text.strip()}” is no whole number. Write from how many the price holds.")
        return str(int(text))

    def value(self, said):
        return PoundsField().clean(said)


def name_of(text):
    """A measure or fact by its name: small letters, with _ for spaces. Raises ValidationError."""
    name = re.sub(r"[\s-]+", "_", text.strip().lower())
    if not NAME.fullmatch(name):
        raise forms.ValidationError(f"“{text.strip()}” is no name. Use letters and numbers, such as pays_by.")
    return name


def facts_written(facts):
    return "\n".join(f"{name}: {wanted_words(wanted)}" for name, wanted in facts.items())


def tiers_written(tiers):
    steps = sorted((int(start), amount) for start, amount in tiers.items())
    return "\n".join(f"{start}: {amount // 100}.{amount % 100:02d}" for start, amount in steps)


def pounds_written(pence):
    """£-12.50 as people type it: -12.50."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"
