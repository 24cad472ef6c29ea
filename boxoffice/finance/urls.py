"""Addresses of the finance desk."""

from django.urls import path

from boxoffice.finance import views, views_accounts, views_billing, views_debt

app_name = "finance"
urlpatterns = [
    path("", views.invoices, name="invoices"),
    path("invoices.csv", views.invoices_csv, name="invoices_csv"),
    path("invoices.pdf", views.invoices_pdf, name="invoices_pdf"),
    path("invoices/<slug:number>/", views.invoice, name="invoice"),
    path("invoices/<slug:number>/pdf", views.invoice_pdf, name="invoice_pdf"),
    path("invoices/<slug:number>/payments/", views.payments, name="payments"),
    path("billing-runs/", views_billing.billing_runs, name="billing_runs"),
    path("billing-runs/<int:pk>/", views_billing.billing_run, name="billing_run"),
    path("billing-runs/<int:pk>/invoices/", views_billing.run_invoices, name="run_invoices"),
    path("billing-runs/<int:pk>/invoices.pdf", views_billing.run_invoices_pdf, name="run_invoices_pdf"),
    path("billing-runs/<int:pk>/drafts/<int:charge>.pdf", views_billing.draft, name="draft"),
    path("aged-debt/", views_debt.aged_debt, name="aged_debt"),
    path("aged-debt/statements/", views_debt.statements, name="statements"),
    path("aged-debt/reminders/", views_debt.reminders, name="reminders"),
    path("aged-debt/reminders/<int:pk>.pdf", views_debt.reminder_pdf, name="reminder_pdf"),
    path("aged-debt/reminders/samples/<int:account>.pdf", views_debt.reminder_sample, name="reminder_sample"),
    path("aged-debt/statements/<int:pk>.pdf", views_debt.statement_pdf, name="statement_pdf"),
    path("aged-debt.<str:form>", views_debt.aged_debt_export, name="aged_debt_export"),
    path("accounts/<int:pk>/", views_accounts.account, name="account"),
    path("accounts/<int:pk>/address/", views_accounts.address, name="address"),
]
