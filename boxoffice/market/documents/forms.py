"""What an officer sends about papers: why one is refused, one that came by post, and a type of paper."""

from django import forms

from boxoffice.paper_form import PaperForm
from boxoffice.pounds_field import PoundsField
from events.models import Commodity, DocumentType, Event
from events.papers import REASONS

OTHER = "other"


class RefusalForm(forms.Form):
    """A reason from the list, or in words; the trader reads it."""

    reason = forms.ChoiceField(label="Why is it refused?", choices=[*((one, one) for one in REASONS),
                               (OTHER, "Something else")], widget=forms.RadioSelect,
                               error_messages={"required": "Choose a reason."})  # fmt: skip
    words = forms.CharField(label="In words", max_length=200, required=False,
                            widget=forms.Textarea(attrs={"rows": 2}),
                            help_text="For something else, or to say more.")  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", "Write why it is refused.")
        return cleaned

    @property
    def sentence(self):
        """What the trader is told."""
        reason, words = self.cleaned_data["reason"], self.cleaned_data["words"].strip()
        return ". ".join(part for part in ("" if reason == OTHER else reason, words) if part)


class PostedForm(PaperForm):
    """A certificate that came on paper or by e-mail."""

    photo = forms.FileField(label="Photo, scan or PDF", required=False,
                            widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}))


class TypeForm(forms.ModelForm):
    """A type of paper, and which markets and goods ask for it."""

    minimum_cover = PoundsField(label="Least sum insured in pounds", required=False,
                                help_text="Leave empty where it insures nothing.")  # fmt: skip
    events = forms.ModelMultipleChoiceField(
        Event.objects.filter(audience=Event.Audience.TRADERS).order_by("title"),
        label="Markets that ask it of everybody", required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    commodities = forms.ModelMultipleChoiceField(
        Commodity.objects.order_by("group", "name"), label="Goods that ask it of whoever sells them", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = DocumentType
        fields = ["name", "minimum_cover", "months", "guidance"]
        labels = {"months": "Months that one usually lasts", "guidance": "What to look for on it"}
        widgets = {"guidance": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"name": {"required": "Enter its name.", "unique": "There is a type of this name already."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["months"].min_value = 1
        if self.instance.pk:
            self.initial.update(
                events=self.instance.events.all(), commodities=self.instance.commodities.all(),
                minimum_cover=f"{self.instance.minimum_cover / 100:.0f}" if self.instance.minimum_cover else "",
            )  # fmt: skip

    def clean_minimum_cover(self):
        return self.cleaned_data["minimum_cover"] or 0

    def keep(self):
        """Keep the type and who asks for it."""
        kept = self.save()
        kept.events.set(self.cleaned_data["events"])
        kept.commodities.set(self.cleaned_data["commodities"])
        return kept
