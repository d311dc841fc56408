"""Files that somebody brought in, and what was found in them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from bettercare_web.areas.models import Area, Person
from bettercare_web.plans.models import Plan


class Upload(models.Model):
    """A file that came in, for an area's new plan or into a plan that is there.

    The bytes are kept under ``sha256``, never under ``name``, which is what somebody called them.
    ``findings`` are the library's, made while reading; ``why`` says why a file was refused.
    ``applied_revision`` is the plan's, after what was read was carried out.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", "Received"
        CHECKED = "checked", "Read"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)  # the ending that the content goes by, such as .xlsx
    name = models.CharField(max_length=150, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="uploads")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="uploads")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, null=True, related_name="uploads")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RECEIVED)
    round = models.CharField(max_length=32, blank=True)
    area_said = models.CharField(max_length=150, blank=True)
    findings = models.JSONField(default=list)
    controls = models.JSONField(default=list)
    why = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_revision = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.status}"
