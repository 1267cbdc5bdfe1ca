from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "werkstatt.services.live"
    label = "live"
