"""Carry what was paid and printed over: payments become allocations, invoices open items, printed pages papers."""

from django.db import migrations


def carry_over(apps, schema_editor):
    model = {name: apps.get_model("invoicing", name) for name in ("Payment", "Invoice", "Allocation", "OpenItem")}
    left = {invoice.pk: invoice.net + invoice.vat_amount
            for invoice in model["Invoice"].objects.exclude(issued_at=None)}
    allocations = []
    for payment in model["Payment"].objects.exclude(invoice=None).filter(refund_of=None).order_by("pk"):
        back = sum(refund.amount for refund in model["Payment"].objects.filter(refund_of=payment))
        part = min(payment.amount + back, left[payment.invoice_id])
        if part > 0:
            left[payment.invoice_id] -= part
            allocations.append(model["Allocation"](payment=payment, invoice_id=payment.invoice_id, amount=part,
                                                   at=payment.taken_at, by_id=payment.taken_by_id,
                                                   appropriated_by="debtor"))
    model["Allocation"].objects.bulk_create(allocations, 500)
    model["OpenItem"].objects.bulk_create(
        [model["OpenItem"](invoice=invoice, account_id=invoice.account_id, due_on=invoice.due_on, owing=left[invoice.pk])
         for invoice in model["Invoice"].objects.filter(pk__in=[pk for pk, owing in left.items() if owing > 0])], 500)


def carry_pages(apps, schema_editor):
    """A page that was stored counted as printed: it went by post on that day, and waits for no post now."""
    paper, dispatch = apps.get_model("invoicing", "Paper"), apps.get_model("invoicing", "Dispatch")
    for page in apps.get_model("invoicing", "PrintedInvoice").objects.iterator(50):
        carried = paper.objects.create(invoice_id=page.invoice_id, pdf=page.pdf, sha256=page.sha256,
                                       drawn_at=page.drawn_at)
        dispatch.objects.create(paper=carried, channel="post", at=page.drawn_at)


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0003_finance_desk")]
    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunPython(carry_pages, migrations.RunPython.noop),
    ]
