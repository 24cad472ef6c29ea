"""The front door: one include for each desk, the API and the admin."""

from django.contrib import admin
from django.urls import include, path

from boxoffice import sign_in_link, views
from boxoffice.portal.calendar import calendar

urlpatterns = [
    path("", include("boxoffice.shop.urls")),
    path("apply/", include("boxoffice.shop.apply.urls")),
    path("home/", views.home, name="home"),
    path("calendars/<slug:token>.ics", calendar, name="calendar"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-in/links/", sign_in_link.sign_in_links, name="sign-in-links"),
    path("sign-in/links/<str:token>/", sign_in_link.sign_in_link, name="sign-in-link"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("plan/<slug:digest>.json", views.plan, name="plan"),
    path("availability/<int:occurrence>", views.availability, name="availability"),
    path("healthz", views.healthz, name="healthz"),
    path("counter/", include("boxoffice.counter.urls")),
    path("programme/", include("boxoffice.programme.urls")),
    path("portal/", include("boxoffice.portal.urls")),
    path("market/", include("boxoffice.market.urls")),
    path("finance/", include("boxoffice.finance.urls")),
    path("reports/", include("boxoffice.reports.urls")),
    path("door/", include("boxoffice.door.urls")),
    path("api/v1/", include("api.urls")),
    path("api/stripe/", include("api.stripe_webhook")),
    path("admin/", admin.site.urls),
]
