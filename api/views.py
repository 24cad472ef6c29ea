"""What is on, what is free, and what to invoice: everything a machine may read."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from rest_framework.response import Response

from api import answers, inputs, openapi, shapes
from api.endpoint import Endpoint, page_of, unless_seen
from events import availability
from events.models import Event, Occurrence, Price
from invoicing import printing
from invoicing.models import Invoice

PAGING, OCCURRENCES = inputs.Paging(), inputs.OccurrenceFilter()
SEE_INVOICES = "invoicing.view_invoice"


class Events(Endpoint):
    """Shows and markets."""

    @openapi.reads(shapes.EventPage, inputs.Paging, operation_id="events_list")
    def get(self, request):
        paging = PAGING.run_validation(request.query_params.dict())
        return page_of(request, Event.objects.order_by("title", "pk"), paging, answers.event)


class OneEvent(Endpoint):
    """One show or market."""

    @openapi.reads(shapes.Event)
    def get(self, request, slug):
        return Response(answers.event(get_object_or_404(Event, slug=slug)))


class Occurrences(Endpoint):
    """Performances and market days: those to come, or those asked for."""

    @openapi.reads(shapes.OccurrencePage, inputs.OccurrenceFilter, operation_id="occurrences_list")
    def get(self, request):
        asked = OCCURRENCES.run_validation(request.query_params.dict())
        rows = Occurrence.objects.with_parts().order_by("starts_at", "pk")
        if "event" in asked:
            rows = rows.filter(event__slug=asked["event"])
        if "from" in asked:
            rows = rows.filter(starts_at__date__gte=asked["from"])
        if "to" in asked:
            rows = rows.filter(starts_at__date__lte=asked["to"])
        if not {"from", "to"} & asked.keys():
            rows = rows.filter(ends_at__gt=now())
        return page_of(request, rows, asked, answers.occurrence)


class OneOccurrence(Endpoint):
    """One performance or market day."""

    @openapi.reads(shapes.Occurrence)
    def get(self, request, pk):
        return Response(answers.occurrence(get_object_or_404(Occurrence.objects.with_parts(), pk=pk)))


class Availability(Endpoint):
    """What is free, one character a place: made to be asked for every second."""

    @openapi.watches(shapes.Availability)
    def get(self, request, pk):
        states = availability.states(get_object_or_404(Occurrence.objects.select_related("plan"), pk=pk))
        version = availability.version(states)
        return unless_seen(request, version, lambda: Response(answers.availability(states, version)))


class Places(Endpoint):
    """Every place, what it costs and whether it is free."""

    @openapi.watches(shapes.Places)
    def get(self, request, pk):
        occurrence = get_object_or_404(Occurrence.objects.with_parts(), pk=pk)
        states = availability.states(occurrence)
        bands = bands_of(occurrence)
        prices = "".join(f"{price.pk}:{price.amount}:{price.price_type}" for band in bands for price in band.listed)
        version = availability.version(states + occurrence.plan.digest + prices)
        places = occurrence.plan.places.select_related("area")
        return unless_seen(
            request, version, lambda: Response(answers.places(occurrence, bands, places, states, version))
        )


def bands_of(occurrence):
    """The plan's bands, each with its prices in `listed`."""
    prices = Price.objects.filter(price_list=occurrence.price_list_id).select_related("price_type")
    prices = list(prices.order_by("price_type__position", "pk"))
    bands = list(occurrence.plan.bands.all())
    for band in bands:
        band.listed = [price for price in prices if price.band_id == band.pk]
    return bands


def invoices_for(access):
    """The issued invoices this token may see: finance's all, a customer's own."""
    rows = Invoice.objects.issued().with_owing().select_related("account")
    if access.may(SEE_INVOICES):
        return rows
    return rows.filter(account__customer=access.customer_id) if access.customer_id else rows.none()


class Invoices(Endpoint):
    """Issued invoices, the latest first."""

    @openapi.reads(shapes.InvoicePage, inputs.Paging, operation_id="invoices_list")
    def get(self, request):
        paging = PAGING.run_validation(request.query_params.dict())
        return page_of(request, invoices_for(request.auth), paging, answers.invoice)


class OneInvoice(Endpoint):
    """One issued invoice and its lines."""

    @openapi.reads(shapes.InvoiceWithCharges)
    def get(self, request, number):
        invoice = get_object_or_404(invoices_for(request.auth), number=number)
        return Response({**answers.invoice(invoice), "charges": [answers.charge(one) for one in invoice.charges.all()]})


class InvoicePdf(Endpoint):
    """The invoice's pages as they were drawn once and kept."""

    @openapi.reads_pdf()
    def get(self, request, number):
        invoice = get_object_or_404(invoices_for(request.auth), number=number)
        kept = printing.printed(invoice)
        return unless_seen(request, kept.sha256, lambda: pdf(bytes(kept.pdf), invoice.number))


def pdf(pages, number):
    disposition = {"Content-Disposition": f'inline; filename="{number}.pdf"'}
    return HttpResponse(pages, content_type="application/pdf", headers=disposition)


class NoSuchAddress(Endpoint):
    """Anything else below /api/v1/."""

    schema = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404
