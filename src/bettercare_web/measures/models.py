"""Figures of measures as they were sent in: counted elsewhere, under disclosure control."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from bettercare_web.areas.models import Area, Person


class Measured(models.Model):
    """One figure of an area: a metric in a period, for everybody or for one group.

    A withheld number is empty and ``hidden`` says why; it is never 0. A figure that was sent again
    is kept, and ``superseded`` says since when another stands for it.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="measured")
    metric = models.CharField(max_length=32)
    period = models.CharField(max_length=16)
    breakdown = models.CharField(max_length=32, blank=True)
    group = models.CharField(max_length=64, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    method = models.CharField(max_length=150, blank=True)
    reference = models.CharField(max_length=300, blank=True)
    hidden = models.CharField(max_length=16, blank=True)
    status = models.CharField(max_length=16, default="final")
    made_up = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    superseded = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["metric", "period", "breakdown", "group"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "metric", "period", "breakdown", "group"],
                condition=models.Q(superseded=None),
                name="one_figure_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(hidden="")
                | models.Q(numerator=None, value=None, lower=None, upper=None),
                name="withheld_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.metric}, {self.period}"
