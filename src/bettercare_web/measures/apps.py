from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Figures of measures, area by area."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "bettercare_web.measures"
    label = "measures"
