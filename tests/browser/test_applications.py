"""Applying on a telephone, a question a page, with and without JavaScript; and the officer who decides."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def photo():
    kept = io.BytesIO()
    Image.new("RGB", (90, 60), "white").save(kept, "PNG")
    return {"name": "certificate.png", "mimeType": "image/png", "buffer": kept.getvalue()}


def go_on(page):
    page.get_by_role("button", name=re.compile("^Save")).click()


def answer_everything(page, name):
    """Each page of an application to trade in turn, an answer with an error among them."""
    page.goto("/apply/")
    yield "start"
    page.get_by_role("button", name="Apply to trade on our markets").click()
    yield "who"
    go_on(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    yield "an error"
    page.get_by_label("Your name").fill(f"{name} Parry")
    page.get_by_label("Telephone number").fill("07700 900 461")
    go_on(page)
    page.get_by_label("Trading name").fill(f"{name}'s Pots")
    page.get_by_label("sole trader").check()
    yield "business"
    go_on(page)
    page.get_by_label("Anything to add?").fill("Pots")
    if page.get_by_role("checkbox").count():
        page.get_by_role("checkbox").first.check()
    yield "goods"
    go_on(page)
    if page.url.endswith("/beside/"):
        go_on(page)
    page.get_by_label("No", exact=True).check()
    go_on(page)
    for choice in ("3 metres", "A stall or gazebo of my own", "No electricity"):
        page.get_by_label(choice, exact=True).check()
    yield "stall"
    go_on(page)
    yield from answer_the_rest(page)


def answer_the_rest(page):
    """From the markets on."""
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Now and then").check()
    go_on(page)
    expect(page.get_by_role("heading", name="Your public liability insurance")).to_be_visible()
    page.get_by_label("Take a photo").set_input_files(photo())
    page.get_by_label("Sum insured").fill("5m")
    for part, value in (("Day", "1"), ("Month", "6"), ("Year", "2090")):
        page.get_by_label(part, exact=True).fill(value)
    yield "paper"
    go_on(page)
    go_on(page)
    page.get_by_label("Address").fill("3 Mill Lane\nAlderbrook")
    page.get_by_label("Postcode").fill("AB1 3CD")
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    yield "check"
    page.get_by_label("What I have written is right").check()
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_text("Being looked at")).to_be_visible()
    yield "sent"


def test_nia_applies_on_her_telephone_and_mo_accepts_her(page, axe, sign_in):
    page.set_viewport_size({"width": 390, "height": 844})
    for _name in answer_everything(page, "Nia"):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, _name
    address = page.url
    sign_in(page, "mo")
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto("/market/applications/")
    axe(page)
    page.get_by_role("link", name="Nia's Pots").click()
    page.locator("summary", has_text="Accept").click()
    axe(page)
    page.get_by_role("button", name="Accept Nia's Pots").click()
    expect(page.get_by_text("There is nothing to decide now.")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    expect(page.get_by_text("You may book market days now.")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_same_pages_work_without_javascript_and_in_the_dark(stage, chrome, axe):
    context = chrome.new_context(base_url=stage.url, viewport={"width": 390, "height": 844}, java_script_enabled=False,
                                 color_scheme="dark")  # fmt: skip
    page = context.new_page()
    small = """[...document.querySelectorAll('main .btn, main summary, main label:not(.files label), main button')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5
                       && (e.matches('.btn, summary') || e.querySelector('input')))
        .map((e) => e.outerHTML.slice(0, 90))"""
    for name in answer_everything(page, "Huw"):
        assert not page.evaluate(small), name
    context.close()
