"""Who there is: regions, areas, bodies that partner in them, people, and what each was granted."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from bettercare_web.areas.roles import ROLES, Role, ScopeKind


class Region(models.Model):
    """A region of the NHS in England."""

    code = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """The area of one health and wellbeing board.

    ``shared_with_region``: the Better Care Manager of the region may see drafts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=150)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="areas")
    shared_with_region = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A council, NHS body, provider or national body that people work for."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS = "nhs", "NHS commissioner"
        PROVIDER = "provider", "Provider"
        OVERSIGHT = "oversight", "Regional or national body"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=16, choices=Kind.choices)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """A body that makes an area's plan with others; ``leads``: the council whose area it is.

    ``round`` is blank for every round.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="partnerships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="partnerships")
    round = models.CharField(max_length=32, blank=True)
    leads = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "body", "round"], name="one_partnership"),
        ]

    def __str__(self) -> str:
        return f"{self.body} in {self.area}"


class People(BaseUserManager["Person"]):
    """How people are looked up and made."""

    def create_user(self, email: str, password: str | None = None, **more: object) -> "Person":
        """Make somebody who can sign in; without a password only by single sign-on."""
        person = self.model(email=self.normalize_email(email).casefold(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account. What they may do comes from their grants alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="people")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name or "former user"


class LiveGrants(models.QuerySet["Grant"]):
    """Grants that hold now."""

    def live(self) -> "LiveGrants":
        """Those that have begun, have not ended and were not taken away."""
        now = timezone.now()
        return self.filter(revoked_at=None, starts__lte=now, ends__gt=now)


class Grant(models.Model):
    """A role that somebody was given, over what, and until when.

    ``scope_id`` is the id of the area, body or scheme row, or the code of the region; blank for
    nation and system. ``area`` is the area of a scheme. ``capacity`` is the round's sign-off role
    in which a signatory signs. ``round`` is blank for every round.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=2, choices=[(r.value, ROLES[r].label) for r in Role])
    scope_kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in ScopeKind])
    scope_id = models.CharField(max_length=36, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=64, blank=True)
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    round = models.CharField(max_length=32, blank=True)
    # How many days before the end the last reminder went.
    reminded = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = LiveGrants.as_manager()

    class Meta:
        ordering: ClassVar = ["person", "role"]
        indexes: ClassVar = [models.Index(fields=["person", "ends"])]

    def __str__(self) -> str:
        return f"{self.person}: {ROLES[Role(self.role)].label}"


class Invitation(models.Model):
    """A letter that invites somebody to open an account, with one role or none. It works once.

    The grant's words are as in ``Grant``; ``scope_ids`` are parted by spaces, one grant for each.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=2, blank=True)
    scope_kind = models.CharField(max_length=8, blank=True)
    scope_ids = models.TextField(blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="invitations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made"]

    def __str__(self) -> str:
        return f"{self.role or 'no role'}, {self.made:%Y-%m-%d}"


class GrantRequest(models.Model):
    """A role that one administrator asks for, and that a second one must approve."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grant_requests")
    role = models.CharField(max_length=2, choices=[(r.value, ROLES[r].label) for r in Role])
    scope_kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in ScopeKind])
    scope_id = models.CharField(max_length=36, blank=True)
    capacity = models.CharField(max_length=64, blank=True)
    ends = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.person}: {ROLES[Role(self.role)].label}"


class FactorReset(models.Model):
    """Somebody lost their second factor, and somebody else vouches for them.

    It is carried out when it is ``due``: at once, or a day later for those who sign or administer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="factor_resets")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500)
    due = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.person}, {self.asked_at:%Y-%m-%d}"
