from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "werkstatt.foundation.programme"
    label = "programme"
