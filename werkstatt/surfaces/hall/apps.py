from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "werkstatt.surfaces.hall"
    label = "hall"
