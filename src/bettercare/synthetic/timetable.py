"""When plans of a round are due, as its own timetable says, and whether one came late."""

from datetime import date

from bettercare.rounds import Round

ENDS = "plans submitted"
SUBMITTED = "submitted"  # the fact that holds the day a plan was sent, as 2019-09-27


def due(rules: Round) -> date | None:
    """The day on which plans of a round are due; ``None`` where it asks for none.

    That is the last event of the timetable that is called so.

    >>> from bettercare.rounds import load
    >>> due(load("2019-20"))
    datetime.date(2019, 9, 27)
    """
    days = [one.day for one in rules.timetable if one.label.casefold().endswith(ENDS)]
    return max(days, default=None)
