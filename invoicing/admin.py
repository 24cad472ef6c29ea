"""Money's tables for IT: all of them to look at, only an account's terms to change."""

from django.contrib import admin

from events.admin import ReadOnly
from invoicing import models


@admin.register(models.Account)
class AccountAdmin(admin.ModelAdmin):
    """Terms and limits; the balance is the journal's."""

    list_display = ["reference", "customer", "credit_limit", "stopped_at"]
    readonly_fields = ["reference", "customer"]
    list_select_related = ["customer"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(models.Invoice)
class InvoiceAdmin(ReadOnly):
    """Invoices, by number."""

    list_display = ["number", "account", "issued_on", "due_on", "net", "vat_amount"]
    search_fields = ["number", "account__customer__name"]
    list_select_related = ["account__customer"]


@admin.register(models.Posting)
class PostingAdmin(ReadOnly):
    """The journal."""

    list_display = ["on", "reason", "debit", "credit", "amount"]
    list_filter = ["reason"]
    raw_id_fields = ["booking", "payment", "account", "invoice", "till"]


@admin.register(models.CardReader)
class CardReaderAdmin(admin.ModelAdmin):
    """Card readers that our server drives: what Stripe calls each, and the till it stands at."""

    list_display = ["name", "stripe_id", "drawer", "active"]


for model in (models.Charge, models.Payment, models.TillSession, models.BillingRun, models.Sequence,
              models.CardAttempt, models.StoredValue):  # fmt: skip
    admin.site.register(model, ReadOnly)
