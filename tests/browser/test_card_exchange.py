"""An exchange whose difference goes on the card reader, in a real browser: one key, and the tap makes the exchange."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
BOOK = """
from datetime import timedelta
from django.utils.timezone import now
from events.models import Booking, Event, Occurrence, Price, PriceList
from invoicing.exchanging import hold_instead
from boxoffice.models import User
from invoicing.models import CardReader, Payment, TillSession
from tests import cast
sam = User.objects.get(email="sam@alderbrook.example")
TillSession.objects.open_for(sam) or cast.till(sam, "Gala till")
show = Occurrence.objects.filter(event__slug="blithe-spirit").order_by("starts_at")[2]
old = show.price_list
dear = PriceList.objects.create(name="Gala night", authority="Minute 7", basis=old.basis, valid_from=old.valid_from)
for price in old.prices.all():
    Price.objects.create(price_list=dear, band=price.band, price_type=price.price_type, amount=price.amount + 700)
event = Event.objects.get(pk=show.event_id)
event.pk, event.title, event.slug = None, "Gala night", "gala-night"
event.save()
at = now() + timedelta(days=40)
gala = Occurrence.objects.create(event=event, plan=show.plan, price_list=dear, starts_at=at,
                                 ends_at=at + timedelta(hours=2))
reader = CardReader.objects.create(name="Gala reader", stripe_id="tmr_gala")
booking = Booking.objects.reserve_best(show, [cast.price_type("adult")] * 2, channel="counter")
Payment.objects.take(booking, "terminal")
basket = hold_instead(Booking.objects.get(pk=booking.pk), list(booking.live_lines), gala)
print(booking.reference, basket.reference)
"""
AFTER = "from invoicing.models import CardReader; CardReader.objects.filter(name='Gala reader').update(active=False)"


@pytest.fixture
def held(stage):
    """(the booking, the basket that holds two dearer seats), with a reader for every till."""
    yield stage.shell(BOOK).split()[-2:]
    stage.shell(AFTER)


def test_one_key_asks_the_reader_and_the_tap_makes_the_exchange(stage, page, sign_in, axe, held):
    booking, basket = held
    sign_in(page, "sam")
    page.goto(f"/counter/bookings/{booking}/exchanges/{basket}/")
    expect(page.get_by_role("button", name="£14.00 on Gala reader")).to_be_focused()
    axe(page)
    page.keyboard.press("Enter")
    expect(page.locator("#attempt-state")).to_contain_text("£14.00 on Gala reader")
    expect(page.locator("main")).to_contain_text("The old ones stay theirs until this is paid")
    axe(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    stage.stripe.readers.present("tmr_gala")
    expect(page.locator(".toasts")).to_contain_text("is exchanged: Card reader £14.00")
    page.wait_for_url(f"**/counter/bookings/{booking}/")
    expect(page.locator(".timeline")).to_contain_text("£14.00 collected")
