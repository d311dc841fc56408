"""The kinds of findings of an equity audit: their codes, names and how much each matters."""

from typing import NamedTuple

from bettercare.findings import Finding, Place, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.INFORMATION


class Kind(NamedTuple):
    """One kind of finding, and what it means."""

    name: str
    severity: Severity
    meaning: str


KINDS = {
    "EQU-01": Kind("postcode-format", ERROR, "A listed postcode is not written as one."),
    "EQU-02": Kind("postcode-again", NOTE, "A postcode is listed more than once, all alike."),
    "EQU-03": Kind("postcode-in-two-areas", ERROR, "A postcode is listed with two areas."),
    "EQU-04": Kind("area-in-several-codes", NOTE, "An area lies in several outward codes."),
    "EQU-10": Kind("user-postcode-blank", WARNING, "Users without a postcode."),
    "EQU-11": Kind("user-postcode-format", WARNING, "Users whose postcode is not written as one."),
    "EQU-12": Kind("user-postcode-not-found", WARNING, "Users who live outside the list."),
    "EQU-13": Kind("user-again", WARNING, "A person who is listed more than once for a service."),
    "EQU-14": Kind("user-in-two-places", WARNING, "A person listed with different postcodes."),
    "EQU-15": Kind("user-of-other-age", WARNING, "Users outside the ages of the service."),
    "EQU-16": Kind("user-of-no-service", ERROR, "Users of a service that is not described."),
    "EQU-17": Kind("user-in-no-group", WARNING, "Users whose group is blank or not known."),
    "EQU-18": Kind("lookup-is-of-areas-only", NOTE, "Unlisted postcodes count as elsewhere."),
    "EQU-19": Kind("rows-alike", NOTE, "Rows of users that are alike and have no person."),
    "EQU-21": Kind("number-not-read", ERROR, "A cell that should hold a whole number does not."),
    "EQU-22": Kind("ages-not-read", ERROR, "Ages are not written as 0-17, 18+ or all."),
    "EQU-23": Kind("row-again", ERROR, "A service or a population is given twice."),
    "EQU-24": Kind("column-not-known", NOTE, "A column that is not read."),
    "EQU-25": Kind("users-of-areas-blank", ERROR, "Users are given, and not those of the areas."),
    "EQU-30": Kind("no-population", ERROR, "No population of the basis and ages of a service."),
    "EQU-31": Kind("population-zero", ERROR, "A population of 0, with which nothing compares."),
    "EQU-32": Kind("parts-above-whole", ERROR, "Parts are more than the whole they are taken of."),
    "EQU-33": Kind("users-above-population", ERROR, "There are more users than people."),
    "EQU-34": Kind("no-users", WARNING, "A service has no users to count."),
    "EQU-35": Kind("area-not-known", ERROR, "A service names an area its basis does not have."),
    "EQU-36": Kind("given-and-listed", WARNING, "Users are given as numbers and listed too."),
    "EQU-37": Kind("ages-differ", WARNING, "Users and the people beside them differ in age."),
    "EQU-38": Kind("listed-area-not-known", ERROR, "Postcodes are of an area with no people."),
    "EQU-39": Kind("groups-hidden", NOTE, "A breakdown is not shown for small numbers."),
    "EQU-40": Kind("printed-slip", WARNING, "One printed cell is not what the others give."),
    "EQU-41": Kind("printed-not-reproduced", WARNING, "A printed level no counts give."),
    "EQU-42": Kind("printed-verdict", WARNING, "A printed verdict does not follow."),
    "EQU-43": Kind("printed-small-number", WARNING, "A small number can be told from a print."),
    "EQU-44": Kind("printed-not-wilson", WARNING, "No counts give a printed interval."),
    "EQU-45": Kind("printed-blank", NOTE, "A verdict is not printed; it is worked out."),
    "EQU-46": Kind("no-slope", NOTE, "The slope index needs packages that are not installed."),
}


def noticed(code: str, subject: str, message: str, fix: str = "", *places: Place) -> Finding:
    """A finding of a kind; places are files, rows and columns, never the value of a person."""
    kind = KINDS[code]
    return Finding(
        code=code,
        name=kind.name,
        severity=kind.severity,
        subject=subject,
        message=message,
        fix=fix,
        places=places,
    )
