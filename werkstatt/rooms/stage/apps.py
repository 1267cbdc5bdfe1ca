from django.apps import AppConfig


class StageConfig(AppConfig):
    name = "werkstatt.rooms.stage"
    label = "stage"

    def ready(self) -> None:
        from werkstatt.rooms.stage import hot  # noqa: F401, PLC0415  (registers the hot commands; needs loaded apps)
