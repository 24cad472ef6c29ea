import time, pytest
from datetime import timedelta
from django.utils.timezone import localdate
from django.db import connection
from django.test.utils import CaptureQueriesContext
from events.models import Customer
from invoicing import print_queue, tasks
from tests.finance import desk
from django_q.models import OrmQ
from invoicing.models import *
from events.models.vat import VatDetermination
from tests import cast
def test_it(db, client, settings, tmp_path):
    settings.MEDIA_ROOT=tmp_path
    fay = cast.staff("fay","Finance"); client.force_login(fay)
    det = cast.determination("pitch","S",2000)
    cs = Customer.objects.bulk_create(Customer(name=f"Trader {i}", address="1 High St\nTown", postcode=f"AB{i%90+1} 2CD", email=f"t{i}@e.example") for i in range(1000))
    accs = Account.objects.bulk_create(Account(customer=c, reference=str(70000000+c.pk)) for c in cs)
    Charge.objects.bulk_create(Charge(account=a,on=localdate()-timedelta(days=d),description="Thursday market, pitch N4, regular",price=2450,basis="net",vat="S",vat_rate=2000,determination=det,budget_code="MKT-4410") for a in accs for d in range(4))
    run = BillingRun.objects.create(until=localdate(), created_by=fay)
    for _ in range(2):
        with CaptureQueriesContext(connection) as q:
            t=time.perf_counter(); n=len(run.preview()); print("preview", n, time.perf_counter()-t, len(q))
    for _ in range(3):
        with CaptureQueriesContext(connection) as q:
            t=time.perf_counter(); r=client.get(f"/finance/billing-runs/{run.pk}/"); print("page", r.status_code, time.perf_counter()-t, len(q), len(r.content))

    t=time.perf_counter(); run.issue(by=fay); print("issue", time.perf_counter()-t)
    t=time.perf_counter(); tasks.draw_invoices(list(Invoice.objects.values_list("pk",flat=True))); print("draw", time.perf_counter()-t)
    for _ in range(2):
        with CaptureQueriesContext(connection) as q:
            t=time.perf_counter(); r=client.get("/finance/print-queue/"); print("queue", r.status_code, time.perf_counter()-t, len(q), len(r.content))
    with CaptureQueriesContext(connection) as q:
        t=time.perf_counter(); r=client.get(f"/finance/billing-runs/{run.pk}/"); print("step4", r.status_code, time.perf_counter()-t, len(q), len(r.content))
    t=time.perf_counter(); r=client.post("/finance/print-queue/batches/", {"all":"1"}); print("post", time.perf_counter()-t)
    t=time.perf_counter(); desk.work(); print("batch job", time.perf_counter()-t)
    b=PrintBatch.objects.get(); print(Job.objects.first().said)
    with CaptureQueriesContext(connection) as q:
        t=time.perf_counter(); r=client.get(f"/finance/print-queue/batches/{b.pk}/"); print("batch page", time.perf_counter()-t, len(q))
    t=time.perf_counter(); r=client.get(f"/finance/print-queue/batches/{b.pk}.pdf"); print("pdf", time.perf_counter()-t, len(r.content))
