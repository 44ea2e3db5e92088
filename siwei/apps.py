from django.apps import AppConfig


class SiweiConfig(AppConfig):
    name = "siwei"
