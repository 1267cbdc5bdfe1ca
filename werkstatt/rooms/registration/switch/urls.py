"""Addresses of the switch: at the desk for organisers, by link for those who answer."""

from django.urls import path

from werkstatt.rooms.registration.switch import desk_views, offer_views

urlpatterns = [
    path("desk/<slug:slug>/switch/", desk_views.switches, name="switches"),
    path("desk/<slug:slug>/switch/new/", desk_views.new_switch, name="switch_new"),
    path("desk/<slug:slug>/switch/preview/", desk_views.switch_preview, name="switch_preview"),
    path("desk/<slug:slug>/switch/<int:pk>/", desk_views.switch, name="switch"),
    path("desk/<slug:slug>/switch/<int:pk>/progress/", desk_views.switch_progress, name="switch_progress"),
    path("desk/<slug:slug>/switch/<int:pk>/orders/", desk_views.switch_orders, name="switch_orders"),
    path("desk/<slug:slug>/switch/<int:pk>/log/", desk_views.switch_log, name="switch_log"),
    path("offers/<str:token>/", offer_views.offer, name="offer"),
    path("orders/<str:token>/offers/", offer_views.order_offers, name="order_offers"),
]
