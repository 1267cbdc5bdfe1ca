from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "werkstatt.surfaces.demo"
    label = "demo"
