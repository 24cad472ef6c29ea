"""How a specialist market is set up: its days to apply, deposit, early price, plan, refunds and criteria, as data."""

from django import forms

from boxoffice.day_field import DayField
from boxoffice.market.applications.forms import GONE, free_places, grouped, parts_up_to
from boxoffice.pounds_field import PoundsField
from events.models import Criterion, Event, PriceList, SpecialistMarket
from events.models.transactions import retried
from invoicing.pitch_awards import keep_for_applicants

PERCENTS, CRITERIA = 4, 6


class MarketForm(forms.Form):
    """One specialist market. The days and the later price are those of its event."""

    event = forms.ModelChoiceField(Event.objects.none(), label="Market",
                                   error_messages={"required": "Choose a market."})  # fmt: skip
    applications_from = DayField(label="Applications from",
                                 error_messages={"required": "Enter the first day to apply."})  # fmt: skip
    applications_to = DayField(label="Applications until",
                               error_messages={"required": "Enter the last day to apply."})  # fmt: skip
    decide_by = DayField(label="Everybody has an answer by", required=False)
    deposit = PoundsField(label="Deposit in pounds", required=False, help_text="With the application. Empty for none.")
    early_until = DayField(label="Early price until", required=False)
    early_price_list = forms.ModelChoiceField(
        PriceList.objects.none(), label="Early price list", required=False, empty_label="No early price"
    )
    whole_event = forms.BooleanField(label="Let whole: the prices are for all days together", required=False)
    instalments = forms.IntegerField(label="Most monthly parts", min_value=1, max_value=24)
    most_alike = forms.IntegerField(label="Most stalls with the same main goods", min_value=0, max_value=99,
                                    help_text="0 for no limit. It warns; it does not refuse.")  # fmt: skip

    def __init__(self, *args, market=None, **kwargs):
        self.market = market
        super().__init__(*args, initial=initial_of(market), use_required_attribute=False, **kwargs)
        days = Event.objects.filter(occurrences__plan__unit="pitch", audience=Event.Audience.TRADERS)
        self.fields["event"].queryset = days.filter(specialist=None).distinct().order_by("title")
        if market:
            del self.fields["event"]
        lists = PriceList.objects.filter(prices__band__plan__unit="pitch").distinct()
        self.fields["early_price_list"].queryset = lists.order_by("name", "-valid_from")
        for n in range(PERCENTS):
            self.fields[f"days{n}"] = forms.IntegerField(label="Days before, or more", min_value=0, max_value=999,
                                                         required=False)  # fmt: skip
            self.fields[f"percent{n}"] = forms.IntegerField(label="Per cent back", min_value=0, max_value=100,
                                                            required=False)  # fmt: skip
        for n in range(CRITERIA):
            self.fields[f"criterion{n}"] = forms.CharField(label="Criterion", max_length=80, required=False)
            self.fields[f"most{n}"] = forms.IntegerField(label="Points", min_value=1, max_value=10, required=False)
            self.fields[f"weight{n}"] = forms.IntegerField(label="Weight", min_value=1, max_value=20, required=False)

    @property
    def percent_rows(self):
        return [(self[f"days{n}"], self[f"percent{n}"]) for n in range(PERCENTS)]

    @property
    def criterion_rows(self):
        return [(self[f"criterion{n}"], self[f"most{n}"], self[f"weight{n}"]) for n in range(CRITERIA)]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("applications_from"), cleaned.get("applications_to")
        if first and last and last < first:
            self.add_error("applications_to", "This is before the first day to apply.")
        if bool(cleaned.get("early_until")) != bool(cleaned.get("early_price_list")):
            self.add_error("early_until", "An early price needs both its last day and its price list.")
        for n in range(PERCENTS):
            if (cleaned.get(f"days{n}") is None) != (cleaned.get(f"percent{n}") is None):
                self.add_error(f"days{n}", "Enter both the days and the per cent, or neither.")
        names = [cleaned.get(f"criterion{n}", "") for n in range(CRITERIA)]
        for n, name in enumerate(names):
            if name and name.lower() in [other.lower() for other in names[:n]]:
                self.add_error(f"criterion{n}", "This criterion is there twice.")
        return cleaned

    @property
    def percents(self):
        """[[days before, per cent back]], most days first."""
        said = self.cleaned_data
        rows = {said[f"days{n}"]: said[f"percent{n}"] for n in range(PERCENTS) if said[f"days{n}"] is not None}
        return [[days, rows[days]] for days in sorted(rows, reverse=True)]

    @retried
    def save(self):
        """Keep the market and its criteria, and keep its pitches for applicants. Returns the market."""
        said = self.cleaned_data
        market = self.market or SpecialistMarket(event=said["event"])
        for name in ("applications_from", "applications_to", "decide_by", "early_until", "early_price_list",
                     "whole_event", "instalments", "most_alike"):  # fmt: skip
            setattr(market, name, said[name])
        market.deposit, market.cancel_percents = said["deposit"] or 0, self.percents
        market.save()
        self._keep_criteria(market)
        for day in market.days:
            keep_for_applicants(day, day.plan.places)
        return market

    def _keep_criteria(self, market):
        """Those named are kept; one that is scored by already stays."""
        said, names = self.cleaned_data, []
        for n in range(CRITERIA):
            if name := said[f"criterion{n}"]:
                names.append(name)
                Criterion.objects.update_or_create(market=market, name=name, defaults={
                    "most": said[f"most{n}"] or 5, "weight": said[f"weight{n}"] or 1, "position": n})  # fmt: skip
        market.criteria.filter(scores=None).exclude(name__in=names).delete()


def initial_of(market):
    """What the form shows of a market there is, or proposes for a new one."""
    if market is None:
        return {"whole_event": True, "instalments": 1, "most_alike": 0}
    names = ["applications_from", "applications_to", "decide_by", "early_until", "early_price_list", "whole_event",
             "instalments", "most_alike"]  # fmt: skip
    shown = {name: getattr(market, name) for name in names}
    shown["deposit"] = f"{market.deposit // 100}.{market.deposit % 100:02d}"
    for n, (days, percent) in enumerate(market.cancel_percents[:PERCENTS]):
        shown |= {f"days{n}": days, f"percent{n}": percent}
    for n, one in enumerate(market.criteria.all()[:CRITERIA]):
        shown |= {f"criterion{n}": one.name, f"most{n}": one.most, f"weight{n}": one.weight}
    return shown


class BulkAwardForm(forms.Form):
    """Several applications accepted at once: those ticked, each with its pitch and its parts."""

    def __init__(self, *args, market, standings, today, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.market, places, most = market, free_places(market), market.most_parts(today)
        places = list(places)
        self.by_pk = {str(place.pk): place for place in places}
        for one in standings:
            pk, answers = one.application.pk, one.application.answers
            size = answers.get("pitch", {}).get("size")
            choices = grouped(places, int(size) if str(size).isdecimal() else None)
            self.fields[f"take{pk}"] = forms.BooleanField(label=f"Accept {one.application.name()}", required=False)
            self.fields[f"place{pk}"] = forms.ChoiceField(
                label=f"Pitch for {one.application.name()}", choices=choices, required=False,
                error_messages={"invalid_choice": GONE},
            )  # fmt: skip
            self.fields[f"parts{pk}"] = forms.TypedChoiceField(
                label=f"Parts for {one.application.name()}", coerce=int, choices=parts_up_to(most), required=False,
                empty_value=1, initial=min(int(answers.get("plan", {}).get("parts", "1")), most),
            )  # fmt: skip
        self.standings = standings

    def clean(self):
        cleaned = super().clean()
        taken = [one.application.pk for one in self.standings if cleaned.get(f"take{one.application.pk}")]
        if not taken and not self.errors:
            raise forms.ValidationError("Tick the applications to accept.")
        places = [cleaned.get(f"place{pk}") for pk in taken]
        for pk, place in zip(taken, places, strict=True):
            if not place and f"place{pk}" not in self.errors:
                self.add_error(f"place{pk}", "Choose a pitch.")
            elif place and places.count(place) > 1:
                self.add_error(f"place{pk}", "This pitch is chosen twice.")
        return cleaned

    @property
    def awards(self):
        """[(application, place, parts)] of those ticked."""
        said = self.cleaned_data
        return [(one.application, self.by_pk[said[f"place{pk}"]], said[f"parts{pk}"])
                for one in self.standings if said.get(f"take{(pk := one.application.pk)}")]  # fmt: skip

    def fields_of(self, application):
        """The three bound fields of one row."""
        return [self[f"{name}{application.pk}"] for name in ("take", "place", "parts")]


class CallOffForm(forms.Form):
    """The market does not run."""

    reason = forms.CharField(label="Why it does not run", max_length=200,
                             error_messages={"required": "Say why: applicants read it."})  # fmt: skip
    sure = forms.BooleanField(label="Give everything back and cancel all its days",
                              error_messages={"required": "Tick the box. It cannot be undone."})  # fmt: skip
