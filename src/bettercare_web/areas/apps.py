"""This part of the service, by name."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "bettercare_web.areas"
    label = "areas"
