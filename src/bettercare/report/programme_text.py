"""The summary and the findings of a programme as text: 80 columns, the answer first."""

from collections.abc import Iterator

from bettercare.labels import listed, shortened, wrapped
from bettercare.money import percent, plain_pounds
from bettercare.programmes.budget import by_text, slug
from bettercare.report.layout import count_words
from bettercare.report.programme import ProgrammeSummary
from bettercare.report.text_check import finding_lines

NAME = 38
WIDTH = 10


def check_text(summary: ProgrammeSummary, path: str = "PATH", *, every: bool = False) -> str:
    """Headline, what was read, how the printed figures compare, findings, and what was not run."""
    return "\n".join(_check_lines(summary, path, every))


def summary_text(summary: ProgrammeSummary, path: str = "PATH") -> str:
    """Headline, priorities, sources, carry-forward, leads, metrics, printed figures."""
    return "\n".join(_summary_lines(summary, path))


def _check_lines(summary: ProgrammeSummary, path: str, every: bool) -> Iterator[str]:
    yield from wrapped(f"{_who(summary)}: {count_words(summary)}")
    for one in summary.controls:
        if one.table == "lines":
            rows = f"{one.rows_kept:,} line{'s' if one.rows_kept != 1 else ''}"
            yield f"Read {rows}, {summary.working.shown(one.sum_kept)} in all years."
    yield from wrapped(_agreement(summary))
    yield from finding_lines(summary.report, every=every)
    yield f"Next: bettercare explain {path} {_next_figure(summary)}"


def _who(summary: ProgrammeSummary) -> str:
    programme = summary.programme
    years = summary.working.years
    when = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}" if years else "no year"
    return f"{programme.area}, programme {when}" if programme.area else f"Programme {when}"


def _agreement(summary: ProgrammeSummary) -> str:
    """How many printed figures agree with the lines."""
    every = summary.comparisons.all
    if not any(one.printed is not None for one in every):
        return "Printed figures: there are none to compare with."
    counts = {
        ("agrees", "agree"): len(summary.comparisons.agree()),
        ("differs", "differ"): sum(one.result == "differs" for one in every),
        ("is in doubt", "are in doubt"): sum(one.result == "in_doubt" for one in every),
        ("cannot be tested",) * 2: sum(one.result == "not_testable" for one in every),
    }
    words = listed(f"{n:,} {what[n != 1]}" for what, n in counts.items() if n)
    return f"Printed figures beside the lines: {words}."


def _next_figure(summary: ProgrammeSummary) -> str:
    """The figure most worth explaining: the source that is most over, else the first total."""
    over = {column: left for column, left in summary.working.funding.remaining.items() if left < 0}
    if over:
        return f"remaining.{min(over, key=lambda column: over[column]).key}"
    return next(iter(summary.figures), "total")


def _summary_lines(summary: ProgrammeSummary, path: str) -> Iterator[str]:
    working = summary.working
    totals = [f"{summary.figures[f'total.{year}'].display} in {year}" for year in working.years]
    rows = len(working.lines)
    lines = f"{rows:,} line{'s' if rows != 1 else ''}"
    yield from wrapped(f"{_who(summary)}: {listed(totals) or 'nothing'} allocated in {lines}.")
    yield from wrapped(_agreement(summary))
    yield ""
    yield from _by_priority(summary)
    yield from _by_source(summary)
    yield from _carried(summary)
    yield from _by_lead(summary)
    yield from _metrics(summary)
    yield ""
    yield f"What is wrong, where, and how to mend it: bettercare check {path}"


def _head(title: str, columns: list[str]) -> str:
    return f"{title:<{NAME + 2}}" + "".join(f"{one:>{WIDTH}}" for one in columns)


def _row(name: str, cells: list[str]) -> str:
    return f"  {shortened(name, NAME - 1):<{NAME}}" + "".join(f"{one:>{WIDTH}}" for one in cells)


def _value(summary: ProgrammeSummary, figure_id: str) -> str:
    figure = summary.figures.get(figure_id)
    return plain_pounds(figure.value) if figure and figure.value is not None else "-"


def _by_priority(summary: ProgrammeSummary) -> Iterator[str]:
    """Each priority by year, with its share of the last year that has annual budgets."""
    working = summary.working
    years = list(working.years)
    yield _head(f"Priority, {working.programme.unit}", [*years, "share"])
    for code in working.priorities:
        label = working.priority_label(code).removeprefix("priority ").replace(", ", " ", 1)
        share = summary.figures.get(f"share.priority.{code}.{years[0]}") if years else None
        shown = percent(share.value) if share and share.value is not None else "-"
        yield _row(label, [*(_value(summary, f"priority.{code}.{y}") for y in years), shown])
    yield _row("Total", [*(_value(summary, f"total.{year}") for year in years), ""]).rstrip()
    if len(years) > 1:
        yield f"  The share is that of {years[0]}."


def _by_source(summary: ProgrammeSummary) -> Iterator[str]:
    """What each source has, gives and leaves, year by year."""
    working = summary.working
    for year in working.years:
        columns = working.of_year(year)
        if columns:
            yield ""
            title = f"Source {year}, {working.programme.unit}"
            yield _head(title, ["Available", "Allocated", "Remaining"])
        for column in columns:
            families = ("available", "total", "remaining")
            cells = [_value(summary, f"{family}.{column.key}") for family in families]
            yield _row(working.label(column.source), cells)
        if columns:
            whole = (f"available.{year}", f"total.{year}", f"unallocated.{year}")
            yield _row("All sources", [_value(summary, one) for one in whole])


def _carried(summary: ProgrammeSummary) -> Iterator[str]:
    """One sentence for each source that links carry from year to year."""
    working = summary.working
    sources = list(dict.fromkeys(column.source for column in working.funding.brought))
    if sources:
        yield ""
    for source in sources:
        three = {
            what: summary.figures[f"carried.{source}.{what}"].display
            for what in ("available", "used", "left")
        }
        yield from wrapped(
            f"Carried forward, {working.label(source)}: {three['available']} available in all "
            f"years, {three['used']} used, {three['left']} left.",
            rest="  ",
        )


def _by_lead(summary: ProgrammeSummary) -> Iterator[str]:
    working = summary.working
    leads = [lead for lead, _ in by_text(working.lines, "lead")]
    if leads:
        yield ""
        yield _head(f"Lead, {working.programme.unit}", list(working.years))
    for lead in leads:
        cells = [_value(summary, f"lead.{slug(lead)}.{year}") for year in working.years]
        yield _row(lead, cells)


def _metrics(summary: ProgrammeSummary) -> Iterator[str]:
    """How many lines or schemes have a mark of each level for each metric."""
    working = summary.working
    metrics = working.contributions.metrics
    if not metrics or not any(one.marks for one in working.contributions.marked):
        return
    levels = [*working.rules.marks.levels[1:], "beyond"]
    yield ""
    noun = "lines" if any(line.marks for _, line in working.lines) else "schemes"
    yield _head(f"Metric, {noun} by mark", levels)
    for metric, label in metrics.items():
        figures = (summary.figures.get(f"marks.{metric}.{one.casefold()}") for one in levels)
        yield _row(label, [one.display if one else "0" for one in figures])
