"""Budget codes: taken apart by the council's own form, or refused with the part that is wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.ledger.code_pattern import DEFAULT, CodeForm, CodeRefused, Segment

PROJECT = Segment("project", r"P\d{2}", "project", "P and two digits", optional=True)
LONG = CodeForm((*DEFAULT.segments, PROJECT), "/")


def refused(code, form=DEFAULT):
    with pytest.raises(CodeRefused) as caught:
        form.split(code)
    return caught.value


@given(st.from_regex(r"\A[A-Z]{3}-[0-9]{4}\Z"))
def test_a_good_code_comes_apart_and_goes_together_again(code):
    parts = DEFAULT.split(code)
    assert parts == {"cost_centre": code[:3], "subjective": code[4:]}
    assert DEFAULT.join(parts) == code


def test_the_part_that_is_wrong_is_named_with_what_it_should_look_like():
    refusal = refused("MKT-44X0")
    assert refusal.message == "The second part of MKT-44X0, the subjective code, must be four digits."
    assert refusal.segment == "subjective"


@pytest.mark.parametrize(("code", "said"), [
    ("mkt-4410", "The first part of mkt-4410, the cost centre, must be three capital letters."),
    ("MKT-४४१०", "The second part of MKT-४४१०, the subjective code, must be four digits."),
    ("MKT-4410\n", "must be four digits."), (" MKT-4410", "must be three capital letters."),
    ("MKT4410", "MKT4410 has one part. A budget code is made of the cost centre (three capital letters), “-”, the "
                "subjective code (four digits)."),
    ("MKT-4410-1", "has three parts."), ("", "The budget code is missing."), ("  ", "The budget code is missing."),
    ("-".join("A" * 20), "has 20 parts."),
])  # fmt: skip
def test_a_wrong_code_is_refused_in_a_sentence(code, said):
    assert said in refused(code).message


def test_an_optional_segment_may_be_left_out():
    assert LONG.split("MKT/4410") == {"cost_centre": "MKT", "subjective": "4410"}
    assert LONG.split("MKT/4410/P07")["project"] == "P07"
    assert refused("MKT/4410/7", LONG).segment == "project"
    assert LONG.join({"cost_centre": "MKT", "subjective": "4410", "project": ""}) == "MKT/4410"


@pytest.mark.parametrize("form", [DEFAULT, LONG])
def test_a_form_is_kept_as_json(form):
    assert CodeForm.from_json(json.loads(json.dumps(form.to_json()))) == form


@pytest.mark.parametrize("data", [{}, {"segments": [{"name": "a"}], "separator": "-"}, {"segments": 3}])
def test_what_is_not_a_form_is_refused(data):
    with pytest.raises(CodeRefused, match="not the form"):
        CodeForm.from_json(data)


@pytest.mark.parametrize("make", [
    lambda: CodeForm(()), lambda: CodeForm(DEFAULT.segments, ""), lambda: CodeForm(DEFAULT.segments[:1] * 2),
    lambda: CodeForm((PROJECT, *DEFAULT.segments)), lambda: CodeForm((PROJECT,)),
    lambda: Segment("Cost centre", ".", "", ""), lambda: Segment("a", "(", "", ""),
])  # fmt: skip
def test_a_form_that_contradicts_itself_is_refused(make):
    with pytest.raises(CodeRefused):
        make()
