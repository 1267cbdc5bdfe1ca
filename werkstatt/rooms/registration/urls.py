from django.urls import path

from werkstatt.rooms.registration import views

app_name = "registration"
urlpatterns = [
    path("orders/<str:token>/", views.order, name="order"),
    path("attendance/<str:token>/", views.attendance, name="attendance"),
    path("offers/<str:token>/", views.order, name="offer"),
]
