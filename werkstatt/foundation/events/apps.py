from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "werkstatt.foundation.events"
    label = "events"
