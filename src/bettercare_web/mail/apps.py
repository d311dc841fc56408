"""This part of the service, by name."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "bettercare_web.mail"
    label = "mail"
