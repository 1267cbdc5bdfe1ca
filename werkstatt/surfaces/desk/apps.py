from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "werkstatt.surfaces.desk"
    label = "desk"
