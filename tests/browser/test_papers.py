"""Pia sends a certificate from her telephone and Mo checks it; a notice and its appeal; signing in by e-mail."""

import base64
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
MAKE = """
from tests import cast
customer = cast.trader("pia", insured=False)
"""
SERVE = """
import uuid
from boxoffice.models import User
from events.models import Trader
from invoicing import discipline
mo = User.objects.get(email="mo@alderbrook.example")
step = discipline.serve(Trader.objects.get(customer__name="Pia's Cheese"), notice="warning", rule="7.2 Waste",
                        reason="Left rubbish.", by=mo, client_id=uuid.uuid4())
print(step.pk)
"""
LINK = """
from boxoffice.models import User
from boxoffice.sign_in_link import token_for
print(token_for(User.objects.get(email="pia@alderbrook.example")))
"""
PHOTO = """
import base64
from tests.papers.certificates import picture
print(base64.b64encode(picture()).decode())
"""


@pytest.fixture(scope="module")
def pia(stage):
    stage.shell(MAKE)
    stage.emails["pia"] = "pia@alderbrook.example"
    return "pia"


@pytest.fixture
def phone(page, sign_in, pia):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, pia)
    return page


@pytest.fixture(scope="module")
def photo(stage, tmp_path_factory):
    path = tmp_path_factory.mktemp("photos") / "certificate.png"
    path.write_bytes(base64.b64decode(stage.shell(PHOTO)))
    return path


def looks_right(page, axe):
    """Nobody is kept out, nothing spills at 390 or 320 px, and everything to press is as large as a finger."""
    axe(page)
    for width in (320, page.viewport_size["width"]):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = """[...document.querySelectorAll('main a, main button, main summary, main input:not([type=hidden])')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5
                && !e.closest('p, label, td, th, .errors, .clock') && !['radio', 'checkbox'].includes(e.type))
        .map((e) => e.outerHTML.slice(0, 90))"""
    assert not page.evaluate(small)


def fill_day(page, name, day, month, year):
    box = page.get_by_role("group", name=name)
    for label, words in (("Day", day), ("Month", month), ("Year", year)):
        box.get_by_label(label, exact=True).fill(words)


def test_pia_sends_a_certificate_and_mo_accepts_it(phone, axe, photo, sign_in):
    page = phone
    page.goto("/portal/papers/")
    looks_right(page, axe)
    page.get_by_role("button", name=re.compile("^Send it")).first.click()
    looks_right(page, axe)
    page.get_by_label("Photo or PDF").set_input_files(photo)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Number").fill("PL 20")
    page.get_by_label("Sum insured").fill("5 million")
    fill_day(page, "First day", "1", "1", "2026")
    fill_day(page, "Last day", "31", "12", "2099")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Thursday 31 December 2099")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Being checked", exact=True)).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Sign out").click()
    page.set_viewport_size({"width": 1024, "height": 768})
    sign_in(page, "mo")
    page.goto("/market/papers/")
    axe(page)
    page.get_by_role("link", name="Pia's Cheese").first.click()
    expect(page.get_by_role("img", name="Photo of the public liability insurance")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("accepted, and the trader told")).to_be_visible()


def test_pia_appeals_and_disputes(phone, axe, stage):
    page, step = phone, stage.shell(SERVE)
    page.goto(f"/portal/notices/{step}/")
    looks_right(page, axe)
    page.get_by_label("Why do you appeal?").fill("It was not my rubbish.")
    page.get_by_role("button", name="Send my appeal").click()
    expect(page.get_by_text("We hear you by")).to_be_visible()
    looks_right(page, axe)
    page.goto("/portal/disputes/new/")
    looks_right(page, axe)
    page.get_by_label("A pitch or the draw").check()
    page.get_by_label("What do you not agree with?").fill("Under the tree again.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("We answer by")).to_be_visible()


def test_mo_writes_an_incident_down_on_the_tablet_and_serves_a_notice(page, sign_in, axe, photo, pia):
    page.set_viewport_size({"width": 1024, "height": 768})
    sign_in(page, "mo")
    page.goto("/market/incidents/new/")
    axe(page)
    page.get_by_label("Conduct").check()
    page.get_by_label("What happened?").fill("Shouted at the officer.")
    page.get_by_label("Trader").select_option(label="Pia's Cheese")
    page.get_by_label("Photos").set_input_files([photo])
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Written down.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Serve a notice").click()
    axe(page)
    page.get_by_label("Which rule was broken?").fill("3.1 Conduct")
    page.get_by_role("button", name="Serve the notice").click()
    expect(page.get_by_role("heading", name="Clocks")).to_be_visible()
    axe(page)
    for address in ("incidents/", "discipline/", "disputes/", "papers/traders/", "papers/expiries/", "papers/types/"):
        page.goto(f"/market/{address}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1024, address


def test_pia_signs_in_without_a_password(page, axe, stage, pia):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/sign-in/")
    page.get_by_role("link", name="Traders: sign in by e-mail").click()
    looks_right(page, axe)
    page.get_by_label("Your e-mail address").fill("pia@alderbrook.example")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("If we know this address, a link is on its way.")).to_be_visible()
    page.goto(f"/sign-in/links/{stage.shell(LINK)}/")
    looks_right(page, axe)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Pia's Cheese")).to_be_visible()
