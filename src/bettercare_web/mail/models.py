"""Letters that wait to be sent, and those that were."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """A mail to one person. It is stored in the transaction of what it tells of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    written = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["written"]
        indexes: ClassVar = [models.Index(fields=["sent", "due"])]

    def __str__(self) -> str:
        return str(self.pk)
