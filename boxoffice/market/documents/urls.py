"""Addresses of traders' papers, below /market/."""

from django.urls import path

from boxoffice.market.documents import views, views_traders, views_types

urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/<int:pk>/", views.paper, name="paper"),
    path("papers/<int:pk>/photo", views.paper_photo, name="paper_photo"),
    path("papers/<int:pk>/acceptances/", views.paper_acceptances, name="paper_acceptances"),
    path("papers/<int:pk>/refusals/", views.paper_refusals, name="paper_refusals"),
    path("papers/traders/", views_traders.paper_traders, name="paper_traders"),
    path("papers/traders/<int:pk>/", views_traders.trader_papers, name="trader_papers"),
    path("papers/traders/<int:pk>/new/<int:paper>/", views_traders.paper_new, name="paper_new"),
    path("papers/expiries/", views_types.expiries, name="expiries"),
    path("papers/expiries.<str:form>", views_types.expiries_export, name="expiries_export"),
    path("papers/types/", views_types.document_types, name="document_types"),
    path("papers/types/new/", views_types.document_type_new, name="document_type_new"),
    path("papers/types/<int:pk>/", views_types.document_type, name="document_type"),
]
