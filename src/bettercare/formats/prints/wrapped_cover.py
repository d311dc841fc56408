"""The cover where columns are lost: who signs, each behind the role, without how to reach them."""

from collections.abc import Iterator, Sequence

from bettercare.formats.prints.contacts import without_contacts
from bettercare.formats.prints.paper import Line
from bettercare.formats.prints.sections import Row, Section
from bettercare.rounds import Round

TABLE = "sign_off"
FIELDS = ("role", "name")


def sign_off_section(lines: Sequence[Line], rules: Round) -> Section | None:
    """The roles of a round among the lines of a cover, each with the words behind it.

    Titles, first names and surnames stand in columns of their own, whose borders are lost, so they
    are kept as one name. E-mail addresses and telephone numbers are left out.
    """
    rows = tuple(_rows(lines, rules))
    if not rows:
        return None
    return Section(TABLE, rows[0].line, rows[0].page, FIELDS, FIELDS, rows)


def _rows(lines: Sequence[Line], rules: Round) -> Iterator[Row]:
    done: set[str] = set()
    for line in lines:
        words = line.words.lstrip("*").split()
        code, end = _role(words, rules)
        name = without_contacts(" ".join(words[end:]))
        if code and name and code not in done:
            done.add(code)
            yield Row(line.number, line.page, (" ".join(words[:end]).rstrip(":"), name))


def _role(words: Sequence[str], rules: Round) -> tuple[str | None, int]:
    """The longest role that begins a line, and how many words it has."""
    for end in range(len(words), 0, -1):
        code = rules.sign_off.match(" ".join(words[:end]).rstrip(":")).accepted
        if code:
            return code, end
    return None, 0
