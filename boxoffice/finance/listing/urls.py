"""Addresses of the list of invoices: its files, saved views and bulk acts, and of work in the background."""

from django.urls import path

from boxoffice.finance import views_jobs
from boxoffice.finance.listing import views as views_invoices
from boxoffice.finance.listing import views_bulk

LIST = [
    path("", views_invoices.invoices, name="invoices"),
    path("invoices.pdf", views_invoices.invoices_pdf, name="invoices_pdf"),
    path("invoices.<str:form>", views_invoices.invoices_file, name="invoices_file"),
    path("invoices/prints/", views_bulk.invoice_prints, name="invoice_prints"),
    path("invoices/emails/", views_bulk.invoice_emails, name="invoice_emails"),
    path("invoices/reminders/", views_bulk.invoice_reminders, name="invoice_reminders"),
    path("invoices/credits/", views_bulk.invoice_credits, name="invoice_credits"),
    path("saved-views/", views_invoices.saved_views, name="saved_views"),
    path("saved-views/<int:pk>/deletion/", views_invoices.saved_view_deletion, name="saved_view_deletion"),
    path("density/", views_invoices.density, name="density"),
    path("jobs/", views_jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/", views_jobs.job, name="job"),
    path("jobs/<int:pk>/progress/", views_jobs.job_progress, name="job_progress"),
]
