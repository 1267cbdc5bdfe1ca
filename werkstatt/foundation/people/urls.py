from django.urls import path

from werkstatt.foundation.people import views

app_name = "people"
urlpatterns = [
    path("accounts/organisations/", views.organisation_suggestions, name="organisation_suggestions"),
]
