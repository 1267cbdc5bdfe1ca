from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "werkstatt.foundation.events"
    label = "events"

    def ready(self) -> None:
        from werkstatt.foundation.events import own_data  # noqa: PLC0415  (needs loaded models)
        from werkstatt.foundation.people import belongings  # noqa: PLC0415

        belongings.register(own_data.BELONGING)
