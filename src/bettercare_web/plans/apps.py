"""This part of the service, by name."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "bettercare_web.plans"
    label = "plans"
