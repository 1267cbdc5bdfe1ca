from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "werkstatt.rooms.registration"
    label = "registration"
