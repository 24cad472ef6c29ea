"""A morning of drawing: Dora puts her name down on her telephone, Mo promises and runs the draw, Dora reads why."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# A market of one pitch that began at midnight, its draw promised yesterday, its queue of two closed since.
MORNING = """
from datetime import datetime, time, timedelta
from django.utils.timezone import localdate, now
from events.models import Draw, Event, MarketRules, Occurrence, WaitingListEntry
from tests import cast
from tests.draw import people
thursday = Occurrence.objects.filter(event__slug="thursday-market", cancelled_at=None).first()
midnight = datetime.combine(localdate(), time(0), cast.LONDON)
plan = cast.plan("Wakes Ground", unit="pitch", places=1, area="Green", row="W")
event = Event.objects.create(kind="market", audience="traders", title="Wakes market", slug="wakes-market",
                             charge_type="pitch", budget_code="MKT-4410")
event.required_documents.add(cast.insurance())
MarketRules.objects.create(event=event, regular_price_type=cast.price_type("regular"), report_by=time(0),
                           casual_price_type=cast.price_type("casual"), second_call_at=None, draw_order=["registered"])
day = Occurrence.objects.create(event=event, plan=plan, price_list=cast.prices(plan, "Wakes", casual=3000),
                                starts_at=midnight, ends_at=now() + timedelta(hours=3))
dora, before = cast.trader("dora"), midnight - timedelta(hours=6)
draw = Draw.objects.promise(day, at=before)
WaitingListEntry.objects.join(day, people.trader("Older stall"), at=before)
WaitingListEntry.objects.join(day, dora, at=before)
print(day.pk, draw.pk, draw.seed_hash)
"""
OVER = "from events.models import Occurrence; from django.utils.timezone import now; " \
       "Occurrence.objects.filter(event__slug='wakes-market').update(cancelled_at=now())"


@pytest.fixture
def morning(stage):
    """(day, draw, hash of its seed); afterwards the market is off, so that other tests' todays are as they were."""
    stage.emails["dora"] = "dora@alderbrook.example"
    yield stage.shell(MORNING).split()
    stage.shell(OVER)


def test_a_name_is_put_down_the_draw_is_run_and_the_reason_read(page, chrome, stage, sign_in, axe, morning):
    day, draw, seed_hash = morning
    context = chrome.new_context(base_url=stage.url, viewport={"width": 390, "height": 844}, locale="en-GB")
    phone = context.new_page()
    sign_in(phone, "dora")
    phone.goto("/portal/draws/")
    phone.get_by_role("link", name=re.compile("Put my name down")).first.click()
    phone.get_by_label("The pitch you would like best").select_option(index=2)
    axe(phone)
    phone.get_by_role("button", name="Put my name down").click()
    expect(phone.get_by_text("Your name is down", exact=True)).to_be_visible()
    axe(phone)

    page.set_viewport_size({"width": 1024, "height": 768})
    sign_in(page, "mo")
    page.goto(f"/market/draws/days/{day}/")
    expect(page.locator(".hash")).to_contain_text(seed_hash[:8])
    axe(page)
    page.get_by_role("button", name="Run the first call").click()
    expect(page.get_by_text("You were 1st of 2")).to_be_visible()
    expect(page.get_by_text("Every pitch was taken when your turn came")).to_be_visible()
    axe(page)

    phone.goto("/portal/draws/")
    phone.get_by_role("link", name=re.compile("Why was I not given a pitch")).first.click()
    expect(phone.get_by_text("You were 2nd of 2")).to_be_visible()
    phone.get_by_role("link", name="See the whole draw").click()
    expect(phone.get_by_text(seed_hash)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    axe(phone)
    context.close()
