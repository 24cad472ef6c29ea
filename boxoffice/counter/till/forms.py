"""What people fill in at the till: floats, counts, movements, PINs."""

import uuid

from django import forms
from django.core.signing import BadSignature, Signer

from boxoffice.pounds_field import PoundsField
from boxoffice.sign_in import Tries
from events.money import pounds
from invoicing.models import DENOMINATIONS, BudgetCode, TillCount, TillMovement, TillSession

SIGNER = Signer(salt="till-count")
WORDS = {pence: pounds(pence).removesuffix(".00") if pence >= 100 else f"{pence}p" for pence in DENOMINATIONS}


class Coins(forms.Form):
    """How many of each note and coin; all empty where somebody wrote the sum instead."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        small = {"inputmode": "numeric", "autocomplete": "off", "class": "in num"}
        for pence in DENOMINATIONS:
            self.fields[f"n{pence}"] = forms.IntegerField(
                label=WORDS[pence], required=False, min_value=0, max_value=99_999,
                widget=forms.TextInput(attrs={**small, "data-pence": pence}))  # fmt: skip

    def grid(self):
        """The fields of the notes and coins, the dearest first."""
        return [self[f"n{pence}"] for pence in DENOMINATIONS]

    def denominations(self):
        """{pence: how many}, of those that were written."""
        data = self.cleaned_data
        return {pence: data[f"n{pence}"] for pence in DENOMINATIONS if data.get(f"n{pence}") is not None}


class OpenTill(Coins):
    """A drawer and its float, as one sum or by its coins."""

    drawer = forms.CharField(max_length=30, help_text="The name on the drawer, such as Counter 1.")
    opening_float = PoundsField(label="Float", required=False,
                                help_text="Cash in the drawer now, in pounds, such as 50 or 47.50.")  # fmt: skip

    def clean(self):
        data = super().clean()
        coins = self.denominations()
        if coins:
            data["opening_float"] = sum(pence * many for pence, many in coins.items())
        elif data.get("opening_float") is None and "opening_float" not in self.errors:
            self.add_error("opening_float", "Write the float, or how many there are of each note and coin.")
        return data

    def open(self, *, by):
        """The till, open. Raises TillClosed."""
        data = self.cleaned_data
        return TillSession.objects.open_till(data["drawer"], by=by, opening_float=data["opening_float"])


class CountTill(Coins):
    """What is in the drawer, counted before anybody says what it should be."""

    counted = PoundsField(label="Or the whole sum", required=False, help_text="Where a machine counted it, in pounds.")
    terminal = PoundsField(label="Card terminal", required=False, help_text="The total on the terminal’s own Z.")
    vouchers = PoundsField(label="Gift vouchers", required=False, help_text="What those in the drawer were worth.")

    def clean(self):
        data = super().clean()
        if not self.denominations() and data.get("counted") is None and not self.errors:
            self.add_error("counted", "Count the notes and coins. Write 0 where there are none.")
        return data

    def count(self):
        """The TillCount that was written."""
        data, coins = self.cleaned_data, self.denominations()
        if coins:
            return TillCount.of(coins, terminal=data["terminal"], vouchers=data["vouchers"])
        return TillCount(data["counted"], data["terminal"], data["vouchers"])


class CloseTill(forms.Form):
    """The rest of a cash-up: where the cash goes and why it differs. The count is sealed: it is not made to fit."""

    sealed = forms.CharField(widget=forms.HiddenInput)
    carried = PoundsField(label="Left in the drawer", required=False, help_text="The next float, in pounds.")
    bag = forms.CharField(label="Banking bag number", max_length=30, required=False,
                          help_text="What the rest goes to the bank in.",
                          widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip
    reason = forms.CharField(label="Why is it over or short?", max_length=200, required=False,
                             widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def __init__(self, *args, till, **kwargs):
        super().__init__(*args, **kwargs)
        self.till = till

    def clean_sealed(self):
        if (count := opened(self.till, self.cleaned_data["sealed"])) is None:
            raise forms.ValidationError("Count the drawer again.")
        return count

    def close(self, *, by, signed_off_by):
        """Close the till. Raises AskedTooMuch."""
        data = self.cleaned_data
        self.till.cash_up(data["sealed"], by=by, carried=data["carried"] or 0, bag=data["bag"], reason=data["reason"],
                          signed_off_by=signed_off_by)  # fmt: skip


def sealed(till, count):
    """A count that cannot be changed on its way through the page."""
    kept = {"till": till.pk, "cash": count.cash, "terminal": count.terminal, "vouchers": count.vouchers,
            "denominations": count.denominations}  # fmt: skip
    return SIGNER.sign_object(kept)


def opened(till, words):
    """The TillCount of this till that was sealed; None where it is another's or was changed."""
    try:
        kept = SIGNER.unsign_object(words)
    except (BadSignature, ValueError):
        return None
    return TillCount(**kept) if kept.pop("till", None) == till.pk else None


class MoveCash(forms.Form):
    """Cash into the drawer or out of it without a sale, or the drawer opened for nothing."""

    key = forms.CharField(max_length=36, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label="What is done", choices=TillMovement.Sort, initial="lift",
                             widget=forms.RadioSelect)  # fmt: skip
    amount = PoundsField(label="Amount in pounds", required=False, help_text="Leave it empty for no sale.")
    reason = forms.CharField(max_length=100, required=False, help_text="Such as milk, change, drawer full.",
                             widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip
    bag = forms.CharField(label="Bag number", max_length=30, required=False, help_text="For a lift to the safe.",
                          widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip
    budget_code = forms.CharField(max_length=30, required=False,
                                  help_text="What is paid out is borne by it. Paid in: empty is change from the safe.",
                                  widget=forms.TextInput(attrs={"autocomplete": "off", "list": "codes"}))  # fmt: skip

    def move(self, till, *, by):
        """The TillMovement. Raises AskedTooMuch, TillClosed."""
        data, verbs = self.cleaned_data, TillMovement.objects
        about = {"key": data["key"], "by": by, "reason": data["reason"]}
        match data["sort"]:
            case "lift":
                about["reason"] = data["reason"] or "Too much in the drawer"
                return verbs.lift(till, data["amount"], bag=data["bag"], **about)
            case "paid-in":
                return verbs.pay_in(till, data["amount"], budget_code=data["budget_code"], **about)
            case "paid-out":
                return verbs.pay_out(till, data["amount"], budget_code=data["budget_code"], **about)
        return verbs.open_drawer(till, **about)


def new_key():
    """Of one showing of a page, so that what is sent twice is done once."""
    return str(uuid.uuid4())


def budget_codes():
    """Codes to choose from while one types."""
    return list(BudgetCode.objects.values_list("code", "title"))


def digits():
    """A box for a PIN that nobody reads over one's shoulder."""
    return forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 8})


class ChoosePin(forms.Form):
    """A PIN of one's own, chosen with one's password."""

    password = forms.CharField(label="Your password",
                               widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))  # fmt: skip
    pin = forms.CharField(label="New PIN", help_text="Four to eight digits, not all the same and not a run.",
                          widget=digits())  # fmt: skip
    again = forms.CharField(label="New PIN once more", widget=digits())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        tries = Tries(self.user.email)
        if tries.too_many():
            raise forms.ValidationError("Too many tries. Wait 15 minutes, or ask a manager.")
        if not self.user.check_password(self.cleaned_data["password"]):
            tries.add()
            raise forms.ValidationError("That is not your password.")

    def clean_again(self):
        if self.cleaned_data["again"] != self.cleaned_data.get("pin"):
            raise forms.ValidationError("The two PINs differ. Type the same twice.")
