"""Which runs of words can be the cell of a column, by the round's own lists."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from bettercare.formats.prints.wrapped_blocks import Words
from bettercare.money import is_not_given, read_number
from bettercare.rounds import Round
from bettercare.rounds.lists import CodeList, Item
from bettercare.rounds.schema import Column

SUB_TYPES = "sub_types"
TYPES = "scheme_types"

_FOLDED = str.maketrans({"–": "-", "—": "-", "\u2011": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})


class Value(NamedTuple):
    """A value of a list as it may be printed, and how far that is from its label (0 is the label).

    ``owners`` are the scheme types that have it as a sub type; empty for every other list.
    """

    text: str
    code: str
    distance: int
    owners: frozenset[str] = frozenset()


class Choice(NamedTuple):
    """A run of words that is a value: the position behind it, and the value."""

    end: int
    value: Value


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A text without white space, capitals and kinds of dash and quotation mark.

    >>> folded("Reablement/Reha bilitation") == folded("Reablement/Rehabilitation")
    True
    """
    return "".join(text.split()).casefold().translate(_FOLDED)


class Values:
    """The values of one list by their folded text, and where they stand among words."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self._longest = max(map(len, values), default=0)

    def at(self, words: Words, start: int) -> Iterator[Choice]:
        """Every value that begins at a word."""
        text = ""
        for end in range(start + 1, len(words) + 1):
            text += folded(words.texts[end - 1])
            if len(text) > self._longest:
                return
            if text in self._values:
                yield Choice(end, self._values[text])

    def longest(self, words: Words, start: int) -> Choice | None:
        """The longest value that begins at a word."""
        return max(self.at(words, start), key=lambda one: one.end, default=None)


class Lists:
    """The lists of a round as values that can be looked for."""

    def __init__(self, rules: Round) -> None:
        self._rules = rules
        self._known: dict[str, Values] = {}

    def of(self, column: Column) -> Values | None:
        """The values of a column, or ``None`` when it is not chosen from a list."""
        return self.named(column.choices) if column.choices else None

    def named(self, choices: str) -> Values:
        """The values of a list by its name in the round; none where the round does not have it."""
        if choices not in self._known:
            self._known[choices] = self._values(choices)
        return self._known[choices]

    def has_sub_types(self, code: str) -> bool:
        """Whether a scheme type has sub types."""
        kind = self._rules.scheme_types.items.get(code)
        return kind is not None and kind.sub_types is not None

    def _values(self, choices: str) -> Values:
        if choices == SUB_TYPES:
            return self._sub_types
        held = self._list(choices)
        return Values(_values_of(held) if held is not None else {})

    def _list(self, choices: str) -> CodeList[Item] | None:
        if choices == "metrics":
            return self._rules.metric_names
        found: object = self._rules
        for name in choices.split("."):
            found = getattr(found, name, None)
        return found if isinstance(found, CodeList) else None

    @cached_property
    def _sub_types(self) -> Values:
        """All sub types, each with the scheme types that have it."""
        found: dict[str, Value] = {}
        for code, kind in self._rules.scheme_types.items.items():
            for text, value in _values_of(kind.sub_types).items() if kind.sub_types else ():
                known = found.get(text, value)
                owners = known.owners | {code}
                found[text] = min(known, value, key=lambda one: one.distance)._replace(
                    owners=owners
                )
        return Values(found)


def _values_of(held: CodeList[Item]) -> dict[str, Value]:
    """Labels, then other names: where two fold to the same text, the nearest counts."""
    found: dict[str, Value] = {}
    for distance in range(3):
        for code, item in held.items.items():
            for text in ((item.label,), (item.short, *item.aliases), item.old_names)[distance]:
                if text:
                    found.setdefault(folded(text), Value(text, code, distance))
    return found


def as_printed(words: Words, start: int, end: int, value: Value) -> str:
    r"""The words of a value as they are printed, with spaces where the value has them.

    >>> from bettercare.formats.prints.paper import paper_of
    >>> from bettercare.formats.prints.wrapped_blocks import words_of
    >>> words = words_of(paper_of("REABLEMENT/Reha\nbilitation", "a.txt").lines)
    >>> as_printed(words, 0, 2, Value("Reablement/Rehabilitation", "", 0))
    'REABLEMENT/Rehabilitation'
    """
    letters = iter("".join(words.texts[start:end]))
    return "".join(" " if one.isspace() else next(letters, "") for one in value.text)


def is_number(text: str) -> bool:
    """Whether a word is a number, or says that there is none."""
    return read_number(text) is not None or is_not_given(text)


def is_pounds(text: str) -> bool:
    """Whether a word is an amount with its pound sign."""
    return "£" in text and is_number(text)
