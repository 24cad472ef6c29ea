"""What the counter asks for when money is taken."""

from django import forms
from django.core.validators import validate_email

from boxoffice.pounds_field import PoundsField
from events.models import AskedTooMuch, Booking
from invoicing.models import Payment, StoredValue
from invoicing.models.card_attempt import due_of


def read(form):
    """The cleaned data of a form. Raises AskedTooMuch with every sentence that is wrong with it."""
    if not form.is_valid():
        raise AskedTooMuch(" ".join(error for errors in form.errors.values() for error in errors))
    return form.cleaned_data


class TakePayment(forms.Form):
    """A tender: cash with what was handed over (nothing typed is exact), a terminal's slip, a voucher, the credit."""

    method = forms.ChoiceField(choices=[("cash", "Cash"), ("terminal", "Card terminal"), ("voucher", "Gift voucher"),
                                        ("credit", "Credit"), ("none", "Nothing to pay")])  # fmt: skip
    key = forms.CharField(required=False, max_length=36)
    amount = PoundsField(required=False, label="How much of it")
    tendered = PoundsField(required=False, label="Cash handed over")
    reference = forms.CharField(required=False, max_length=100, label="Slip number")
    code = forms.CharField(required=False, max_length=40, label="Voucher code")

    def __init__(self, *args, booking, **kwargs):
        super().__init__(*args, **kwargs)
        self.booking = booking

    def clean(self):
        """A part's one field holds the slip's number too."""
        data = self.cleaned_data
        if data.get("method") == "terminal":
            data["reference"] = data.get("reference") or data.get("code") or ""
            self.check_slip(data["reference"], data.get("key"))
        return data

    def check_slip(self, slip, key):
        used = Payment.objects.filter(method="terminal", refund_of=None, reference=slip).exclude(key=key or "-").first()
        again = used and used.booking == self.booking and self.booking.status != Booking.Status.RESERVED
        if slip and used and not again:
            before = used.booking or used.account or used.buys
            raise forms.ValidationError(f"Slip {slip} was used for {before} already. Look at the slip again.")

    def tender(self):
        """The arguments of Payment.take. Raises AskedTooMuch and NotSpendable."""
        data = read(self)
        tender = {"method": data["method"], "key": data["key"], "amount": data["amount"]}
        if data["method"] == "terminal":
            return {**tender, "reference": data["reference"]}
        if data["method"] == "cash":
            return {**tender, "tendered": data["tendered"]}
        stored = self.stored(data)
        return {**tender, "stored": stored, "amount": data["amount"] or min(stored.balance(), due_of(self.booking))}

    def stored(self, data):
        """The voucher of the code typed, or the customer's credit. Raises AskedTooMuch where there is nothing on it."""
        if data["method"] == "voucher":
            stored = StoredValue.objects.with_code(data["code"])
        else:
            customer = self.booking.customer_id or 0
            stored = StoredValue.objects.filter(sort=StoredValue.Sort.CREDIT, customer=customer).first()
        if stored is None:
            raise AskedTooMuch("This customer has no credit. Take another tender.")
        if stored.balance() <= 0 and not stored.stopped_at:
            raise AskedTooMuch(f"Nothing is left on {stored}. Take another tender.")
        return stored


class AskForCard(forms.Form):
    """A card payment to begin: on a reader, or by a link sent to an e-mail address or a telephone."""

    way = forms.ChoiceField(choices=[("reader", "Card reader"), ("link", "Payment link")])
    key = forms.CharField(max_length=36)
    reader = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    amount = PoundsField(required=False, label="How much of it")
    sent_to = forms.CharField(required=False, max_length=254, label="E-mail address or mobile number")

    def clean_sent_to(self):
        return whereto(self.cleaned_data["sent_to"])


def whereto(typed):
    """The e-mail address or the number that a link goes to, as typed, without spaces. Raises ValidationError."""
    sent_to = "".join(typed.split())
    if "@" in sent_to:
        validate_email(sent_to)
    elif sent_to and not (sent_to.removeprefix("+").isdecimal() and 9 <= len(sent_to) <= 16):
        raise forms.ValidationError("Write an e-mail address or a mobile number, such as 07700 900123.")
    return sent_to


class ChargeAccount(forms.Form):
    """The number of an account, where it is not the customer's own."""

    account = forms.CharField(required=False, max_length=20, label="Account number")


class GiveAway(forms.Form):
    """Why tickets are given away; who allows it is asked by boxoffice/counter/authorising.py."""

    reason = forms.CharField(max_length=100, error_messages={"required": "Say why the tickets are given away."})


class SellVoucher(forms.Form):
    """A gift voucher and the money for it."""

    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    amount = PoundsField(label="For how much", help_text="In pounds, from £1 to £500.")
    wording = forms.CharField(required=False, max_length=200, label="Words on it",
                              help_text="Such as: For Jo, from all of us.")  # fmt: skip
    method = forms.ChoiceField(choices=[("cash", "Cash"), ("terminal", "Card terminal"), ("reader", "Card reader"),
                                        ("link", "Pay link")],
                               label="Paid with", widget=forms.RadioSelect, initial="cash")  # fmt: skip
    tendered = PoundsField(required=False, label="Cash handed over", help_text="Leave it empty when it is exact.")
    reference = forms.CharField(required=False, max_length=100, label="Slip number", help_text="Of the card terminal.")
    sent_to = forms.CharField(required=False, max_length=254, label="Pay link to",
                              help_text="An e-mail address, to which the voucher goes too; or a number.")  # fmt: skip

    def offer(self, ways):
        """Ask only for what can be done here: boxoffice.counter.tenders.beside.ways."""
        can = {"reader": ways["reader"], "link": ways["links"]}
        self.fields["method"].choices = [one for one in self.fields["method"].choices if can.get(one[0], True)]
        if not ways["links"]:
            del self.fields["sent_to"]

    def clean_sent_to(self):
        return whereto(self.cleaned_data["sent_to"])

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        if reference and Payment.objects.filter(method="terminal", refund_of=None, reference=reference).exclude(
                key=self.data.get("key") or "-").exists():  # fmt: skip
            raise forms.ValidationError(f"Slip {reference} was used already. Look at the slip again.")
        return reference

    def tender(self):
        """The arguments of invoicing.stored_values.sell."""
        data = self.cleaned_data
        by_cash = data["method"] == "cash"
        return {"pence": data["amount"], "method": data["method"], "key": data["key"], "wording": data["wording"],
                "tendered": data["tendered"] if by_cash else None,
                "reference": "" if by_cash else data["reference"]}  # fmt: skip


class StopVoucher(forms.Form):
    """Why a voucher is stopped."""

    reason = forms.CharField(max_length=200, label="Why", help_text="Such as lost in the post.")
