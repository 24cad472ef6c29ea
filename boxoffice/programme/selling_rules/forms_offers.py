"""What the offer pages send: an offer with its parts; of one that was used only where, when and in which order."""

from django import forms
from django.db.models import Q

from boxoffice.day_field import DayField
from boxoffice.programme.selling_rules.fields import ChannelsField, PenceAsPounds
from events.models import Event, Occurrence, Offer, PriceType
from events.models.offer import TERMS

LATER = ["channels", "valid_from", "valid_to", "position"]  # may change though tickets were sold by it
SMALL = 32_767  # what a small number's column can hold


class OfferForm(forms.ModelForm):
    """The offer, and how many of each price type make a set."""

    percent_off = forms.IntegerField(label="Per cent off", required=False, min_value=0, max_value=100,
                                     help_text="Such as 10. Either this or an amount.")  # fmt: skip
    amount_off = PenceAsPounds(label="Or pounds off each ticket", required=False, help_text="Such as 2.50.")
    least_places = forms.IntegerField(label="Least tickets at one performance", required=False, min_value=1,
                                      max_value=999, help_text="10 for a party of ten or more.")  # fmt: skip
    least_events = forms.IntegerField(label="Least different events in one basket", required=False, min_value=1,
                                      max_value=99, help_text="3 for “see three shows”.")  # fmt: skip
    channels = ChannelsField(label="Where it holds")
    valid_from = DayField(label="First day of sale", required=False)
    valid_to = DayField(label="Last day of sale", required=False)
    position = forms.IntegerField(label="Order", required=False, min_value=0, max_value=SMALL,
                                  help_text="A ticket takes part in one offer; the lowest goes first.")  # fmt: skip

    class Meta:
        model = Offer
        fields = ["name", "event", "percent_off", "amount_off", "least_places", "least_events", *LATER]
        labels = {"name": "Name", "event": "Event"}
        help_texts = {"name": "Shown in the basket, and kept with each ticket.", "event": ""}
        error_messages = {"name": {"required": "Give the offer a name.",
                                   "unique": "Another offer has this name. Choose another."}}  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.used = bool(self.instance.pk and self.instance.is_used())
        self.has = {part.price_type_id: part.count for part in self.instance.parts.all()} if self.instance.pk else {}
        self.types = list(public_types(self.has))
        if self.used:
            self.fields = {name: self.fields[name] for name in LATER}
            return
        coming = Q(audience=Event.Audience.PUBLIC, occurrences__in=Occurrence.objects.upcoming().order_by())
        self.fields["event"].queryset = Event.objects.filter(
            coming | Q(pk=self.instance.event_id)).distinct().order_by("title")  # fmt: skip
        if not self.instance.amount_off:
            self.initial["amount_off"] = None
        self.fields["event"].empty_label = "Every event that the public may book"
        for one in self.types:
            self.fields[f"part_{one.pk}"] = forms.IntegerField(
                label=one.name, required=False, min_value=0, max_value=99, initial=self.has.get(one.pk))  # fmt: skip

    @property
    def parts_fields(self):
        return [self[name] for name in self.fields if name.startswith("part_")]

    @property
    def what_fields(self):
        return [self[name] for name in self.fields if name in ("name", "event", "percent_off", "amount_off")]

    @property
    def least_fields(self):
        return [self[name] for name in self.fields if name.startswith("least_")]

    @property
    def later_fields(self):
        return [self[name] for name in LATER]

    def clean(self):
        cleaned = super().clean()
        for name, empty in (("percent_off", 0), ("amount_off", 0), ("least_places", 1), ("least_events", 1),
                            ("position", 0)):  # fmt: skip
            if name in self.fields and cleaned.get(name) is None and name not in self.errors:
                cleaned[name] = empty
        both = cleaned.get("percent_off"), cleaned.get("amount_off")
        if not self.used and None not in both and bool(both[0]) == bool(both[1]):
            self.add_error("percent_off", "Enter per cent or pounds: one of the two.")
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "The last day is before the first day. Change one of them.")
        return cleaned

    def says_the_same(self):
        """Whether the very same offer is kept already."""
        kept = Offer.objects.get(pk=self.instance.pk)
        same = all(getattr(kept, name) == getattr(self.instance, name) for name in [*TERMS, *LATER])
        return same and kept.deal().parts == tuple((one.pk, count) for one, count in self.parts())

    def parts(self):
        """[(price type, how many)] of a set: as they were where they can no longer change."""
        if self.used:
            return [(part.price_type, part.count) for part in self.instance.parts.select_related("price_type")]
        counts = [(one, self.cleaned_data.get(f"part_{one.pk}")) for one in self.types]
        return [(one, count) for one, count in counts if count]


def public_types(has):
    """The price types that the public is sold by, and those that an offer has already."""
    public = Q(prices__price_list__occurrences__event__audience=Event.Audience.PUBLIC)
    return PriceType.objects.filter(public | Q(pk__in=list(has))).distinct()
