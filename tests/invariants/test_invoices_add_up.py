"""I1, I2, I14, I15 of issued invoices: sums, published prices, regimes apart, reasons given."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from events.models import AskedTooMuch, VatDetermination
from invoicing.einvoice.writers import factur_x
from invoicing.models import BillingRun, Charge, Invoice
from invoicing.printing import document_of
from tests.invariants.stage import bases, broken, examples, lines, pence, undone


@examples(12)
@given(lines=lines)
def test_lines_and_vat_groups_add_up_to_the_invoice(books, lines):  # I1
    with undone():
        invoice = books.invoice(*lines)
        charges = list(invoice.charges.all())
        assert sum(charge.net for charge in charges) == invoice.net
        assert sum(charge.vat_amount for charge in charges) == invoice.vat_amount
        document = document_of(invoice)
        assert sum(row.vat for row in document.vat_rows) == invoice.vat_amount
        assert (document.net, document.vat, document.gross) == (invoice.net, invoice.vat_amount, invoice.gross)
        assert broken() == {}


@examples(12)
@given(prices=st.lists(pence, min_size=1, max_size=6), treatment=st.sampled_from(["S20", "S5"]), basis=bases)
def test_vat_is_within_half_a_penny_and_a_published_price_is_what_is_paid(books, prices, treatment, basis):  # I2
    with undone():
        invoice = books.invoice(*((price, basis, treatment) for price in prices))
        rate = books.treatments[treatment].rate
        exact = Fraction(sum(prices) * rate, 10_000 + (rate if basis == "gross" else 0))
        assert abs(invoice.vat_amount - exact) <= Fraction(1, 2)
        assert sum(prices) == (invoice.gross if basis == "gross" else invoice.net)


@examples(6)
@given(inside=lines, outside=st.lists(pence, min_size=1, max_size=4))
def test_no_invoice_mixes_what_is_outside_the_scope_of_vat_with_anything_else(books, inside, outside):  # I14
    with undone():
        mixed = [books.charge(*one) for one in inside] + [books.charge(price, "net", "O") for price in outside]
        with pytest.raises(AskedTooMuch, match="invoice of their own"):
            books.invoice(*mixed)
        run = BillingRun.objects.create(until=localdate() + timedelta(days=1), created_by=books.fay)
        first, second = sorted(run.issue(by=books.fay), key=lambda invoice: invoice.charges.first().vat == "O")
        assert {charge.vat for charge in second.charges.all()} == {"O"}
        assert "O" not in {charge.vat for charge in first.charges.all()}
        assert first.charges.count() + second.charges.count() == len(mixed)


def test_what_is_exempt_or_outside_the_scope_says_why(books):  # I15
    for treatment in ("E", "O"):
        charge = books.charge(1000, "net", treatment)
        assert charge.vat_reason
        with pytest.raises(IntegrityError), transaction.atomic():
            VatDetermination.objects.filter(pk=charge.determination_id).update(reason="")


def test_no_vat_number_stands_on_what_is_outside_the_scope_of_vat(books):  # I15
    from_council = books.invoice((1000, "net", "S20")).seller["vat_number"]
    assert from_council
    outside, taxed = books.invoice((1000, "net", "O")), books.invoice((1000, "net", "S20"))
    assert xml_of(taxed).count(from_council) > 0
    assert from_council not in xml_of(outside)


def xml_of(invoice):
    return factur_x(document_of(invoice)).decode()


def test_an_invoice_without_charges_is_none(books):
    assert books.invoice() is None
    assert not Invoice.objects.exists() and not Charge.objects.exists()
