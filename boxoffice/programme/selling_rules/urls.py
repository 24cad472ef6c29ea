"""Addresses of what the counter sells by, below /programme/."""

from django.urls import path

from boxoffice.programme.selling_rules import views_caps, views_events, views_extras, views_offers, views_wordings

urlpatterns = [
    path("offers/", views_offers.offers, name="offers"),
    path("offers/new/", views_offers.offer_new, name="offer_new"),
    path("offers/<int:pk>/", views_offers.offer, name="offer"),
    path("offers/<int:pk>/ends/", views_offers.offer_ends, name="offer_ends"),
    path("offers/<int:pk>/removals/", views_offers.offer_removals, name="offer_removals"),
    path("events/", views_events.events, name="events"),
    path("events/<int:pk>/", views_events.event, name="event"),
    path("events/<int:pk>/extras/", views_extras.extras, name="extras"),
    path("events/extras/<int:pk>/", views_extras.extra, name="extra"),
    path("events/extras/<int:pk>/removals/", views_extras.extra_removals, name="extra_removals"),
    path("events/<int:pk>/caps/", views_caps.caps, name="caps"),
    path("events/caps/<int:pk>/", views_caps.cap, name="cap"),
    path("events/caps/<int:pk>/removals/", views_caps.cap_removals, name="cap_removals"),
    path("wordings/", views_wordings.wordings, name="wordings"),
    path("wordings/new/", views_wordings.wording_new, name="wording_new"),
    path("wordings/<int:pk>/", views_wordings.wording, name="wording"),
    path("wordings/<int:pk>/versions/", views_wordings.wording_versions, name="wording_versions"),
    path("wordings/<int:pk>/corrections/", views_wordings.wording_corrections, name="wording_corrections"),
    path("wordings/<int:pk>/stops/", views_wordings.wording_stops, name="wording_stops"),
]
