from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "werkstatt.foundation.look"
    label = "look"
    verbose_name = "Look"

    def ready(self) -> None:
        from werkstatt.foundation.look import forms, wording  # noqa: PLC0415  (needs loaded apps)

        wording.install()
        forms.install()
