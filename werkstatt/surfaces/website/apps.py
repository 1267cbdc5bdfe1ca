from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "werkstatt.surfaces.website"
    label = "website"
