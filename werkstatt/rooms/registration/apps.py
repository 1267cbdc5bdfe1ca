from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "werkstatt.rooms.registration"
    label = "registration"

    def ready(self) -> None:
        from werkstatt.rooms.registration import receivers  # noqa: PLC0415  (needs loaded apps)

        receivers.connect()
