from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "werkstatt.foundation.kernel"
    label = "kernel"
