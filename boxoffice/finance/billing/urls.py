"""Addresses of billing runs and of the print queue."""

from django.urls import path

from boxoffice.finance.billing import views as views_billing
from boxoffice.finance.billing import views_print, views_remedies, views_sending

RUNS = [
    path("billing-runs/", views_billing.billing_runs, name="billing_runs"),
    path("billing-runs/<int:pk>/", views_billing.billing_run, name="billing_run"),
    path("billing-runs/<int:pk>/invoices/", views_billing.run_invoices, name="run_invoices"),
    path("billing-runs/<int:pk>/progress/", views_billing.run_progress, name="run_progress"),
    path("billing-runs/<int:pk>/drafts/<int:charge>.pdf", views_billing.draft, name="draft"),
    path("billing-runs/<int:pk>/order-numbers/", views_remedies.run_order_numbers, name="run_order_numbers"),
    path("billing-runs/<int:pk>/by-post/", views_remedies.run_by_post, name="run_by_post"),
    path("billing-runs/<int:pk>/left-out/", views_remedies.run_left_out, name="run_left_out"),
    path("billing-runs/<int:pk>/taken-in/", views_remedies.run_taken_in, name="run_taken_in"),
    path("billing-runs/<int:pk>/invoices.pdf", views_sending.run_invoices_pdf, name="run_invoices_pdf"),
    path("billing-runs/<int:pk>/prints/", views_sending.run_prints, name="run_prints"),
    path("billing-runs/<int:pk>/emails/", views_sending.run_emails, name="run_emails"),
]
PRINTING = [
    path("print-queue/", views_print.print_queue, name="print_queue"),
    path("print-queue/batches/", views_print.print_batches, name="print_batches"),
    path("print-queue/batches/<int:pk>/", views_print.print_batch, name="print_batch"),
    path("print-queue/batches/<int:pk>.pdf", views_print.print_batch_pdf, name="print_batch_pdf"),
    path("print-queue/batches/<int:pk>/progress/", views_print.print_batch_progress, name="print_batch_progress"),
    path("print-queue/batches/<int:pk>/files/", views_print.print_batch_files, name="print_batch_files"),
    path("print-queue/batches/<int:pk>/printed/", views_print.print_batch_printed, name="print_batch_printed"),
]
