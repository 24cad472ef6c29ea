"""Addresses of taking the money at the counter, and of gift vouchers."""

from django.urls import path

from boxoffice.counter.tenders import attempts, unfinished, views, vouchers

urlpatterns = [
    path("bookings/<slug:reference>/payments/", views.payments, name="payments"),
    path("bookings/<slug:reference>/charges/", views.charges, name="charges"),
    path("bookings/<slug:reference>/complimentaries/", views.complimentaries, name="complimentaries"),
    path("bookings/<slug:reference>/attempts/", attempts.attempts, name="attempts"),
    path("attempts/<int:pk>/", attempts.attempt, name="attempt"),
    path("attempts/<int:pk>/looks/", attempts.looks, name="looks"),
    path("attempts/<int:pk>/messages/", attempts.messages, name="attempt_messages"),
    path("attempts/<int:pk>/asides/", attempts.asides, name="asides"),
    path("attempts/<int:pk>/cancellations/", attempts.cancellations, name="attempt_cancellations"),
    path("unfinished-payments/", unfinished.unfinished_payments, name="unfinished_payments"),
    path("unfinished-payments/<slug:reference>/refunds/", unfinished.refunds, name="unfinished_refunds"),
    path("unfinished-payments/<slug:reference>/revivals/", unfinished.revivals, name="unfinished_revivals"),
    path("vouchers/", vouchers.vouchers, name="vouchers"),
    path("vouchers/<slug:code>/", vouchers.voucher, name="voucher"),
    path("vouchers/<slug:code>/voucher.pdf", vouchers.voucher_pdf, name="voucher_pdf"),
    path("vouchers/<slug:code>/reissues/", vouchers.reissues, name="reissues"),
]
