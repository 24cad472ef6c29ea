"""Addresses of the ledger, the budget codes and the settings."""

from django.urls import path

from boxoffice.finance.books import views as views_ledger
from boxoffice.finance.books import views_batches, views_codes, views_layouts
from boxoffice.finance.setup import views as views_settings
from boxoffice.finance.setup import views_determinations

LEDGER = [
    path("ledger/", views_ledger.ledger, name="ledger"),
    path("ledger/trial-balance.<str:ending>", views_ledger.trial_balance_file, name="trial_balance_file"),
    path("ledger/explain/", views_ledger.ledger_explain, name="ledger_explain"),
    path("ledger/explain.<str:ending>", views_ledger.ledger_explain_file, name="ledger_explain_file"),
    path("ledger/vat/", views_ledger.vat, name="vat"),
    path("ledger/vat.<str:ending>", views_ledger.vat_file, name="vat_file"),
    path("ledger/vat/explain/", views_ledger.vat_explain, name="vat_explain"),
    path("ledger/vat/explain.<str:ending>", views_ledger.vat_explain_file, name="vat_explain_file"),
    path("ledger/batches/", views_batches.batches, name="ledger_batches"),
    path("ledger/batches/<int:number>/", views_batches.ledger_batch, name="ledger_batch"),
    path("ledger/batches/<int:number>/files", views_batches.ledger_batch_files, name="ledger_batch_files"),
    path("ledger/batches/<int:number>/files/<int:pk>", views_batches.ledger_batch_file, name="ledger_batch_file"),
    path("ledger/layouts/", views_layouts.ledger_layouts, name="ledger_layouts"),
    path("ledger/layouts/<int:pk>/", views_layouts.ledger_layout, name="ledger_layout"),
]
CODES = [
    path("budget-codes/", views_codes.budget_codes, name="budget_codes"),
    path("budget-codes.<str:ending>", views_codes.budget_codes_file, name="budget_codes_file"),
    path("budget-codes/new/", views_codes.budget_code_new, name="budget_code_new"),
    path("budget-codes/<int:pk>/", views_codes.budget_code, name="budget_code"),
    path("budget-codes/<int:pk>/ends/", views_codes.budget_code_end, name="budget_code_end"),
    path("budget-codes/form/", views_codes.budget_code_form, name="budget_code_form"),
    path("budget-codes/emails/", views_codes.budget_emails, name="budget_emails"),
]
SETTINGS = [
    path("settings/", views_settings.settings, name="settings"),
    path("settings/letterhead/", views_settings.letterhead, name="letterhead"),
    path("settings/letterhead/logo.png", views_settings.letterhead_logo, name="letterhead_logo"),
    path("settings/vat/", views_determinations.vat_determinations, name="vat_determinations"),
    path("settings/vat/new/", views_determinations.vat_determination_new, name="vat_determination_new"),
    path("settings/arrears/", views_settings.arrears, name="arrears"),
    path("settings/reminders/new/", views_settings.reminder_step, name="reminder_step_new"),
    path("settings/reminders/<int:pk>/", views_settings.reminder_step, name="reminder_step"),
    path("settings/reminders/<int:pk>/removals/", views_settings.reminder_step_removal, name="reminder_step_removal"),
]
