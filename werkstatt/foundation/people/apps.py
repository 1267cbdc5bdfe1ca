from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "werkstatt.foundation.people"
    label = "people"
