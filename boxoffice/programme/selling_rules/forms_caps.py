"""What the pages of caps send: how many of what may be sold, to whom and where."""

from django import forms

from boxoffice.templatetags.british import day_clock
from events.models import Occurrence, PriceType, SalesCap

WHOLE = 2_147_483_647  # what a whole number's column can hold


class MostForm(forms.Form):
    """How many at most."""

    most = forms.IntegerField(label="At most", min_value=0, max_value=WHOLE,
                              error_messages={"required": "Enter how many may be sold at most."})  # fmt: skip


class OccurrenceField(forms.ModelChoiceField):
    def label_from_instance(self, occurrence):
        return day_clock(occurrence.starts_at)


class CapForm(MostForm):
    """A cap: how many, of which price type, counted how, at which occurrence."""

    each = forms.ChoiceField(label="Counted", choices=SalesCap.Each)
    price_type = forms.ModelChoiceField(PriceType.objects.none(), label="Price type", required=False,
                                        empty_label="All price types together")  # fmt: skip
    occurrence = OccurrenceField(Occurrence.objects.none(), label="At", required=False, empty_label="Each of them")

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        occurrence, words = self.fields["occurrence"], event.words
        self.fields["each"].choices = [(one, label.replace("occurrence", words.occurrence))
                                       for one, label in SalesCap.Each.choices]  # fmt: skip
        types = PriceType.objects.filter(prices__price_list__in=event.occurrences.order_by().values("price_list"))
        self.fields["price_type"].queryset = types.distinct()
        occurrence.queryset, occurrence.label = event.occurrences.upcoming(), words.occurrence.capitalize()
        occurrence.empty_label = f"Each of the {words.occurrences}"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("each") == SalesCap.Each.RUN and cleaned.get("occurrence"):
            self.add_error("occurrence", "The whole run is all of them. Choose each of them, or count it another way.")
        return cleaned
