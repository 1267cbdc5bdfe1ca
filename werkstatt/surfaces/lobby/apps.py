from django.apps import AppConfig


class LobbyConfig(AppConfig):
    name = "werkstatt.surfaces.lobby"
    label = "lobby"

    def ready(self) -> None:
        from werkstatt.surfaces.lobby import receivers  # noqa: F401, PLC0415  (connects itself)
