"""Which value of a figure counts where a paper prints it several times, or cuts it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from bettercare.formats.prints.figures import PrintedFigure
from bettercare.money import pounds

_NOT_DIGIT = re.compile(r"\D+")


class Settled(msgspec.Struct, frozen=True):
    """The figures of a paper: those with one value that counts, and every print of the others.

    ``values`` holds one print of each figure that is whole; ``prints`` every print of each figure,
    by id.
    """

    values: Mapping[str, PrintedFigure]
    prints: Mapping[str, tuple[PrintedFigure, ...]]

    @property
    def cut(self) -> dict[str, tuple[PrintedFigure, ...]]:
        """The figures of which no print is whole."""
        return {key: prints for key, prints in self.prints.items() if key not in self.values}

    @property
    def differing(self) -> dict[str, tuple[PrintedFigure, ...]]:
        """The figures that have a value and are printed otherwise elsewhere."""
        return {
            key: prints
            for key, prints in self.prints.items()
            if key in self.values and any(not _agrees(one, self.values[key]) for one in prints)
        }


def settle(figures: Iterable[PrintedFigure]) -> Settled:
    """Settle each figure: the value that most of its whole prints give, if it fits those cut.

    A whole print that only fills a cut one with noughts is not whole.

    >>> def figure(text, value, cut=False):
    ...     return PrintedFigure("balance.ibcf", "iBCF", "t", text, value, 1, 1, cut=cut)
    >>> whole, cut = figure("£57", Decimal(57)), figure("£5", None, cut=True)
    >>> settle([whole, cut]).values["balance.ibcf"].text
    '£57'
    """
    prints: dict[str, list[PrintedFigure]] = {}
    for one in figures:
        prints.setdefault(one.id, []).append(one)
    values = {key: found for key, all_of in prints.items() if (found := _that_counts(all_of))}
    return Settled(values, {key: tuple(all_of) for key, all_of in prints.items()})


def digits(text: str) -> str:
    """The digits of a printed number, those of its pence left out."""
    return _NOT_DIGIT.sub("", text.partition(".")[0])


def is_filled_up(one: PrintedFigure, cut: PrintedFigure) -> bool:
    """Whether a print has the digits of one that is cut, and only noughts after them."""
    short, long = digits(cut.text), digits(one.text)
    rest = long.removeprefix(short)
    return len(short) < len(long) and rest != long and not rest.strip("0")


def fits_cut(value: Decimal, cut: PrintedFigure) -> bool:
    """Whether a number begins with the digits, and the sign, of a print that is cut."""
    same_sign = (value < 0) == cut.text.lstrip("£ ").startswith(("-", "(", "−"))
    return same_sign and digits(pounds(value)).startswith(digits(cut.text))


def _that_counts(prints: Sequence[PrintedFigure]) -> PrintedFigure | None:
    cut = [one for one in prints if one.cut]
    whole = [
        one
        for one in prints
        if one.value is not None
        and not one.cut
        and not any(is_filled_up(one, other) for other in cut)
    ]
    if not whole:
        return None
    (value, times), *others = Counter(one.value for one in whole).most_common()
    if others and others[0][1] == times:
        return None
    found = next(one for one in whole if one.value == value)
    return found if all(fits_cut(Decimal(found.value or 0), one) for one in cut) else None


def _agrees(one: PrintedFigure, that_counts: PrintedFigure) -> bool:
    return one.value == that_counts.value and not one.cut
