"""The engine's tables for IT. Facts are shown and never edited here: the desks have verbs for them."""

from django.contrib import admin

from events import models


class ReadOnly(admin.ModelAdmin):
    """Shows rows; nobody adds, changes or deletes one here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(models.Booking)
class BookingAdmin(ReadOnly):
    """Bookings, by reference."""

    list_display = ["reference", "customer", "channel", "status", "created_at"]
    list_filter = ["status", "channel"]
    search_fields = ["reference", "customer__name"]
    list_select_related = ["customer"]


@admin.register(models.BookingLine)
class BookingLineAdmin(ReadOnly):
    """Lines, with what was released."""

    list_display = ["booking", "occurrence", "place", "price", "released_at"]
    list_select_related = ["booking", "occurrence__event", "place__area"]
    search_fields = ["booking__reference", "token"]


@admin.register(models.VatDetermination)
class VatDeterminationAdmin(admin.ModelAdmin):
    """Added and ended, never rewritten: only the last day can be changed."""

    list_display = ["charge_type", "event", "treatment", "rate", "valid_from", "valid_to", "decided_by"]

    def get_readonly_fields(self, request, obj=None):
        names = [field.name for field in self.model._meta.fields if field.name not in ("id", "valid_to")]
        return names if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


for model in (models.Venue, models.Plan, models.Area, models.Band, models.PriceType, models.PriceList, models.Price,
              models.Event, models.Occurrence, models.HoldType, models.Hold, models.Customer, models.Trader,
              models.DocumentType, models.Document):  # fmt: skip
    admin.site.register(model)
admin.site.register(models.CheckIn, ReadOnly)
