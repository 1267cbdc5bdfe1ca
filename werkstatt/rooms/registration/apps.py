from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "werkstatt.rooms.registration"
    label = "registration"

    def ready(self) -> None:
        from werkstatt.foundation.people import belongings  # noqa: PLC0415
        from werkstatt.rooms.registration import own_data, receivers  # noqa: PLC0415  (needs loaded apps)

        receivers.connect()
        belongings.register(own_data.BELONGING)
