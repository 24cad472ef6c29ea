"""Money, days, times and icons as people read them."""

import re
from datetime import UTC, date, datetime, time

import pytest
from django.conf import settings

from boxoffice.templatetags.british import amount, clock, day, day_clock, icon, pounds, short_day

EVENING = datetime(2026, 12, 5, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pence", "written"),
    [(120450, "£1,204.50"), (-1070, "−£10.70"), (0, "£0.00"), (5, "£0.05"), (-5, "−£0.05"), (None, ""), (100, "£1.00")],
)
def test_pounds(pence, written):
    assert pounds(pence) == written


def test_amount_has_no_sign_of_the_currency():
    assert amount(120450) == "1,204.50"
    assert amount(-99) == "−0.99"
    assert amount(None) == ""


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (time(19, 30), "7:30pm"),
        (time(19), "7pm"),
        (time(12), "midday"),
        (time(0), "midnight"),
        (time(0, 15), "12:15am"),
        (time(12, 5), "12:05pm"),
        (time(9), "9am"),
        (None, ""),
    ],
)
def test_clock(moment, written):
    assert clock(moment) == written


def test_days():
    assert day(date(2026, 12, 5)) == "Sat 5 Dec 2026"
    assert short_day(date(2026, 12, 5)) == "Sat 5 Dec"
    assert day(None) == ""
    assert day_clock(EVENING) == "Sat 5 Dec 2026, 7:30pm"


def test_summer_time_is_shown_and_may_change_the_day():
    late = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
    assert day_clock(late) == "Sat 4 Jul 2026, 12:30am"
    assert clock(datetime(2026, 7, 3, 18, 0, tzinfo=UTC)) == "7pm"


def test_an_icon_is_hidden_from_screen_readers():
    assert icon("printer").startswith('<svg class="ico" aria-hidden="true" focusable="false"><use href="')
    assert icon("printer").endswith('icons.svg#printer"/></svg>')


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = (settings.BASE_DIR / "boxoffice/static/boxoffice/icons.svg").read_text()
    drawn = set(re.findall(r'id="([^"]+)"', sprite))
    templates = "".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    named = set(re.findall(r'{% icon "([^"]+)"', templates))
    assert named - drawn == set()
