"""What an officer writes to one trader, or to everybody booked on a day."""

from django import forms


class MessageForm(forms.Form):
    """A subject and words; `once` is the form's own, so that what is sent twice is told once."""

    subject = forms.CharField(label="What is it about?", max_length=150)
    body = forms.CharField(label="Your message", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
                           help_text="Leave a line empty between paragraphs.")  # fmt: skip
    once = forms.CharField(max_length=60, widget=forms.HiddenInput)
