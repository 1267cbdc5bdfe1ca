from django.apps import AppConfig


class StageConfig(AppConfig):
    name = "werkstatt.rooms.stage"
    label = "stage"
