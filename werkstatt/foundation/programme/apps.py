from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "werkstatt.foundation.programme"
    label = "programme"
    verbose_name = _("Programm")

    def ready(self) -> None:
        from werkstatt.foundation.people import belongings  # noqa: PLC0415  (needs loaded models)
        from werkstatt.foundation.programme import own_data, receivers  # noqa: F401, PLC0415

        belongings.register(own_data.BELONGING)
