from django.urls import path

from werkstatt.surfaces.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("visit/<slug:key>/", views.visit, name="visit"),
    path("clock/", views.clock, name="clock"),
    path("mails/", views.mailbox, name="mailbox"),
    path("mails/<int:pk>/", views.mail, name="mail"),
    path("mails/<int:pk>/html/", views.mail_html, name="mail_html"),
    path("mails/<int:pk>/attachments/<int:attachment>/", views.attachment, name="attachment"),
]
