"""This part of the service, by name."""

from django.apps import AppConfig


class RunningConfig(AppConfig):
    name = "bettercare_web.running"
    label = "running"
