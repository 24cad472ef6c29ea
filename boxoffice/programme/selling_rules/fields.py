"""Form fields of the selling rules: channels ticked one by one, and pounds shown as they are typed."""

from django import forms

from boxoffice.pounds_field import PoundsField
from events.models.channel import PublicChannel, channels_written


class ChannelsField(forms.MultipleChoiceField):
    """Tick boxes for where something holds, as the list that the models keep; none ticked is everywhere."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Tick none for wherever it is sold.")
        super().__init__(choices=PublicChannel.choices, required=False, **kwargs)

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value

    def clean(self, value):
        return channels_written(super().clean(value))


class PenceAsPounds(PoundsField):
    """PoundsField for a model form: pence that are kept are shown in pounds; what was typed stays as it was typed."""

    def prepare_value(self, value):
        return f"{value // 100}.{value % 100:02d}" if isinstance(value, int) else value
