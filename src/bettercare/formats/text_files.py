"""Files as text: opened with limits, decoded whatever their encoding, and refused if not text."""

import re
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.reading import noted

LARGEST_FILE = 200_000_000  # bytes
UTF_8 = b"\xef\xbb\xbf"  # the mark that tells a spreadsheet of UTF-8
BOMS = (
    (UTF_8, "utf-8-sig", ""),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
NOT_TEXT = {
    b"PK\x03\x04": "an Excel workbook or another zipped file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}
HEAD = 2000
MOST_ODD = 10  # characters that cannot be seen, among the first; with more a file is no text
ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises ``UnreadableFile`` when it cannot be opened or is too large."""
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):
            what = "it is a folder, not a file" if S_ISDIR(found.st_mode) else "it is not a file"
            raise UnreadableFile(f"Cannot read {path.name}: {what}.")
        if found.st_size > LARGEST_FILE:
            raise UnreadableFile(f"Cannot read {path.name}: it is larger than 200 MB.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: {reason(error)}.") from error


def reason(error: OSError) -> str:
    """Why the system refused, as the end of a sentence.

    >>> reason(PermissionError(13, "Permission denied")), reason(OSError())
    ('permission denied', 'the system gives no reason')
    """
    said = error.strerror or "the system gives no reason"
    return said[:1].lower() + said[1:]


def decode(data: bytes, name: str) -> tuple[str, list[Finding]]:
    """Text from bytes: UTF-8, UTF-16, else Windows-1252; anything but UTF-8 is said.

    Raises ``UnreadableFile`` when the bytes are no text.

    >>> decode("£5".encode("cp1252"), "a.csv")[0]
    '£5'
    """
    for start, what in NOT_TEXT.items():
        if data.startswith(start):
            raise UnreadableFile(f"Cannot read {name}: it is {what}. {_fix(name)}")
    text, shown = _decoded(data)
    if len(ODD.findall(text, 0, HEAD)) > MOST_ODD and not data.startswith(UTF_8):
        raise UnreadableFile(f"Cannot read {name}: it is not text. {_fix(name)}")
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    if shown or lost > 0:
        return text, [_encoding(name, shown, lost)]
    return text, []


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and its encoding where that is not UTF-8."""
    for mark, encoding, shown in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), shown
    wide = _utf_16_without_mark(data)
    if wide:
        return data.decode(wide, errors="replace"), "UTF-16"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"


def _utf_16_without_mark(data: bytes) -> str:
    """Which half of each pair of bytes is nought tells UTF-16 of western text."""
    head = data[:400]
    half = len(head) // 2
    if head[1::2].count(0) > 0.8 * half:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > 0.8 * half else ""


def _encoding(name: str, shown: str, lost: int) -> Finding:
    message = f"The file is in {shown}, not UTF-8; read so." if shown else "The file is UTF-8."
    if lost > 0:
        message += f" {lost:,} of its characters cannot be read; each shows as \ufffd."
    severity = Severity.WARNING if lost > 0 else Severity.INFORMATION
    fix = f"{_fix(name)} Check letters such as £ and é."
    return noted("READ-11", severity, name, message, fix)


def _fix(name: str) -> str:
    return f"Save it as {'JSON in UTF-8' if name.casefold().endswith('.json') else 'CSV UTF-8'}."
