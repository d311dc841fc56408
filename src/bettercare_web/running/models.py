"""Jobs of the worker: which are done, which wait, which failed too often; and signs of life."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Job(models.Model):
    """One job of one period, such as the anchors of 27 September; a name and period only once.

    Jobs that run again and again have a blank period, and are due again after each time.
    ``lease_until``: a worker has it until then. ``dead``: it failed as often as it may.
    """

    name = models.CharField(max_length=64)
    period = models.CharField(max_length=32, blank=True)
    due = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)
    fault = models.CharField(max_length=200, blank=True)  # the type of the last fault, no words

    class Meta:
        ordering: ClassVar = ["due"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "period"], name="one_job_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period}".strip()


class Pulse(models.Model):
    """When a part of the service last showed that it lives: the worker, a write of readiness."""

    name = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
