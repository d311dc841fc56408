"""Made-up prints for tests: a small paper in two halves, and ways to spoil it."""

from collections.abc import Callable, Mapping

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.template import prover_of, reading_of
from bettercare.formats.reading import Reading
from bettercare.rounds import load
from tests.repository.tree import ROOT

RULES = load("2019-20")
PRINT = (ROOT / "tests" / "data" / "prints" / "exampleton-2019-20.txt").read_text(encoding="utf-8")


def edited(changes: Mapping[str, str], text: str = PRINT) -> str:
    """The print with some texts replaced, each of which must stand in it once."""
    for old, new in changes.items():
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def without_lines(*starts: str, text: str = PRINT) -> str:
    """The print without the one line that starts with each text."""
    lines = text.split("\n")
    for start in starts:
        [found] = [line for line in lines if line.startswith(start)]
        lines.remove(found)
    return "\n".join(lines)


def read(text: str, name: str = "paper.txt") -> Reading:
    """A print read by the rules of 2019-20."""
    return reading_of(prover_of(paper_of(text, name), RULES))


def said(reading: Reading, code: str) -> list[str]:
    """The messages of the findings with one code."""
    return [one.message for one in reading.findings if one.code == code]


def cells(change: Callable[[list[str]], list[str]], start: str, text: str = PRINT) -> str:
    """The print with the cells of the one line that starts with a text changed."""
    lines = text.split("\n")
    [at] = [n for n, line in enumerate(lines) if line.startswith(start)]
    lines[at] = "\t".join(change(lines[at].split("\t")))
    return "\n".join(lines)


def with_labels(*labels: str, text: str = PRINT) -> str:
    """The print with other labels (id and name) beside the amounts, from the first row on."""
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("1.\tNight"))
    rows = [n for n, line in enumerate(lines[at:], at) if line.endswith("Existing")]
    for n, label in zip(rows, labels, strict=True):
        lines[n] = "\t".join([*label.split("|"), *lines[n].split("\t")[2:]])
    return "\n".join(lines)


LABELS = (
    "1.|Night Garden",
    "2.|Step Ahead",
    "3.|Kettle Club",
    "3.|Kettle Club",
    "4.|House Works",
    "5.|Blue Door",
    "6.|Warm Welcome",
    "7.|Ladder",
    "8.|Lantern",
)
