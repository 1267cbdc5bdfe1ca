from django.urls import path, re_path

from werkstatt.foundation.look import views

app_name = "look"

urlpatterns = [
    re_path(r"^skin/([0-9a-f]{6}|none)-([0-9a-f]{6}|none)-(fira|system|serif)\.css$", views.skin, name="skin"),
    path("", views.style_page, name="style_page"),
]
