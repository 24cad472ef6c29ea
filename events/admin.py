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


class OfferPartInline(admin.TabularInline):
    """So many at one price type, of which an offer's set is made."""

    model = models.OfferPart
    extra = 0


@admin.register(models.Offer)
class OfferAdmin(ReadOnly):
    """What comes off by itself; the programme desk makes and ends it."""

    list_display = ["name", "event", "percent_off", "amount_off", "least_places", "valid_from", "valid_to"]
    inlines = [OfferPartInline]


@admin.register(models.ConsentWording)
class ConsentWordingAdmin(admin.ModelAdmin):
    """Words are added and withdrawn, never rewritten: what somebody agreed to stays as it was read out."""

    list_display = ["organisation", "channel", "purpose", "version", "text", "offered"]

    def get_readonly_fields(self, request, obj=None):
        names = [field.name for field in self.model._meta.fields if field.name not in ("id", "offered")]
        return names if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


for model in (models.Venue, models.Plan, models.Area, models.Band, models.PriceType, models.PriceList, models.Price,
              models.Event, models.Occurrence, models.HoldType, models.Hold, models.Customer, models.Trader,
              models.DocumentType, models.Document, models.SalesCap, models.Extra):  # fmt: skip
    admin.site.register(model)
admin.site.register(models.CheckIn, ReadOnly)
