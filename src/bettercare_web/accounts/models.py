"""What accounts leave behind: sign-ins that last, tokens of programs, spare codes, and tallies."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from bettercare_web.areas.models import Person


class SignIn(models.Model):
    """One browser in which somebody is signed in; gone once it has ended.

    Its session names it. Ending one is taking the row away: the next request finds it gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    started = models.DateTimeField(default=timezone.now)
    seen = models.DateTimeField(default=timezone.now)
    browser = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["started"]
        indexes: ClassVar = [models.Index(fields=["person", "started"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.started:%Y-%m-%d %H:%M}"


class AccessToken(models.Model):
    """What a program shows to act for a person. Its secret is known here by SHA-256 alone.

    ``short`` is the part that lists and logs may show. ``scopes`` are parted by spaces.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    short = models.CharField(max_length=8, unique=True)
    secret_hash = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    scopes = models.CharField(max_length=100)
    made = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField()
    used = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made"]

    def __str__(self) -> str:
        return f"bct_{self.short}"


class RecoveryCode(models.Model):
    """A spare code for when a second factor is lost, known by SHA-256 alone; it works once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "code_hash"], name="one_recovery_code"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: a recovery code"


class Tally(models.Model):
    """How often something was tried, for the limits; ``key`` is a hash, never a name."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    first = models.DateTimeField()
    last = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


class Identity(models.Model):
    """Who somebody is at their organisation's sign-in: by issuer and subject, never by mail."""

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    linked = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.issuer}"


class CalendarAddress(models.Model):
    """A secret address at which calendars read somebody's dates, known here by SHA-256 alone.

    A person has one at most: a new one takes the place of the old, which then finds nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_address")
    secret_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Calendar of {self.person}"
