from django.urls import path

from werkstatt.services.media import views

app_name = "media"
urlpatterns = [
    path("entry/", views.entry, name="entry"),
    path("withdrawal/", views.withdrawal, name="withdrawal"),
]
