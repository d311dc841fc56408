"""This part of the service, by name, with the settings that it refuses."""

from django.apps import AppConfig


class RunningConfig(AppConfig):
    name = "bettercare_web.running"
    label = "running"

    def ready(self) -> None:
        """Register the checks of settings, and what happens when somebody signs out."""
        from bettercare_web.running import checks, headers  # noqa: F401, PLC0415
