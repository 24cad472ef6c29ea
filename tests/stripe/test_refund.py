"""Giving a card payment back: asked for by one, granted by another, and made by the worker once."""

import pytest
from django_q.models import OrmQ

from events.models import Refused
from invoicing.card_payments import give_back
from invoicing.models import Approval, Job, Payment
from invoicing.tasks import refund_card
from tests import cast
from tests.stripe.buyer import pay

pytestmark = pytest.mark.django_db


def test_a_granted_refund_goes_back_to_the_card_once_however_often_the_worker_tries(stripe, client, invoice):
    client.get(pay(client, invoice))
    payment = Payment.objects.get()
    payment.account.release(payment.allocations.get())
    fay, max_ = cast.User.objects.get(email__startswith="fay"), cast.staff("max", "Managers")
    approval = Approval.objects.ask_refund(payment, 3000, reason="Paid twice", by=fay)
    approval.decide(True, by=max_)
    refund = payment.refunds.get()
    assert refund.amount == -3000
    task = OrmQ.objects.get().task
    assert task["ack_failure"] is False
    for _ in range(3):
        stripe.faults.add(path="/v1/refunds", status=500)
    job = Job.objects.get()
    with pytest.raises(Refused):
        refund_card(refund.pk, job.pk)
    job.refresh_from_db()
    assert job.failed and "Stripe" in job.said
    refund_card(refund.pk, job.pk)
    job.refresh_from_db()
    assert not job.failed and job.said == "Stripe gave it back."
    assert give_back(refund.pk) == give_back(refund.pk)
    assert sum("refunds" in str(asked) for asked in stripe.asked) >= 1
    assert payment.unallocated() == 8820 - 3000
