"""What papers bound with a plan say of it: their tables of money, proposals, and sentences."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from bettercare.dates import short_year, year_after
from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.prints.region import Region
from bettercare.formats.prints.side_tables import SideTable, side_tables
from bettercare.formats.prints.side_text import YEAR, Item, Said, items, said_in, sentences
from bettercare.labels import normalise
from bettercare.plan.records import DocumentFigure
from bettercare.rounds import Round
from bettercare.rounds.printed import PrintedStatement

NARRATIVE = "narrative"
LONGEST_HEADING = 160
UNITS = {"pounds": ("£", "£k", "£m", "£bn"), "per_cent": ("%",), "rate": ("rate",)}
WHOLE = "total"


class Beside(msgspec.Struct, frozen=True):
    """The papers beside a plan: their tables of numbers, numbered paragraphs, and what they say."""

    tables: tuple[SideTable, ...]
    items: tuple[Item, ...]
    figures: tuple[DocumentFigure, ...]

    def table(self, *words: str) -> SideTable:
        """The first table whose title has all of some words; raises ``KeyError`` without one."""
        wanted = [normalise(word) for word in words]
        for table in self.tables:
            if all(word in normalise(table.title) for word in wanted):
                return table
        raise KeyError(words)


def beside(paper: Paper, rules: Round, region: Region) -> Beside:
    """Read the papers that are bound with the plan of a region."""
    lines = [line for line in paper.lines if not region.first <= line.number <= region.last]
    rest = msgspec.structs.replace(paper, lines=tuple(lines))
    tables = side_tables(rest)
    area = region.areas[0] if region.areas else ""
    figures = (*_of_tables(tables, rules, area), *_of_text(lines, rules))
    return Beside(tables, items(lines), tuple(_once(figures)))


def _of_tables(tables: Sequence[SideTable], rules: Round, area: str) -> Iterator[DocumentFigure]:
    for table in tables:
        if table.unit and table.total:
            yield from _income(table, rules)
        for one in rules.prints.statements if rules.prints else ():
            if one.heads:
                yield from _columns(table, one, area)


def _income(table: SideTable, rules: Round) -> Iterator[DocumentFigure]:
    """The rows of a table of money that are a source of the round or its total, by year."""
    for row in table.rows:
        code = WHOLE if row.is_total else rules.sources.match(row.label).accepted
        for n, value in enumerate(row.values):
            year = _year_of(table.heads[n])
            is_whole = WHOLE in normalise(table.heads[n]).split()
            if code and value is not None and year in rules.years and is_whole:
                figure, number = f"income.{code}.{year}", (value, table.unit)
                place = f"line {row.line}, {table.heads[n]}"
                yield _figure(NARRATIVE, figure, number, table.title, place)


def _columns(table: SideTable, one: PrintedStatement, area: str) -> Iterator[DocumentFigure]:
    for row in table.rows if area else ():
        for n, value in enumerate(row.values):
            year = _year_of(table.heads[n])
            heads = normalise(table.heads[n])
            named = all(normalise(word) in heads for word in one.heads)
            if value is not None and year and named and normalise(row.label) == normalise(area):
                figure = one.figure.format(year=year)
                place = f"line {row.line}, {table.heads[n]}"
                yield _figure(one.document, figure, (value, "£"), table.title, place)


def _of_text(lines: Sequence[Line], rules: Round) -> Iterator[DocumentFigure]:
    heading = ""
    for line in lines:
        text = " ".join(filter(None, line.cells))
        if not line.has_tabs and _is_heading(text):
            heading = text
        for one in rules.prints.statements if rules.prints else ():
            if one.words and _all_in(one.under, heading):
                yield from _sentences(one, text, (line.number, heading), rules)


def _sentences(
    one: PrintedStatement, text: str, at: tuple[int, str], rules: Round
) -> Iterator[DocumentFigure]:
    if not _all_in(one.words, text):
        return
    year = None
    for sentence in sentences(text):
        if _all_in(one.words, sentence):
            found = [said for said in said_in(sentence, year) if said.unit in UNITS[one.unit]]
            for said in _in_order(found, rules) if one.in_order else found:
                if said.year:
                    figure = one.figure.format(year=said.year)
                    number = (said.value, said.unit)
                    yield _figure(one.document, figure, number, at[1], f"line {at[0]}")
        year = _year_of(sentence, last=True) or year


def _in_order(found: Sequence[Said], rules: Round) -> Iterator[Said]:
    """Numbers without years of their own: of the first year of the round, and of those after it."""
    year = rules.years[0]
    for said in found:
        yield said._replace(year=year)
        year = year_after(year)


def _figure(
    document: str, figure: str, number: tuple[Decimal, str], title: str, place: str
) -> DocumentFigure:
    value, unit = number
    return DocumentFigure(
        document=document, title=title, figure=figure, value=value, unit=unit, place=place
    )


def _year_of(text: str, *, last: bool = False) -> str | None:
    """The only year that a heading names, or the last one of a sentence."""
    years = [short_year(f"{one[1]}-{one[2]}") for one in YEAR.finditer(text)]
    if last:
        return years[-1] if years else None
    return years[0] if len(set(years)) == 1 else None


def _is_heading(text: str) -> bool:
    """Whether a line of text is a heading: short, no bullet point, and no sentence."""
    return 0 < len(text) <= LONGEST_HEADING and text[0] not in "-•" and not text.endswith(".")


def _once(figures: Sequence[DocumentFigure]) -> Iterator[DocumentFigure]:
    """Figures that one table says several times are said once."""
    seen = set()
    for one in figures:
        key = (one.document, one.title, one.figure, one.value)
        if key not in seen:
            seen.add(key)
            yield one


def _all_in(words: Sequence[str], text: str) -> bool:
    folded = normalise(text)
    return all(normalise(word) in folded for word in words)
