from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "werkstatt.services.billing"
    label = "billing"

    def ready(self) -> None:
        from werkstatt.services.billing import receivers  # noqa: F401, PLC0415  (connects them; needs loaded models)
