"""This part of the service, by name."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bettercare_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Begin to listen."""
        from bettercare_web.accounts import listening  # noqa: F401, PLC0415
