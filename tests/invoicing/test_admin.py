"""The admin shows money and changes none of it."""

import pytest
from django.utils.timezone import localdate

from boxoffice.models import User
from invoicing.models import BillingRun, Invoice
from tests import cast
from tests.invoicing.test_accounts import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice():
    days = cast.market()
    book(cast.trader(), days)
    fay = cast.staff("fay", "Finance")
    return BillingRun.objects.create(until=days[-1].day, created_by=fay).issue(by=fay)[0]


@pytest.fixture
def root(client):
    client.force_login(User.objects.create_superuser("root@alderbrook.example", "x" * 20))
    return client


def test_an_issued_invoice_is_shown_and_cannot_be_edited_or_deleted(root, invoice):
    page = f"/admin/invoicing/invoice/{invoice.pk}/change/"
    assert root.get(page).status_code == 200
    assert root.post(page, {"net": 1}).status_code == 403
    assert root.post(f"/admin/invoicing/invoice/{invoice.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Invoice.objects.get().net == 14_700


@pytest.mark.parametrize("model", ["posting", "payment", "charge", "tillsession", "sequence", "billingrun"])
def test_nothing_about_money_is_added_by_hand(root, model):
    assert root.get(f"/admin/invoicing/{model}/").status_code == 200
    assert root.get(f"/admin/invoicing/{model}/add/").status_code == 403


def test_a_vat_determination_is_ended_and_never_rewritten(root, invoice):
    determination = invoice.charges.first().line.determination
    page = f"/admin/events/vatdetermination/{determination.pk}/change/"
    root.post(page, {"treatment": "S", "rate": 2000, "valid_to": localdate().isoformat()})
    determination.refresh_from_db()
    assert (determination.treatment, determination.valid_to) == ("E", localdate())


def test_staff_without_the_right_do_not_reach_the_admin(client):
    client.force_login(cast.staff("sam", "Box office"))
    assert client.get("/admin/", follow=True).redirect_chain
