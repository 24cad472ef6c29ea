"""Pat sets what the counter sells by in a real browser, on a telephone: an offer for one play, a levy, and a cap."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

OWN = """
from datetime import timedelta
from events.models import *
first = Occurrence.objects.filter(event__slug="blithe-spirit").order_by("starts_at").first()
event = Event.objects.create(kind="show", title="Hay Fever", slug="hay-fever", charge_type="ticket",
                             budget_code="THE-4100")
Occurrence.objects.create(event=event, plan=first.plan, price_list=first.price_list,
                          starts_at=first.starts_at + timedelta(days=60), ends_at=first.ends_at + timedelta(days=60))
print(event.pk)
"""


def test_an_offer_a_levy_and_a_cap_are_set_without_the_admin(stage, page, sign_in, axe):
    event = stage.shell(OWN)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "pat")
    page.goto("/programme/offers/new/")
    page.get_by_label("Name").fill("Hay Fever pair")
    page.get_by_label("Event", exact=False).first.select_option(label="Hay Fever")
    page.get_by_label("Per cent off").fill("10")
    page.get_by_label("Adult").fill("2")
    page.get_by_label("At the counter").check()
    page.get_by_role("button", name="Make the offer").click()
    expect(page.get_by_text("2 Adult at £18.00 are £36.00. The offer takes £3.60 off: £32.40 to pay.")).to_be_visible()
    axe(page)
    page.goto(f"/programme/events/{event}/extras/")
    page.get_by_label("Name").fill("Restoration levy")
    page.get_by_label("Price", exact=True).fill("1.50")
    page.get_by_label("How it is charged").select_option("ticket")
    page.get_by_label("VAT is charged as").select_option("ticket")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("cell", name="£19.50").first).to_be_visible()
    page.get_by_role("link", name="Add a cap").click()
    page.get_by_label("At most").fill("8")
    page.get_by_label("Counted").select_option("customer")
    page.get_by_role("button", name="Set the cap").click()
    expect(page.get_by_text("At most 8 for each customer at each performance").first).to_be_visible()
    axe(page)
