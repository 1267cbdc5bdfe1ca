from django.urls import path

from werkstatt.surfaces.lobby.views import consents, data, home, now, orders, plan, profile

app_name = "lobby"
urlpatterns = [
    path("", home.home, name="home"),
    path("places/<int:pk>/", home.attendance, name="attendance"),
    path("now/", now.now, name="now"),
    path("plan/", plan.plan, name="plan"),
    path("plan/<int:pk>/removal/", plan.removal, name="plan_removal"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:code>/", orders.order, name="order"),
    path("documents/<str:number>.pdf", orders.document, name="document"),
    path("profile/", profile.profile, name="profile"),
    path("organisations/", profile.organisations, name="organisations"),
    path("organisations/<int:pk>/", profile.organisation, name="organisation"),
    path("organisations/<int:pk>/removal/", profile.removal, name="organisation_removal"),
    path("organisations/<int:pk>/first/", profile.first, name="organisation_first"),
    path("consents/", consents.consents, name="consents"),
    path("consents/<int:pk>/withdrawal/", consents.withdrawal, name="consent_withdrawal"),
    path("data/", data.data, name="data"),
    path("data/export.json", data.export, name="export"),
    path("data/erasure/", data.erasure, name="erasure"),
]
