"""Answers from a list, each behind what it answers: levels of maturity, planning requirements.

Chg 3
Multi-disciplinary/Multi-agency discharge
teams

Mature
"""

from collections.abc import Iterator, Mapping

from bettercare.formats.prints.sections import Row, Section
from bettercare.formats.prints.wrapped_blocks import Words
from bettercare.formats.prints.wrapped_cells import Choice, Lists, Value, Values, as_printed, folded
from bettercare.rounds import Round

HICM = ("change_no", "change", "current", "planned")
REQUIREMENTS = ("code", "theme", "response")


class Answers:
    """Finds answers among words; ``pages`` has the page of each line."""

    def __init__(self, words: Words, pages: Mapping[int, int], rules: Round) -> None:
        self._words, self._pages, self._rules = words, pages, rules
        self._lists = Lists(rules)

    def sections(self) -> Iterator[Section]:
        """A section for each table of answers that is printed."""
        if self._rules.hicm:
            yield from self._section("hicm", HICM, self._hicm())
        yield from self._section("requirements", REQUIREMENTS, self._requirements())

    def _section(
        self, table: str, fields: tuple[str, ...], rows: Iterator[Row]
    ) -> Iterator[Section]:
        """The rows of a table, the first print of each; its first filled cell says which it is."""
        found: dict[str, Row] = {}
        for row in rows:
            found.setdefault(folded(row.cells[0] or row.cells[1]), row)
        if found:
            yield _section(table, fields, tuple(found.values()))

    def _row(self, at: int, cells: tuple[str, ...]) -> Row:
        line = self._words.line(at)
        return Row(line, self._pages[line], cells)

    def _hicm(self) -> Iterator[Row]:
        """Changes with one or two levels behind them: the planned one, or the present one first."""
        changes, levels = self._lists.named("hicm.changes"), self._lists.named("hicm.levels")
        at = 0
        while at < len(self._words):
            change = self._repeated(changes, at)
            given = self._following(levels, change.end)[:2] if change else []
            if change and given:
                texts = [as_printed(self._words, *run, one.value) for run, one in given]
                number, name = self._numbered(at, change)
                yield self._row(at, (number, name, "" if len(texts) == 1 else texts[0], texts[-1]))
                at = given[-1][1].end
            else:
                at += 1

    def _repeated(self, values: Values, at: int) -> Choice | None:
        """The longest run of one value, which may be printed by its number and by its name."""
        found = values.longest(self._words, at)
        while found:
            more = values.longest(self._words, found.end)
            if not more or more.value.code != found.value.code:
                return found
            found = more
        return None

    def _following(self, values: Values, at: int) -> list[tuple[tuple[int, int], Choice]]:
        found = []
        while one := values.longest(self._words, at):
            found.append(((at, one.end), one))
            at = one.end
        return found

    def _numbered(self, at: int, change: Choice) -> tuple[str, str]:
        """The number of a change and its name, as printed."""
        words = self._words
        label = self._rules.hicm.changes.label(change.value.code) if self._rules.hicm else ""
        text = " ".join(words.texts[at : change.end])
        for start in range(at, change.end):
            if folded("".join(words.texts[start : change.end])) == folded(label):
                number = "".join(c for c in "".join(words.texts[at:start]) if c.isdigit())
                return number, as_printed(words, start, change.end, Value(label, "", 0))
        return "", text

    def _requirements(self) -> Iterator[Row]:
        """Codes with an answer behind them, under the theme that is printed before."""
        themes = Values(
            {
                folded(one.theme): Value(one.theme, "", 0)
                for one in self._rules.requirements.values()
            }
        )
        codes = Values({folded(code): Value(code, code, 0) for code in self._rules.requirements})
        answers = self._lists.named("yes_or_no")
        theme = ""
        for at in range(len(self._words)):
            named = themes.longest(self._words, at)
            if named:
                theme = as_printed(self._words, at, named.end, named.value)
            code = codes.longest(self._words, at)
            answer = answers.longest(self._words, code.end) if code else None
            if code and answer:
                text = as_printed(self._words, code.end, answer.end, answer.value)
                yield self._row(at, (self._words.texts[at], theme, text))


def _section(table: str, fields: tuple[str, ...], rows: tuple[Row, ...]) -> Section:
    """A section without the columns that no row fills: those are not printed."""
    kept = [n for n in range(len(fields)) if any(row.cells[n] for row in rows)]
    names = tuple(fields[n] for n in kept)
    return Section(
        table=table,
        line=rows[0].line,
        page=rows[0].page,
        fields=names,
        head=names,
        rows=tuple(Row(row.line, row.page, tuple(row.cells[n] for n in kept)) for row in rows),
    )
