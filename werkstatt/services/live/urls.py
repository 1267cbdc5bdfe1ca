from django.urls import path

from werkstatt.services.live import views

app_name = "live"
urlpatterns = [path("operations/", views.operations, name="operations")]
