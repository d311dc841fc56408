"""This part of the service, by name."""

from django.apps import AppConfig


class VersionsConfig(AppConfig):
    name = "bettercare_web.versions"
    label = "versions"

    def ready(self) -> None:
        """From now on a change to a plan voids the signatures that it touches."""
        from bettercare_web.plans.actions import AFTER_CHANGE  # noqa: PLC0415  (apps are loaded now)
        from bettercare_web.versions.actions.voiding import void_touched  # noqa: PLC0415

        if void_touched not in AFTER_CHANGE:
            AFTER_CHANGE.append(void_touched)
