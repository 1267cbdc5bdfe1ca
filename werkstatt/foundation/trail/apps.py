from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "werkstatt.foundation.trail"
    label = "trail"

    def ready(self) -> None:
        from werkstatt.foundation.trail import ground, kinds  # noqa: PLC0415  (needs loaded models)

        kinds.register(ground.SESSION)
        kinds.register(ground.EDITION)
