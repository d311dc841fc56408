"""What was expected of delays on an average day, whole and by who answers for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bettercare.findings import Finding, Severity
from bettercare.labels import listed

TOLERANCE = Decimal("0.1")  # what rounding of the parts may explain


@dataclass(frozen=True, slots=True)
class Split:
    """A daily figure and its parts by who answers: ``nhs``, ``social_care``, ``joint``.

    ``per`` is the number of people it is for; 0 where it is of an area as a whole.
    """

    total: Decimal
    parts: Mapping[str, Decimal]
    per: int = 0
    reference: str = ""

    @property
    def of_parts(self) -> Decimal:
        """What the parts come to."""
        return sum(self.parts.values(), Decimal(0))

    @property
    def difference(self) -> Decimal:
        """What the parts come to, less the whole."""
        return self.of_parts - self.total

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The doubt that remains where parts and whole differ: information, or a warning.

        A difference of up to 0.1 may come of rounding; neither is corrected.

        >>> split = Split(Decimal("9.4"), {"nhs": Decimal("5.5"), "social_care": Decimal("2.6"),
        ...     "joint": Decimal("1.2")}, per=100_000)
        >>> [(one.severity.value, one.message) for one in split.findings]
        [('information', 'The parts 5.5, 2.6 and 1.2 come to 9.3, not to 9.4.')]
        """
        if not self.difference or not self.parts:
            return ()
        small = abs(self.difference) <= TOLERANCE
        shown = listed([f"{part:f}" for part in self.parts.values()])
        return (
            Finding(
                code="TRJ-01",
                name="parts-differ-from-whole",
                severity=Severity.INFORMATION if small else Severity.WARNING,
                subject="Expectation of delays, a day",
                message=f"The parts {shown} come to {self.of_parts:f}, not to {self.total:f}.",
                fix="Rounding may explain it; both are kept as printed."
                if small
                else "Check the parts against the source; rounding does not explain it.",
                reference=self.reference,
            ),
        )

    def for_people(self, people: Decimal) -> "Split":
        """The same for the people of an area, a day, unrounded; each part by itself.

        Raises ``ValueError`` for no people, and where the figure is of an area already.

        >>> split = Split(Decimal("9.4"), {"nhs": Decimal("5.5")}, per=100_000)
        >>> round(split.for_people(Decimal(205748)).total, 1)
        Decimal('19.3')
        """
        if people <= 0 or not self.per:
            raise ValueError("a figure for so many people is asked of more than 0 people")
        parts = {name: part * people / self.per for name, part in self.parts.items()}
        return Split(self.total * people / self.per, parts, 0, self.reference)
