from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "werkstatt.foundation.trail"
    label = "trail"

    def ready(self) -> None:
        from werkstatt.foundation.people import belongings  # noqa: PLC0415  (needs loaded models)
        from werkstatt.foundation.trail import ground, kinds, own_data  # noqa: PLC0415

        belongings.register(own_data.BELONGING)
        kinds.register(ground.SESSION)
        kinds.register(ground.EDITION)
