"""What finance does, through the desk's own addresses."""

import io
from datetime import timedelta

from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django_q.models import OrmQ
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


def start_run(client, until=None, **chosen):
    """A run as chosen on the page; its preview."""
    until = (until or A_YEAR_ON).isoformat()
    return client.post("/finance/billing-runs/", {"until": until, **chosen}, follow=True)


def latest_run():
    return BillingRun.objects.first()


def issue(client, run):
    """The answer to pressing Issue; the worker has done its work by the time it is looked at."""
    answer = client.post(f"/finance/billing-runs/{run.pk}/invoices/", follow=True)
    work()
    return answer


def work():
    """What the worker would do: each task that waits, and those that these ask for."""
    while waiting := OrmQ.objects.order_by("pk").first():
        task = waiting.task
        waiting.delete()
        import_string(task["func"])(*task["args"], **task["kwargs"])


def pay(client, invoice, amount, reference="line 1", method="bacs"):
    data = {"method": method, "amount": amount, "reference": reference}
    return client.post(f"/finance/invoices/{invoice.number}/payments/", data)


def words(response):
    return response.content.decode()


def page_count(content):
    return len(PdfReader(io.BytesIO(content)).pages)


def pdf_text(content):
    assert content[:5] == b"%PDF-"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


HOME = {"address": "2 Low Road\nTown", "postcode": "ab12cd", "email": ""}


def give_address(client, customer, run, **changed):
    back = f"/finance/billing-runs/{run.pk}/"
    return client.post(f"/finance/accounts/{customer.account.pk}/address/", {**HOME, "next": back, **changed})
