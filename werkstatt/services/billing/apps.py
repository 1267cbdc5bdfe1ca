from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "werkstatt.services.billing"
    label = "billing"
