"""How a round's template looks in print: where it names its area, and the figures it prints."""

from bettercare.rounds.lists import Fact, Part


class PrintedLabel(Part, frozen=True, kw_only=True):
    """A row or a column of a table of figures: what it is called in print, and its part of the id.

    ``key`` is put into the id of the table's figures. ``given`` says that its figures come to the
    plan from elsewhere, such as a published minimum.
    """

    key: str
    labels: tuple[str, ...]
    given: bool = False


class PrintedTable(Fact, frozen=True, kw_only=True):
    """A table of figures that the template works out and prints of itself.

    ``titles`` are what stands in the first cell of its head, or on the line above where that cell
    is blank. ``figure`` is the id of a figure with ``{row}`` and ``{column}`` in it. The rows are
    those of the list that ``rows_of`` names, and ``rows``.
    """

    label: str
    titles: tuple[str, ...]
    figure: str
    columns: tuple[PrintedLabel, ...]
    rows: tuple[PrintedLabel, ...] = ()
    rows_of: str = ""


class Prints(Part, frozen=True, kw_only=True):
    """What to know a print of the template by.

    ``titles`` are how its own title begins, ``area`` the labels that the name of the area stands
    behind, and ``tables`` the tables of figures that it prints. ``words_left`` are the labels of
    the words left in a section of the narrative, and ``instructions`` how paragraphs begin that
    belong to the template and not to a plan.
    """

    titles: tuple[str, ...]
    area: tuple[str, ...]
    tables: dict[str, PrintedTable]
    words_left: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
