"""What machines may send: every field by name and type, nothing else, and nothing guessed from another type."""

from collections.abc import Mapping

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from events.models import Booking

LARGEST_ID = 2**63 - 1
MOST_PENCE = 10**11
MOST_PLACES = 400
A_WEEK = 7 * 24 * 60
# Card payments online come from the processor itself, never from a machine's word.
TENDERS = ["cash", "terminal", "bacs"]


class Strict(serializers.Serializer):
    """Refuses fields it does not know: a misspelt one must not be passed over in silence."""

    def to_internal_value(self, data):
        if isinstance(data, Mapping) and (unknown := [name for name in data if name not in self.fields]):
            raise ValidationError({name: ["There is no such field."] for name in unknown})
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A JSON number without a fraction; "12" and true are not."""

    def to_internal_value(self, data):
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Id(Whole):
    """The id of a row."""

    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)


class Text(serializers.CharField):
    """A JSON string; 12 is not."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    """true or false; "yes" and 1 are not."""

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Chosen(Strict):
    """A place at the booking's occurrence, and the price type."""

    place = Id()
    price_type = Id()


class ChosenLine(Chosen):
    """A place at an occurrence, and the price type."""

    occurrence = Id()


class Best(Strict):
    """The best free places, one for each price type."""

    occurrence = Id()
    price_types = serializers.ListField(child=Id(), min_length=1, max_length=MOST_PLACES)
    band = Id(required=False)
    together = YesNo(default=True)
    access = YesNo(default=False)


class NewCustomer(Strict):
    """A customer we do not know yet."""

    name = Text(max_length=150)
    email = serializers.EmailField(required=False, default="", allow_blank=True, max_length=254)
    phone = Text(required=False, default="", allow_blank=True, max_length=30)


@extend_schema_field({"oneOf": [
    {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
    {"type": "object", "additionalProperties": False, "required": ["name"], "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 150},
        "email": {"type": "string", "format": "email", "maxLength": 254},
        "phone": {"type": "string", "maxLength": 30}}},
]})  # fmt: skip
class CustomerField(serializers.Field):
    """The id of a customer we know, or one to write down."""

    known, new = Id(), NewCustomer()

    def to_internal_value(self, data):
        return (self.new if isinstance(data, Mapping) else self.known).run_validation(data)


class NewPayment(Strict):
    """Money taken for a booking, in pence; without an amount, all that is due."""

    tender = serializers.ChoiceField(choices=TENDERS)
    amount = Whole(min_value=0, max_value=MOST_PENCE, required=False)
    tendered = Whole(min_value=0, max_value=MOST_PENCE, required=False)
    reference = Text(max_length=100, required=False)
    till = Id(required=False)


class NewBooking(Strict):
    """Places in one of three ways: places at an occurrence, lines at several, or the best there are."""

    occurrence = Id(required=False)
    places = Chosen(many=True, required=False, allow_empty=False, max_length=MOST_PLACES)
    lines = ChosenLine(many=True, required=False, allow_empty=False, max_length=MOST_PLACES)
    best = Best(required=False)
    customer = CustomerField(required=False)
    channel = serializers.ChoiceField(choices=Booking.Channel.values, default="api")
    minutes = Whole(min_value=1, max_value=A_WEEK, default=10)
    payment = NewPayment(required=False)
    account = YesNo(default=False)

    def validate(self, asked):
        if sum(name in asked for name in ("places", "lines", "best")) != 1:
            raise ValidationError("Send one of places (with occurrence), lines and best.")
        if ("occurrence" in asked) != ("places" in asked):
            raise ValidationError("Send occurrence together with places, and only with them.")
        if asked["account"] and "payment" in asked:
            raise ValidationError("Send account or payment, not both.")
        return asked


class NewCancellation(Strict):
    """Why a booking ends, and the open till that cash goes back from."""

    reason = Text(max_length=100)
    till = Id(required=False)


class NewCheckIn(Strict):
    """A ticket's or permit's code; with an occurrence, it must be for that one."""

    token = Text(max_length=64)
    door = Text(max_length=30, required=False, default="", allow_blank=True)
    occurrence = Id(required=False)


class Paging(Strict):
    """Which page of a list."""

    page = serializers.IntegerField(min_value=1, max_value=100_000, default=1)
    page_size = serializers.IntegerField(min_value=1, max_value=200, default=50)


class OccurrenceFilter(Paging):
    """Occurrences of one event, or from one day to another."""

    event = serializers.SlugField(required=False, help_text="The event's slug.")
    to = serializers.DateField(required=False, help_text="Last day.")

    def get_fields(self):
        """`from` is a word of Python's, so it cannot be written like the others."""
        return {**super().get_fields(), "from": serializers.DateField(required=False, help_text="First day.")}
