"""Addresses of the finance desk."""

from django.urls import path

from boxoffice.finance.account import views as views_accounts
from boxoffice.finance.account import views_allocations, views_approvals, views_holds, views_statements
from boxoffice.finance.billing.urls import PRINTING, RUNS
from boxoffice.finance.books.urls import CODES, LEDGER, SETTINGS
from boxoffice.finance.debt import views as views_debt
from boxoffice.finance.document import views as views_invoice
from boxoffice.finance.document import views_credit
from boxoffice.finance.listing.urls import LIST
from boxoffice.finance.money_in.urls import RECEIPTS

app_name = "finance"
INVOICE = [
    path("invoices/<slug:number>/", views_invoice.invoice, name="invoice"),
    path("invoices/<slug:number>/pdf", views_invoice.invoice_pdf, name="invoice_pdf"),
    path("invoices/<slug:number>/copy", views_invoice.invoice_copy, name="invoice_copy"),
    path("invoices/<slug:number>/factur-x.xml", views_invoice.invoice_factur_x, name="invoice_factur_x"),
    path("invoices/<slug:number>/peppol.xml", views_invoice.invoice_peppol, name="invoice_peppol"),
    path("invoices/<slug:number>/payments/", views_invoice.payments, name="payments"),
    path("invoices/<slug:number>/dispatches/", views_invoice.invoice_dispatches, name="invoice_dispatches"),
    path("invoices/<slug:number>/write-offs/", views_invoice.invoice_write_offs, name="invoice_write_offs"),
    path("invoices/<slug:number>/credit-notes/", views_credit.invoice_credit_notes, name="invoice_credit_notes"),
]
CREDIT = [
    path("credit-notes/", views_credit.credit_notes, name="credit_notes"),
    path("credit-notes.<str:form>", views_credit.credit_notes_export, name="credit_notes_export"),
    path("credit-notes/<slug:number>/", views_credit.credit_note, name="credit_note"),
    path("credit-notes/<slug:number>/pdf", views_credit.credit_note_pdf, name="credit_note_pdf"),
    path("credit-notes/<slug:number>/factur-x.xml", views_credit.credit_note_factur_x, name="credit_note_factur_x"),
    path("credit-notes/<slug:number>/peppol.xml", views_credit.credit_note_peppol, name="credit_note_peppol"),
    path("credit-notes/<slug:number>/dispatches/", views_credit.credit_note_dispatches, name="credit_note_dispatches"),
    path("market-days/", views_credit.market_days, name="market_days"),
    path("market-days/<int:pk>/credit-notes/", views_credit.market_day_credit_notes, name="market_day_credit_notes"),
    path("approvals/", views_approvals.approvals, name="approvals"),
    path("approvals/<int:pk>/decisions/", views_approvals.decisions, name="decisions"),
]
ACCOUNT = [
    path("accounts/<int:pk>/", views_accounts.account, name="account"),
    path("accounts/<int:pk>/address/", views_accounts.address, name="address"),
    path("accounts/<int:pk>/preferences/", views_accounts.account_preferences, name="account_preferences"),
    path("accounts/<int:pk>/charges/", views_accounts.account_charges, name="account_charges"),
    path("accounts/<int:pk>/invoices/", views_accounts.account_invoices, name="account_invoices"),
    path("accounts/<int:pk>/allocations/", views_allocations.account_allocations, name="account_allocations"),
    path("accounts/<int:pk>/payments/<int:payment>/refunds/", views_allocations.account_refunds,
         name="account_refunds"),
    path("allocations/<int:pk>/releases/", views_allocations.releases, name="releases"),
    path("accounts/<int:pk>/holds/", views_holds.account_holds, name="account_holds"),
    path("holds/<int:pk>/lifts/", views_holds.lifts, name="lifts"),
    path("accounts/<int:pk>/statements/", views_statements.account_statements, name="account_statements"),
    path("statements/<int:pk>/", views_statements.statement, name="statement"),
    path("statements/<int:pk>/dispatches/", views_statements.statement_dispatches, name="statement_dispatches"),
    path("payments/<int:pk>/receipt", views_statements.receipt_pdf, name="receipt_pdf"),
]  # fmt: skip
urlpatterns = [
    *LIST,
    *INVOICE,
    *RUNS,
    *PRINTING,
    path("aged-debt/", views_debt.aged_debt, name="aged_debt"),
    path("aged-debt/statements/", views_debt.statements, name="statements"),
    path("aged-debt/reminders/", views_debt.reminders, name="reminders"),
    path("aged-debt/reminders/<int:pk>.pdf", views_debt.reminder_pdf, name="reminder_pdf"),
    path("aged-debt/reminders/samples/<int:account>.pdf", views_debt.reminder_sample, name="reminder_sample"),
    path("aged-debt/statements/<int:pk>.pdf", views_debt.statement_pdf, name="statement_pdf"),
    path("aged-debt.<str:form>", views_debt.aged_debt_export, name="aged_debt_export"),
    *RECEIPTS,
    *CREDIT,
    *ACCOUNT,
    *LEDGER,
    *CODES,
    *SETTINGS,
]
