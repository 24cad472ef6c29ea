"""The shape of every answer (api/answers.py), for the schema; tests hold the answers against it."""

from rest_framework import serializers as s


class Named(s.Serializer):
    """Something by its id, with what people call it."""

    id = s.IntegerField()
    label = s.CharField()


class FieldError(s.Serializer):
    """What is wrong with one field: lines.0.place."""

    field = s.CharField()
    detail = s.CharField()


class Problem(s.Serializer):
    """RFC 9457 problem details. `code` is for machines, `detail` is a sentence that says what to do."""

    type = s.CharField()
    title = s.CharField()
    status = s.IntegerField()
    detail = s.CharField()
    code = s.CharField()
    errors = FieldError(many=True, required=False)
    places = Named(many=True, required=False, help_text="Places that were lost to somebody else.")
    nearest = Named(many=True, required=False, help_text="Free places like them.")
    reasons = s.ListField(child=s.CharField(), required=False)


class Event(s.Serializer):
    """A show or a market."""

    url = s.CharField()
    slug = s.CharField()
    title = s.CharField()
    summary = s.CharField()
    kind = s.CharField()
    audience = s.CharField()


class Occurrence(s.Serializer):
    """One performance or market day. `plan` names the version of its drawing (/plan/<plan>.json)."""

    id = s.IntegerField()
    url = s.CharField()
    event = s.CharField()
    title = s.CharField()
    venue = s.CharField()
    plan = s.CharField()
    starts_at = s.DateTimeField()
    ends_at = s.DateTimeField()
    opens_at = s.DateTimeField(allow_null=True)
    on_sale_from = s.DateTimeField(allow_null=True)
    note = s.CharField()
    most_at_once = s.IntegerField()
    cancelled_at = s.DateTimeField(allow_null=True)


class Availability(s.Serializer):
    """A character a place in the order of places: `.` free, `x` sold, `b` in a basket, `h` held, `k` not on sale."""

    version = s.CharField()
    states = s.CharField()
    left = s.IntegerField()
    capacity = s.IntegerField()


class BandPrice(s.Serializer):
    """What a place of the band costs at a price type, in pence, on the list's basis."""

    price_type = s.IntegerField()
    name = s.CharField()
    amount = s.IntegerField()


class Band(s.Serializer):
    """Places that cost the same, and what they cost."""

    id = s.IntegerField()
    name = s.CharField()
    prices = BandPrice(many=True)


class Place(s.Serializer):
    """A seat or a pitch and its state (see availability)."""

    id = s.IntegerField()
    label = s.CharField()
    area = s.CharField()
    row = s.CharField()
    number = s.CharField()
    band = s.IntegerField()
    flags = s.ListField(child=s.CharField())
    companion_of = s.IntegerField(allow_null=True)
    state = s.CharField()


class Places(s.Serializer):
    """Every place of an occurrence; prices stand at their bands, with VAT in them (gross) or without (net)."""

    occurrence = s.IntegerField()
    basis = s.CharField()
    version = s.CharField()
    bands = Band(many=True)
    places = Place(many=True)


class Line(s.Serializer):
    """One place at one occurrence; `token` is what its ticket's code says."""

    id = s.IntegerField()
    token = s.CharField()
    occurrence = s.IntegerField()
    place = Named()
    price_type = s.IntegerField()
    price = s.IntegerField()
    basis = s.CharField()
    vat = s.CharField()
    vat_rate = s.IntegerField()
    released_at = s.DateTimeField(allow_null=True)


class Booking(s.Serializer):
    """A booking; totals in pence are of its live lines."""

    reference = s.CharField()
    url = s.CharField()
    status = s.CharField()
    channel = s.CharField()
    customer = s.IntegerField(allow_null=True)
    lines = Line(many=True)
    net = s.IntegerField()
    vat = s.IntegerField()
    gross = s.IntegerField()
    paid = s.IntegerField()
    created_at = s.DateTimeField()
    reserved_until = s.DateTimeField()
    confirmed_at = s.DateTimeField(allow_null=True)
    cancelled_at = s.DateTimeField(allow_null=True)


class Payment(s.Serializer):
    """Money taken and cash to hand back; a booking that was paid already takes none (id null)."""

    id = s.IntegerField(allow_null=True)
    amount = s.IntegerField()
    change = s.IntegerField()
    booking = Booking()


class Cancellation(s.Serializer):
    """What went back, in pence, and the booking as it is now."""

    refunded = s.IntegerField()
    booking = Booking()


class CheckIn(s.Serializer):
    """Somebody admitted."""

    at = s.DateTimeField()
    door = s.CharField()
    booking = s.CharField()
    place = Named()
    occurrence = s.IntegerField()
    title = s.CharField()
    price_type = s.CharField()


class Invoice(s.Serializer):
    """An issued invoice, in pence."""

    number = s.CharField()
    url = s.CharField()
    pdf = s.CharField()
    account = s.CharField()
    customer = s.IntegerField()
    billed_to = s.CharField()
    issued_on = s.DateField()
    due_on = s.DateField()
    net = s.IntegerField()
    vat = s.IntegerField()
    gross = s.IntegerField()
    paid = s.IntegerField()
    owing = s.IntegerField()


class InvoiceCharge(s.Serializer):
    """One line of an invoice."""

    on = s.DateField()
    description = s.CharField()
    price = s.IntegerField()
    basis = s.CharField()
    net = s.IntegerField()
    vat = s.IntegerField()
    vat_treatment = s.CharField()
    vat_rate = s.IntegerField()
    vat_reason = s.CharField()
    budget_code = s.CharField()


class InvoiceWithCharges(Invoice):
    """An issued invoice and its lines."""

    charges = InvoiceCharge(many=True)


class EventPage(s.Serializer):
    """One page; `next` is the address of the next, if any."""

    next = s.CharField(allow_null=True)
    results = Event(many=True)


class OccurrencePage(EventPage):
    """One page; `next` is the address of the next, if any."""

    results = Occurrence(many=True)


class InvoicePage(EventPage):
    """One page; `next` is the address of the next, if any."""

    results = Invoice(many=True)
