"""Mo offers a pitch, Lil accepts it on her telephone and reports an absence in two taps."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lil(stage):
    """A trader of this file's own; the market gives two holidays."""
    stage.shell("from tests import cast; cast.trader('lil'); from events.models import MarketRules; "
                "MarketRules.objects.update(concession_days=2)")  # fmt: skip
    stage.emails["lil"] = "lil@alderbrook.example"
    return "lil"


def small(page):
    return page.evaluate("""[...document.querySelectorAll('main a, main button, main summary, main .daypick label')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5 && !e.closest('p, table'))
        .map((e) => e.outerHTML.slice(0, 90))""")


def whole(page, axe, *widths):
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_pitch_is_offered_accepted_and_an_absence_reported_in_two_taps(page, sign_in, axe, lil):
    sign_in(page, "mo")
    page.goto("/market/licences/offers/")
    page.get_by_label("Trader").select_option(label="Lil's Cheese (Cheese)")
    page.get_by_label("Pitch").select_option(index=80)
    whole(page, axe, 390, 1440)
    page.get_by_role("button", name="Offer it").click()
    expect(page.get_by_role("button", name="They accept")).to_be_visible()
    whole(page, axe, 390, 1440)
    for address in ("/market/licences/", "/market/licences/vacancies/", "/market/licences/absences/"):
        page.goto(address)
        whole(page, axe, 390, 1440)
    page.context.clear_cookies()

    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, lil)
    page.goto("/portal/licences/")
    whole(page, axe, 320, 390)
    page.get_by_role("link", name=re.compile("Offered")).click()
    assert not small(page)
    page.get_by_role("button", name="Accept this pitch").click()
    expect(page.get_by_text("is yours from")).to_be_visible()
    whole(page, axe, 320, 390)

    page.goto("/portal/")
    page.get_by_role("link", name="I cannot come").click()
    expect(page.get_by_text("This uses 1 of your 2 holidays left")).to_be_visible()
    whole(page, axe, 320, 390)
    assert not small(page)
    page.get_by_role("button", name=re.compile("I cannot come on")).click()
    expect(page.get_by_text("It counts as: holiday")).to_be_visible()
    whole(page, axe, 320, 390)
    page.get_by_role("button", name=re.compile("I am coming after all")).click()
    expect(page.get_by_text("we expect you on")).to_be_visible()
    page.goto("/portal/absences/")
    whole(page, axe, 320, 390)
    assert not small(page)


def test_the_series_pages_keep_nobody_out(page, sign_in, axe, stage):
    sign_in(page, "pat")
    page.goto("/programme/series/")
    whole(page, axe, 390, 1440)
    page.get_by_role("link", name="New series").first.click()
    page.get_by_label("Name").fill("First nights")
    for n in (0, 1, 2):
        page.get_by_role("checkbox").nth(n).check()
    whole(page, axe, 390, 1440)
    page.get_by_role("button", name="Make the series").click()
    page.get_by_label("Customer's name").fill("Ann")
    page.get_by_label("Seat").fill("J12")
    page.get_by_role("button", name="Sell it").click()
    expect(page.get_by_text("3 of 3")).to_be_visible()
    whole(page, axe, 390, 1440)
    page.get_by_role("button", name="Give up").click()
