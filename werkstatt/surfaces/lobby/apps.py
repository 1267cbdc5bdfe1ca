from django.apps import AppConfig


class LobbyConfig(AppConfig):
    name = "werkstatt.surfaces.lobby"
    label = "lobby"
