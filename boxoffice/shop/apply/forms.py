"""Forms made of the questions (events/application_questions.py), and the few that the status page needs."""

from datetime import date

from django import forms

from boxoffice.day_field import DayField
from boxoffice.paper_form import SumField
from boxoffice.shop.apply.files import FilesField


class Checks(forms.CheckboxSelectMultiple):
    """Boxes to tick, in their groups."""

    template_name = "apply/checks.html"


def text(field, asked):
    widget = forms.TextInput(attrs={"autocomplete": field.autocomplete})
    return forms.CharField(max_length=field.most, widget=widget)


def lines(field, asked):
    widget = forms.Textarea(attrs={"rows": 4, "autocomplete": field.autocomplete})
    return forms.CharField(max_length=field.most, widget=widget)


def email(field, asked):
    return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": field.autocomplete}),
                            error_messages={"invalid": "Enter an address like name@example.com, or leave it empty."}
                            )  # fmt: skip


def telephone(field, asked):
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": field.autocomplete})
    return forms.RegexField(r"^[\d ()+-]{6,30}$", widget=widget,
                            error_messages={"invalid": "Enter a telephone number, like 01632 960 001."})  # fmt: skip


def one(field, asked):
    return forms.ChoiceField(choices=field.options(asked), widget=forms.RadioSelect)


def several(field, asked):
    return forms.MultipleChoiceField(choices=field.options(asked), widget=Checks)


def pounds(field, asked):
    return SumField()


def day(field, asked):
    return DayField()


def tick(field, asked):
    return forms.BooleanField()


def photos(field, asked):
    return FilesField()


BUILT = {"text": text, "lines": lines, "email": email, "telephone": telephone, "one": one, "several": several,
         "pounds": pounds, "day": day, "tick": tick, "photos": photos}  # fmt: skip


class QuestionForm(forms.Form):
    """One page of an application. `values` is what is kept: text, lists, pence and days as they stand in JSON."""

    def __init__(self, *args, question, asked, **kwargs):
        self.question, self.asked = question, asked
        initial = shown(question, asked.answers.get(question.name, {}))
        super().__init__(*args, initial=initial, use_required_attribute=False, **kwargs)
        for field in question.fields:
            if field.asks in ("one", "several") and not field.options(asked):
                continue  # nothing to choose from
            built = BUILT[field.asks](field, asked)
            built.required = field.required and not (field.unless and self.data.get(field.unless))
            if question.photos is field:  # files that came before count: the page is saved again without them
                built.before = asked.application.photos.filter(question=question.name).count()
            built.label, built.help_text, built.error_messages["required"] = field.label, field.help, field.missing
            self.fields[field.name] = built

    @property
    def values(self):
        """The answers as they are kept, files apart."""
        photos = self.question.photos
        return {name: kept(value) for name, value in self.cleaned_data.items() if not (photos and name == photos.name)}

    def clean(self):
        cleaned = super().clean()
        for name, words in self.question.check(self.values, self.asked).items():
            if name not in self.errors:
                self.add_error(name, words)
        return cleaned


def kept(value):
    """A cleaned value as JSON keeps it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def shown(question, values):
    """Kept values as a form shows them: pence as pounds are typed, days as days."""
    asks = {field.name: field.asks for field in question.fields}
    return {name: SHOWN[asks[name]](value) if value and asks.get(name) in SHOWN else value
            for name, value in values.items()}  # fmt: skip


SHOWN = {"pounds": lambda pence: f"{pence // 100}.{pence % 100:02d}".removesuffix(".00"), "day": date.fromisoformat}


class ReplyForm(forms.Form):
    """The answer to what we asked for."""

    words = forms.CharField(label="Your answer", required=False, max_length=400,
                            widget=forms.Textarea(attrs={"rows": 4}))  # fmt: skip
    files = FilesField(label="Photos or papers", required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("words") and not cleaned.get("files") and not self.errors:
            self.add_error("words", "Write an answer, or send a photo.")
        return cleaned


class AppealForm(forms.Form):
    """Why we should decide otherwise."""

    words = forms.CharField(label="Why do you think we should decide otherwise?", max_length=450,
                            widget=forms.Textarea(attrs={"rows": 5}),
                            error_messages={"required": "Say why you think we should decide otherwise."})  # fmt: skip


class DeclarationForm(forms.Form):
    """The last box before it is sent."""

    agreed = forms.BooleanField(
        label="What I have written is right, and I will keep the rules of the market.",
        error_messages={"required": "Tick the box to say that what you have written is right."},
    )
