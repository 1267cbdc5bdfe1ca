from django.urls import path

from werkstatt.surfaces.hall import views

app_name = "hall"
urlpatterns = [path("<slug:edition>/<slug:code>/", views.screen, name="screen")]
