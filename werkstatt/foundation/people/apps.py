from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "werkstatt.foundation.people"
    label = "people"

    def ready(self) -> None:
        from werkstatt.foundation.people import belongings, own_data  # noqa: PLC0415  (needs loaded models)

        belongings.register(own_data.BELONGING)
