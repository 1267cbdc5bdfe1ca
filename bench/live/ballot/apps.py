from django.apps import AppConfig


class Ballot(AppConfig):
    name = "bench.live.ballot"
    label = "bench_ballot"

    def ready(self) -> None:
        from bench.live.ballot import hot  # noqa: F401  (registers the commands)
