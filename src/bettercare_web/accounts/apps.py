"""This part of the service, by name."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bettercare_web.accounts"
    label = "accounts"
