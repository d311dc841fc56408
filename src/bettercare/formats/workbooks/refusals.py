"""Refusals of workbooks in plain words: what is wrong, and what to do."""

from bettercare.errors import UnreadableFile

SAVE_AGAIN = "Open it in Excel and save it again as an Excel workbook (.xlsx)."
ASK_AGAIN = "Ask for the file again, or open it in Excel and save it again as .xlsx."
SPLIT = "Take out sheets and pictures that are not part of the plan, and save it again."
NOT_SAFE = "Do not open it if you do not know who made it; ask the sender for a new copy."


def refused(name: str, why: str, fix: str) -> UnreadableFile:
    """A file that is not read.

    >>> str(refused("plan.xlsx", "it is empty", SAVE_AGAIN))
    'Cannot read plan.xlsx: it is empty. Open it in Excel and save it again as an Excel workbook
    (.xlsx).'
    """
    return UnreadableFile(f"Cannot read {name}: {why}. {fix}")


def damaged(name: str, what: str) -> UnreadableFile:
    """A file that stops short or does not say what its parts promise.

    >>> str(damaged("plan.xlsx", "the end is missing"))[:53]
    'Cannot read plan.xlsx: it is damaged (the end is miss'
    """
    return refused(name, f"it is damaged ({what})", ASK_AGAIN)
