"""The page of the indicator library: every definition in words, and what changed between them."""

from collections.abc import Iterator

from check_pages import table

from bettercare.cli.measures_texts import VERDICTS, facts_of
from bettercare.labels import listed
from bettercare.metrics.definition import Definition
from bettercare.metrics.library import library
from bettercare.metrics.library_files import CodeList
from bettercare.metrics.side_by_side import Difference, SideBySide, side_by_side

PAGE = "reference/indicator-library.md"
LEFT_OUT = ("Version", "Review")  # the version is the heading; one date for all stands above
HEAD = """# Indicator library

Generated from the definitions in `src/bettercare/metrics/data/library/`. Each says what a metric
means, how it is counted from records, for whom and when. `bettercare measures` lists them, and
`bettercare measures show dtoc` shows one with its versions side by side.

Words, polarity, units and references of national metrics come from the [rounds](round-format.md),
so they stand in one place. "Not confirmed" names what no document that we have seen says: it is our
own knowledge or method, and may be put right without a new version. All definitions are read again
by {review}.

**Counts add, rates never average.** The rate of a year or of several areas is worked out of the
numbers added up. A rate for people takes, over several periods, the people of each weighted by its
months. What is of one moment, such as a waiting list, does not add up over time.

## What takes the place of what

{chain}

In the tables of what differs, <del>words struck out</del> are gone and **words in bold** are new.
"""


def page() -> str:
    """The whole page."""
    known = library()
    every = [one for made in known.metrics.values() for one in made]
    review = listed(sorted({str(one.review) for one in every}))
    parts = [HEAD.format(review=review, chain=_chain())]
    for scope, heading in (("national", "National metrics"), ("local", "Local metrics")):
        chosen = {m: made for m, made in known.metrics.items() if made[-1].scope == scope}
        parts.append(f"## {heading}\n")
        for metric, made in chosen.items():
            parts += _metric(metric, made)
    parts.append("## Lists of codes\n")
    parts += [_codes(name, one) for name, one in known.code_lists.items()]
    return "\n".join(parts).rstrip() + "\n"


def _chain() -> str:
    known = library()
    changes = {one.after.key: one for metric in known.metrics for one in side_by_side(metric)}
    ordered = sorted(changes.values(), key=lambda one: (one.before.key, str(one.after.start)))
    rows = [(one.before.key, one.after.key, VERDICTS[one.verdict], _why(one)) for one in ordered]
    return table([("Before", "After", "Figures", "Why"), *rows])


def _why(change: SideBySide) -> str:
    return f"{change.why} {change.conversion}".strip()


def _metric(metric: str, made: tuple[Definition, ...]) -> Iterator[str]:
    yield f"### {made[-1].short or made[-1].title} (`{metric}`)\n"
    for one in made:
        facts = {what: text for what, text in facts_of(one).items() if text}
        if len(made) > 1:
            yield f"**{facts['Version']}**\n"
        else:
            yield f"{facts['Version'].capitalize()}.\n"
        shown = [("Title", one.title), *(f for f in facts.items() if f[0] not in LEFT_OUT)]
        yield table([("", ""), *shown]) + "\n"
    for change in side_by_side(metric):
        if change.after.metric == metric and change.differences:
            yield _change(change)


def _change(change: SideBySide) -> str:
    rows = [("What differs", f"{change.before.key} to {change.after.key}")]
    rows += [(one.what, f"{{{number}}}") for number, one in enumerate(change.differences)]
    drawn = table(rows)
    for number, one in enumerate(change.differences):
        drawn = drawn.replace(f"{{{number}}}", _marked(one))
    return drawn + "\n"


def _marked(one: Difference) -> str:
    marks = {"same": "{}", "gone": "<del>{}</del>", "new": "**{}**"}
    return " ".join(marks[kind].format(text.replace("|", "/")) for kind, text in one.words)


def _codes(name: str, one: CodeList) -> str:
    sure = "" if one.certainty.value == "confirmed" else " Not confirmed."
    rows = [("Begins with", "Stands for"), *one.codes.items()]
    return f"### `{name}`\n\n{one.label}.{sure}\n\n{table(rows)}\n"
