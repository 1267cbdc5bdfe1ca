from django.urls import path

from werkstatt.rooms.registration import views
from werkstatt.rooms.registration.switch import urls as switch

app_name = "registration"
urlpatterns = [
    path("orders/<str:token>/", views.order, name="order"),
    path("attendance/<str:token>/", views.attendance, name="attendance"),
    *switch.urlpatterns,
]
