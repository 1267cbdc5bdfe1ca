"""Addresses of the switch: at the desk for organisers, by link for those who answer."""

from django.urls import path

from werkstatt.rooms.registration.switch import views

urlpatterns = [
    path("offers/<str:token>/", views.offer, name="offer"),
    path("orders/<str:token>/offers/", views.order_offers, name="order_offers"),
]
