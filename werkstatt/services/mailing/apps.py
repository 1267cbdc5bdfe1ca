from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "werkstatt.services.mailing"
    label = "mailing"

    def ready(self) -> None:
        from werkstatt.services.mailing import receivers  # noqa: F401, PLC0415
