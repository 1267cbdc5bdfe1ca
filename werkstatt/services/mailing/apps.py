from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "werkstatt.services.mailing"
    label = "mailing"
