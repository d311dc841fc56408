"""E-mail addresses and telephone numbers in a paper: counted, never read into a plan."""

import re
from collections.abc import Iterable, Iterator

from bettercare.findings import Finding, Severity
from bettercare.formats.prints.paper import Line
from bettercare.formats.prints.words import counted
from bettercare.formats.reading import noted
from bettercare.labels import listed

E_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{2,24})+")
TELEPHONE = re.compile(r"(?<![\d,.£])\(?0\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?![\d,.])")


def without_contacts(text: str) -> str:
    """A text without e-mail addresses and telephone numbers.

    >>> without_contacts("Jo Example, 01234 567890")
    'Jo Example'
    """
    return TELEPHONE.sub("", E_MAIL.sub("", text)).strip(" ,;:")


def contacts_left_out(lines: Iterable[Line], name: str) -> Iterator[Finding]:
    """How many addresses and numbers some lines hold; the finding does not repeat them."""
    mails = phones = 0
    for line in lines:
        mails += len(E_MAIL.findall(line.text)) if "@" in line.text else 0
        phones += len(TELEPHONE.findall(line.text))
    found = [
        *([counted(mails, "e-mail address")] if mails else []),
        *([counted(phones, "telephone number")] if phones else []),
    ]
    if found:
        verb = "is" if mails + phones == 1 else "are"
        message = f"{listed(found).capitalize()} in the paper {verb} not read into the plan."
        yield noted("READ-45", Severity.INFORMATION, name, message)
