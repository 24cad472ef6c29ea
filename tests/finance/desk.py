"""What finance does, through the desk's own addresses."""

import io
from datetime import timedelta

from django.utils.timezone import localdate
from pypdf import PdfReader

from events.models import Booking
from invoicing.models import BillingRun
from tests import cast

A_YEAR_ON = localdate() + timedelta(days=360)


def charged(customer, days, number="1", price_type="regular"):
    """This trader with a pitch on each of the days, on account."""
    pitch = days[0].plan.places.select_related("area").get(number=number)
    wanted = [(day, pitch, cast.price_type(price_type)) for day in days]
    customer.account.charge(Booking.objects.reserve(wanted, channel="portal", customer=customer))
    return customer


def start_run(client, until=None, event=""):
    """A run as chosen on the page; its preview."""
    until = (until or A_YEAR_ON).isoformat()
    return client.post("/finance/billing-runs/", {"event": event, "until": until}, follow=True)


def latest_run():
    return BillingRun.objects.first()


def issue(client, run):
    return client.post(f"/finance/billing-runs/{run.pk}/invoices/", follow=True)


def pay(client, invoice, amount, reference="line 1", method="bacs"):
    data = {"method": method, "amount": amount, "reference": reference}
    return client.post(f"/finance/invoices/{invoice.number}/payments/", data)


def words(response):
    return response.content.decode()


def pdf_text(content):
    assert content[:5] == b"%PDF-"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
