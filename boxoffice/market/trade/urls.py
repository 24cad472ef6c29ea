"""Addresses of the balance of trade."""

from django.urls import path

from boxoffice.market.trade import views, views_board, views_lines

urlpatterns = [
    path("", views_board.trade_board, name="trade_board"),
    path("days/<int:day>/", views_board.trade_board, name="trade_board"),
    path("commodities/", views.commodities, name="commodities"),
    path("commodities/<int:pk>/", views.commodity, name="commodity"),
    path("commodities/<int:pk>/ends/", views.commodity_ends, name="commodity_ends"),
    path("lines/", views_lines.trade_lines, name="trade_lines"),
    path("lines/<int:pk>/ends/", views_lines.trade_line_ends, name="trade_line_ends"),
    path("lines/<int:pk>/trials-passed/", views_lines.trade_line_trials_passed, name="trade_line_trials_passed"),
    path("caps/", views.commodity_caps, name="commodity_caps"),
    path("caps/<int:pk>/removals/", views.commodity_cap_removals, name="commodity_cap_removals"),
    path("leave/", views_board.trade_overrides, name="trade_overrides"),
    path("leave/<int:pk>/ends/", views_board.trade_override_ends, name="trade_override_ends"),
]
