"""People drawn in a test as a table, and made comparable."""

import pandas as pd

from bettercare.linkage.people import NEEDED, comparable

DEFAULT = {
    "nhs_number": "",
    "given_name": "Elowen",
    "surname": "Ashford",
    "sex": "2",
    "birth_date": "1948-07-05",
    "address": "1 Imaginary Street",
    "postcode": "ZX1 1AA",
}
# Valid by their check digit, and of the range that is kept for tests.
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042", "9990000050")


def raw(*rows, **same):
    """Rows as read: each a mapping of what differs from a person who is always the same."""
    made = [DEFAULT | same | row for row in rows]
    frame = pd.DataFrame(made, columns=list(NEEDED))
    frame.insert(0, "row", range(1, len(made) + 1))
    return frame


def drawn(*rows, name="social care", **same):
    return comparable(raw(*rows, **same), name)
