"""Addresses of money in: receipts, bank files, matching."""

from django.urls import path

from boxoffice.finance.money_in import views as views_receipts
from boxoffice.finance.money_in import views_bank, views_matching

RECEIPTS = [
    path("receipts/", views_receipts.receipts, name="receipts"),
    path("receipts.<str:form>", views_receipts.receipts_export, name="receipts_export"),
    path("receipts/by-hand/", views_receipts.receipts_by_hand, name="receipts_by_hand"),
    path("receipts/<int:pk>/", views_receipts.receipt, name="receipt"),
    path("receipts/bank-files/", views_bank.bank_files, name="bank_files"),
    path("receipts/bank-files/columns/", views_bank.bank_columns, name="bank_columns"),
    path("receipts/bank-files/<int:pk>/", views_bank.bank_file, name="bank_file"),
    path("receipts/match/", views_matching.matching, name="matching"),
    path("receipts/match/exact/", views_matching.exact_matches, name="exact_matches"),
    path("receipts/lines/<int:pk>/matches/", views_matching.line_matches, name="line_matches"),
    path("receipts/lines/<int:pk>/set-asides/", views_matching.set_asides, name="set_asides"),
    path("receipts/lines/<int:pk>/releases/", views_matching.line_releases, name="line_releases"),
]
