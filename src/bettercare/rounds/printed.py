"""How a round's template looks in print: its titles, and the tables that are no rows of schemes.

A label is known by its words, whatever its case, signs and numbering. One that ends in three dots
is known by how it begins.
"""

from typing import Literal

from msgspec import field

from bettercare.rounds.lists import Fact, Part


class PrintedLabel(Part, frozen=True, kw_only=True):
    """A row or a column of a printed table: what it is called in print, and what it stands for.

    ``key`` is put into the id of the table's figures, or names the year or code of its answers.
    ``given`` says that its figures come to the plan from elsewhere, such as a published minimum.
    ``figures`` are ids of its own in place of the table's.
    """

    key: str
    labels: tuple[str, ...]
    given: bool = False
    figures: tuple[str, ...] = ()


class PrintedTable(Fact, frozen=True, kw_only=True):
    """A table of figures that the template works out and prints of itself.

    ``titles`` are what stands in the first cell of its head, or on the line above where that cell
    is blank. ``figure`` is the id of a figure with ``{row}`` and ``{column}`` in it. The rows are
    those of the list that ``rows_of`` names, and ``rows``. ``adds_to`` is the row that is the sum
    of the others.
    """

    label: str
    titles: tuple[str, ...]
    figure: str
    columns: tuple[PrintedLabel, ...]
    rows: tuple[PrintedLabel, ...] = ()
    rows_of: str = ""
    adds_to: str = ""


class PrintedLines(Fact, frozen=True, kw_only=True):
    """A printed table that becomes lines of a table of the plan: income, answers, and others.

    The key of a column is a year, or the field that it fills. The key of a row is the code of a
    question; conditions and contacts have their rows from the round's own lists. A table of income
    is of one ``source``, or part of one: its rows are contributors, but for ``rows``, which are
    totals by the code of their source. One without ``titles`` is known by its columns alone.
    """

    table: Literal["income", "answers", "conditions", "sign_off"]
    columns: tuple[PrintedLabel, ...]
    titles: tuple[str, ...] = ()
    rows: tuple[PrintedLabel, ...] = ()
    source: str = ""


class PrintedPeriod(Part, frozen=True, kw_only=True):
    """A column of a table of metrics: the year or the quarter ("Q1") it is about, and its kind."""

    labels: tuple[str, ...]
    year: str
    period: str = ""
    kind: Literal["plan", "actual"] = "plan"


class PrintedMeasure(Part, frozen=True, kw_only=True):
    """A row of a table of metrics: the field of a metric line that it fills, and its part.

    ``total`` is the figure that a column without a quarter holds, with ``{year}`` in its id.
    """

    labels: tuple[str, ...]
    field: Literal["numerator", "denominator", "value_printed", "value_printed_on_summary"]
    part: str = ""
    total: str = ""


class PrintedMetric(Fact, frozen=True, kw_only=True):
    """A printed table of one metric."""

    metric: str
    titles: tuple[str, ...]
    columns: tuple[PrintedPeriod, ...]
    rows: tuple[PrintedMeasure, ...]


class PrintedStatement(Part, frozen=True, kw_only=True):
    """A sentence, or a table, of another paper that says a figure of the plan.

    ``document`` is the kind of paper, ``figure`` the id with ``{year}`` in it. A sentence has all
    of the ``words`` and stands ``under`` a heading with those words, where that is said; its
    numbers are of the ``unit``, and with ``in_order`` of the years of the round and after, one by
    one. With ``heads`` it is the column of a table whose head has these words and a year, in the
    row of the area.
    """

    document: str
    figure: str
    words: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    unit: Literal["pounds", "per_cent", "rate"] = "pounds"
    in_order: bool = False


class Prints(Part, frozen=True, kw_only=True):
    """What to know a print of the template by.

    ``titles`` are how its own titles begin, ``area`` the labels that the name of the area stands
    behind, and ``skip`` headings of columns that are not read. ``tables`` are its tables of
    figures, ``lines`` and ``metrics`` the others, by name. ``singles`` are figures that stand alone
    behind their label; ``questions`` are asked and answered on one line of text. ``statements``
    are figures of the plan that papers bound with it say. ``words_left``
    are the labels of the words left in a section of the narrative, and ``instructions`` how
    paragraphs begin that belong to the template and not to a plan.
    """

    titles: tuple[str, ...]
    area: tuple[str, ...]
    skip: tuple[str, ...] = ()
    tables: dict[str, PrintedTable] = field(default_factory=dict)
    lines: dict[str, PrintedLines] = field(default_factory=dict)
    metrics: dict[str, PrintedMetric] = field(default_factory=dict)
    singles: tuple[PrintedLabel, ...] = ()
    questions: tuple[PrintedLabel, ...] = ()
    statements: tuple[PrintedStatement, ...] = ()
    words_left: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
