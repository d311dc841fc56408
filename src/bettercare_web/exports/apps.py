"""This part of the service, by name."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "bettercare_web.exports"
    label = "exports"

    def ready(self) -> None:
        """From now on a submission has the hash of each file that is made here."""
        from bettercare_web.exports.making import files_of_submission  # noqa: PLC0415
        from bettercare_web.plans.files import MAKERS  # noqa: PLC0415  (apps are loaded now)

        if files_of_submission not in MAKERS:
            MAKERS.append(files_of_submission)
