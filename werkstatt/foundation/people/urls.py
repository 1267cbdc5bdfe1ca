from django.urls import path

from werkstatt.foundation.people import views

app_name = "people"
# The first two stand in front of allauth's views of the same address.
urlpatterns = [
    path("accounts/login/code/", views.sign_in, name="sign_in"),
    path("accounts/signup/", views.sign_up, name="sign_up"),
    path("accounts/organisations/", views.organisation_suggestions, name="organisation_suggestions"),
]
