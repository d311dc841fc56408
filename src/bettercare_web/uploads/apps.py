"""This part of the service, by name."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "bettercare_web.uploads"
    label = "uploads"
