from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "werkstatt.services.media"
    label = "media"
