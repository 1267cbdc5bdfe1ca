from django.apps import AppConfig


class StageConfig(AppConfig):
    name = "werkstatt.rooms.stage"
    label = "stage"

    def ready(self) -> None:
        from werkstatt.foundation.people import belongings  # noqa: PLC0415
        from werkstatt.foundation.trail import kinds  # noqa: PLC0415
        from werkstatt.rooms.stage import hot, hot_votes, own_data, results  # noqa: F401, PLC0415  (hot commands register themselves)

        belongings.register(own_data.BELONGING)
        kinds.register(results.QUESTION)
        kinds.register(results.POLL)
