"""Events that are only ever added to, the head of each stream, and values kept apart."""

import uuid
from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One thing that happened. ``body`` is canonical JSON; ``hash`` is its SHA-256, in hex.

    The columns beside the body repeat what is looked for; the body is what counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stream = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    person_id = models.CharField(max_length=36, blank=True)
    object_type = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["stream", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "seq"], name="one_event_a_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["object_type", "object_id", "seq"])]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}: {self.action}"


class Head(models.Model):
    """The newest event of a stream. It is locked while an event is added."""

    stream = models.CharField(max_length=64, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"


class Sealed(models.Model):
    """A personal value that an event knows by its seal alone, so that it can be taken away."""

    seal = models.CharField(max_length=64, primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sealed")
    value = models.TextField()
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.seal


class LongText(models.Model):
    """A long text that events know by its hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.sha256


class Answered(models.Model):
    """A request that was carried out: the same key gives the same answer, and nothing twice.

    ``request_hash`` is of the request's address and body; ``status`` 0 while it is being done.
    """

    person_id = models.CharField(max_length=36)
    key = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    kept = models.BooleanField(default=False)  # signing and submitting: for ever

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "key"], name="one_answer_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"
