"""A plan as a living document: its rows, each with a version, and what was worked out of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from bettercare_web.areas.models import Area, Grant, Person


class Plan(models.Model):
    """One area's plan for one round, or a what-if draft of it.

    ``revision`` counts the edits; it is one more after each. ``base`` is the plan that a what-if
    was made from. A plan that is submitted is changed by nobody.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Plan"
        WHAT_IF = "what-if", "What-if draft"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="plans")
    round = models.CharField(max_length=32)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PLAN)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=150, blank=True)
    base = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="what_ifs")
    revision = models.PositiveIntegerField(default=0)
    started = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    edited = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["area__name", "round"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "round"],
                condition=models.Q(kind="plan"),
                name="one_plan_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.round}"


class Row(models.Model):
    """One row of a table of a plan. ``content`` is the library's record as JSON.

    ``table`` names a table of the library's plan, or ``plan`` for the one row of what belongs to
    the plan as a whole. ``version`` counts the edits of the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=16)
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    content = models.TextField(default="{}")

    class Meta:
        ordering: ClassVar = ["table", "position"]
        indexes: ClassVar = [models.Index(fields=["plan", "table", "position"])]

    def __str__(self) -> str:
        return f"{self.table} {self.position}"


class Standing(models.Model):
    """What a plan came to at a revision: enough for the pages that show many plans at once."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="standing")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    pool = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    balanced = models.BooleanField(default=False)  # each source is at £0
    met = models.BooleanField(default=False)  # every required spend
    answered = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    first_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.plan} at {self.revision}"


class Dismissal(models.Model):
    """A warning that somebody set aside with a reason, as long as its rows stay as they are.

    ``problem`` is the finding's problem, or its code and places; ``evidence`` a hash of the rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="dismissals")
    code = models.CharField(max_length=16)
    problem = models.CharField(max_length=200)
    evidence = models.CharField(max_length=64)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=2)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "code", "problem"], name="one_dismissal"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


class Version(models.Model):
    """A plan as it stood, named and kept whole. ``content`` is the plan as the library's JSON.

    ``hash`` is the SHA-256 of ``content``; ``seq`` the event that made the version.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=150, blank=True)
    revision = models.PositiveIntegerField()
    content = models.TextField()
    hash = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    errors = models.PositiveIntegerField(default=0)
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Signature(models.Model):
    """A role's signature under a version. A change to what it covers voids it; it stays on view.

    ``role`` is the round's sign-off role; ``covered`` the hash of what the signature covers.
    ``delegated_for`` and ``document`` say on whose behalf a delegate signed, and by what.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="signatures")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=64)
    covered = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)  # as it was printed at the time
    at = models.DateTimeField(default=timezone.now)
    delegated_for = models.CharField(max_length=150, blank=True)
    document = models.CharField(max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True)
    voided_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "role"],
                condition=models.Q(voided_at=None),
                name="one_standing_signature",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}, version {self.version.number}"


class Delegation(models.Model):
    """A signatory lets a named person sign one plan for them, by a document, until a day.

    ``grant`` is the right that the delegate holds by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="delegations")
    role = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="delegation")
    document = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.role}: {self.to} for {self.by}"


class Approval(models.Model):
    """How the board approves: at a meeting, by delegation, or later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approvals")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=16)  # meeting, delegated or later
    meeting = models.DateField(null=True)
    minute = models.CharField(max_length=300, blank=True)
    delegate = models.CharField(max_length=150, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.how}: {self.minute}"


class Submission(models.Model):
    """A version that was submitted, with its receipt. ``head`` is the trail's newest hash then.

    ``content`` is the plan as it was sent: that of the version, with who signed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="submissions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="submissions")
    receipt = models.CharField(max_length=32, unique=True)
    content = models.TextField(default="")
    head = models.CharField(max_length=64)
    exports = models.JSONField(default=dict)  # SHA-256 of each file that was made, by its name
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(withdrawn_at=None), name="one_submission"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class Note(models.Model):
    """A comment or query on a field, row, section or the plan as a whole, and its answers.

    ``row`` blank: on a section (``table``) or the plan. A query has an owner and a due date until
    it is settled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="notes")
    answers_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="answers"
    )
    table = models.CharField(max_length=16, blank=True)
    row = models.UUIDField(null=True)
    field = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="queries")
    due = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.text[:60]


class Presence(models.Model):
    """Where somebody was last seen in a plan, and when they last looked at its home page."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="presences")
    place = models.CharField(max_length=100, blank=True)
    row = models.UUIDField(null=True)
    seen = models.DateTimeField(default=timezone.now)
    looked_seq = models.PositiveBigIntegerField(default=0)
    looked = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "person"], name="one_presence"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.plan}"


class Deadline(models.Model):
    """Until when plans of a round are asked for, of all areas or of one; the newest counts.

    ``soft``: later plans are late, and are taken all the same. ``hard``: later none is taken. The
    moment is kept as it was said (``wall``, in ``zone``) and turned into UTC once. One of a single
    area counts from when a second person confirmed it.
    """

    class Kind(models.TextChoices):
        SOFT = "soft", "Plans are due"
        HARD = "hard", "No plan is taken after"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.CharField(max_length=32)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="deadlines")
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.SOFT)
    wall = models.CharField(max_length=19)  # 2026-12-03T23:59:59
    zone = models.CharField(max_length=40, default="Europe/London")
    moment = models.DateTimeField()
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["set_at"]
        indexes: ClassVar = [models.Index(fields=["round", "area"])]

    def __str__(self) -> str:
        return f"{self.round}, {self.get_kind_display()} {self.wall}"


class Reminder(models.Model):
    """That somebody was reminded of when a plan is due; ``distance`` is working days or "late"."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    distance = models.CharField(max_length=4)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "person", "day", "distance"], name="one_reminder_a_distance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.distance} before {self.day}"
