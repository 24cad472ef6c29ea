"""Tess pays her invoice from its link, in a real browser: to Stripe's page, a declined card, a good one, and back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

INVOICE = """
from django.utils.timezone import localdate
from datetime import timedelta
from events.models import *
from invoicing.models import *
from tests import cast
from tests.finance.desk import charged
name = {name!r}
customer = Customer.objects.filter(name=name.capitalize() + "'s Cheese").first() or cast.trader(name)
days = Occurrence.objects.filter(event__slug="thursday-market", cancelled_at=None)
free = ((day, place) for day in days.order_by("starts_at")
        for place in day.plan.places.select_related("area").exclude(pk__in=day.lines.live().values("place")))
day, pitch = next(free)
charged(customer, [day], number=pitch.number)
invoice = Invoice.objects.issue(customer.account, list(customer.account.charges.filter(invoice=None)))
print(invoice.pay_token, invoice.gross)
"""
PAYMENTS = """
from invoicing.models import Payment
print(*Payment.objects.filter(invoice__pay_token={token!r}).values_list("amount", "method"))
"""


@pytest.fixture
def token(stage):
    """The end of the link of an invoice of £24.50."""
    token, gross = stage.shell(INVOICE.format(name="cora")).split()
    assert gross == "2450"
    return token


def recorded(stage, token):
    return stage.shell(PAYMENTS.format(token=token))


def choose(page, outcome):
    page.get_by_label(outcome).check()
    page.get_by_role("button", name="Go on").click()


def test_from_the_link_to_the_payment_and_back(stage, page, axe, token):
    page.goto(f"/pay/{token}/")
    axe(page)
    page.get_by_role("button", name="Pay £24.50 by card").click()
    expect(page.get_by_role("banner")).to_have_text("This is a stand-in for Stripe. No money moves.")
    axe(page)
    choose(page, re.compile("^Leave without paying"))
    expect(page.get_by_role("status").filter(has_text="nothing was taken")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Pay £24.50 by card").click()
    choose(page, re.compile("^Card declined: not enough money"))
    expect(page.get_by_role("alert")).to_contain_text("insufficient funds")
    axe(page)
    choose(page, re.compile("^Pay"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your payment")
    axe(page)
    page.get_by_role("link", name="See the invoice").click()
    expect(page.get_by_role("heading", name="Nothing to pay")).to_be_visible()
    axe(page)
    assert recorded(stage, token) == "(2450, 'stripe')"


def test_while_stripe_is_silent_the_page_waits_and_finds_the_payment_by_itself(stage, page, axe, token):
    stage.stripe.courier.hold = True
    try:
        page.goto(f"/pay/{token}/")
        page.get_by_role("button", name="by card").click()
        stage.stripe.faults.add(path="/v1/checkout/sessions/", status=500)
        choose(page, re.compile("^Pay"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Your payment is being confirmed")
        axe(page)
    finally:
        stage.stripe.courier.release(backwards=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your payment")
    assert recorded(stage, token) == "(2450, 'stripe')"


def test_it_works_without_javascript(stage, chrome, token):
    context = chrome.new_context(base_url=stage.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/pay/{token}/")
    page.get_by_role("button", name="by card").click()
    choose(page, re.compile("^Pay"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your payment")
    context.close()


def test_when_stripe_does_not_answer_the_page_says_so(stage, page, axe, token):
    stage.stripe.faults.add(path="/v1/checkout/sessions", status=500, times=3)
    page.goto(f"/pay/{token}/")
    page.get_by_role("button", name="by card").click()
    expect(page.get_by_role("alert")).to_contain_text("does not answer. Nothing was taken.")
    axe(page)
    assert recorded(stage, token) == ""


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out_and_nothing_spills(stage, page, axe, token, theme, width):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/pay/{token}/")
    for _ in range(2):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("main form button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your payment")
    axe(page)
