"""The kinds of findings about places: their codes, names and how much each matters."""

from typing import NamedTuple

from bettercare.findings import Finding, Place, Severity


class Kind(NamedTuple):
    """One kind of finding, and what it means."""

    name: str
    severity: Severity
    meaning: str


KINDS = {
    "CHK-112": Kind(
        "mapping-shares-off",
        Severity.WARNING,
        "The shares of a commissioner or of an area do not add up to 100%.",
    ),
    "MAP-01": Kind(
        "area-code-odd", Severity.WARNING, "The code of an area is not E and eight digits."
    ),
    "MAP-02": Kind(
        "name-in-two-spellings",
        Severity.WARNING,
        "A commissioner or an area has more than one name.",
    ),
    "MAP-10": Kind(
        "plan-missing",
        Severity.ERROR,
        "A commissioner with people in the area has no plan for a quarter.",
    ),
    "MAP-11": Kind(
        "commissioner-not-known",
        Severity.WARNING,
        "A plan is of a commissioner that the mapping does not have.",
    ),
    "MAP-12": Kind(
        "plan-not-clear",
        Severity.ERROR,
        "A month is missing, or months and quarter do not agree, so the quarter is not used.",
    ),
    "MAP-13": Kind(
        "plan-given-twice",
        Severity.ERROR,
        "Two plans are of the same commissioner, so neither is used.",
    ),
    "MAP-14": Kind(
        "small-plan-missing",
        Severity.INFORMATION,
        "A commissioner whose share is given as 0 has no plan.",
    ),
    "MAP-20": Kind(
        "column-missing", Severity.ERROR, "A file about places lacks a column that it needs."
    ),
    "MAP-21": Kind(
        "number-not-read",
        Severity.ERROR,
        "A share or a number of admissions cannot be read, so it is not used.",
    ),
    "MAP-22": Kind(
        "row-given-twice",
        Severity.ERROR,
        "A file gives the same thing twice, with different numbers, so neither is used.",
    ),
    "MAP-23": Kind(
        "read-as-per-cent",
        Severity.INFORMATION,
        "A column of shares without % signs is in per cent, because one is over 1.",
    ),
    "MAP-24": Kind("code-missing", Severity.ERROR, "A row has no code, so it is not used."),
    "MAP-25": Kind(
        "column-not-used", Severity.INFORMATION, "A file has columns that are not read."
    ),
}


def notice(
    code: str,
    subject: str,
    message: str,
    fix: str,
    reference: str,
    places: tuple[Place, ...] = (),
) -> Finding:
    """A finding about places, as severe as its kind.

    >>> notice("MAP-13", "NHS Rotherham CCG (03L)", "Given twice.", "", "").severity.value
    'error'
    """
    kind = KINDS[code]
    return Finding(
        code=code,
        name=kind.name,
        severity=kind.severity,
        subject=subject,
        message=message,
        fix=fix,
        places=places,
        reference=reference,
    )
