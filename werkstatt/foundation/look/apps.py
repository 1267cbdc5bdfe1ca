from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "werkstatt.foundation.look"
    label = "look"
    verbose_name = "Look"
