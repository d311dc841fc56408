"""What tells the records of each table apart, whatever else was edited in them."""

from collections.abc import Callable, Hashable, Mapping

from bettercare.dates import short_year
from bettercare.labels import normalise, squeezed
from bettercare.plan.keyed import KEY_FIELDS, keys_of
from bettercare.plan.records import Record
from bettercare.rounds import Round

KeyOf = Callable[[Record], Hashable]  # None where a record has no such key

# The fields that may not differ between two records which are alike in all but one field.
NAMING: Mapping[str, frozenset[str]] = {
    "income": frozenset({"source_of_funding", "contributor"}),
    "schemes": frozenset({"scheme_name"}),
    "metrics": frozenset({"metric", "year", "period", "kind", "part"}),
    "progress": frozenset({"scheme_id", "scheme_name", "source_of_funding", "period"}),
    "capacity": frozenset({"service", "month"}),
    "documents": frozenset({"document", "title", "figure"}),
    **{table: frozenset({*fields, "year", "period"}) for table, fields in KEY_FIELDS.items()},
}

# By what a person knows a record.
NAMES: Mapping[str, tuple[str, ...]] = {
    "income": ("source_of_funding", "contributor"),
    "schemes": ("scheme_name",),
    "metrics": ("metric", "year", "period", "kind", "part"),
    "progress": ("scheme_name", "source_of_funding", "period"),
    "capacity": ("service", "month"),
    "documents": ("document", "figure"),
    **{table: (fields[0], "year", "period") for table, fields in KEY_FIELDS.items()},
}


def name_of(table: str, record: Record) -> str:
    """How a person knows a record: by the texts that name it, or else by the id of its scheme.

    >>> from bettercare.plan import MetricPlan
    >>> name_of("metrics", MetricPlan(metric="RES", year="2019/20", unit="per cent"))
    'RES, 2019/20'
    """
    texts = [getattr(record, field, None) or "" for field in NAMES[table]]
    own = f"scheme {scheme}" if (scheme := getattr(record, "scheme_id", None)) else ""
    return ", ".join(" ".join(text.split()) for text in texts if text.strip()) or own


class Keys:
    """The keys of the records of a table, the surest first.

    A ``fine`` key tells apart the records left over; a ``coarse`` one counts only where no two
    records of either plan share it.
    """

    def __init__(self, table: str, rules: Round) -> None:
        self.table = table
        self.rules = rules
        self.known = keys_of(rules, table) if table in KEY_FIELDS else None
        coarse: dict[str, tuple[KeyOf, ...]] = {
            "income": (self._source,),
            "schemes": (self._id_and_name,),
            "progress": (self._id_and_period,),
            "documents": (self._document_and_figure,),
        }
        self.coarse = coarse.get(table, ())

    def fine(self, record: Record) -> Hashable:
        """The whole natural key of a record; ``None`` where what it is about is blank."""
        if self.known is not None:
            return self._keyed(record)
        wholes: Mapping[str, KeyOf] = {
            "income": self._source_and_contributor,
            "schemes": self._scheme,
            "metrics": self._metric,
            "progress": self._progress,
        }
        if self.table in wholes:
            return wholes[self.table](record)
        return _all(*(_text(record, field) for field in sorted(NAMING[self.table])))

    def added(self, record: Record) -> Hashable:
        """What two rows that both people added have in common if they are meant as one."""
        if self.table == "schemes":
            name = _text(record, "scheme_name")
            return (name, self._source(record)) if name else None
        return self.fine(record)

    def _keyed(self, record: Record) -> Hashable:
        """What a line of a small table is about, by code where the round knows it."""
        fields = KEY_FIELDS[self.table]
        texts = [text for field in fields if (text := getattr(record, field))]
        codes = [self.known.match(text).accepted for text in texts] if self.known else []
        about = squeezed(next(filter(None, (*codes, *texts)), ""))
        return (about, _year(record), _text(record, "period")) if about else None

    def _source(self, record: Record) -> Hashable:
        text = getattr(record, "source_of_funding", None)
        found, part = self.rules.source_of_income(text)
        return (found.accepted, part) if found.accepted else normalise(text or "") or None

    def _source_and_contributor(self, record: Record) -> Hashable:
        source = self._source(record)
        return None if source is None else (source, _text(record, "contributor"))

    @staticmethod
    def _id_and_name(record: Record) -> Hashable:
        both = squeezed(getattr(record, "scheme_id", None) or ""), _text(record, "scheme_name")
        return both if all(both) else None

    def _scheme(self, record: Record) -> Hashable:
        both = self._id_and_name(record)
        return None if both is None else (both, self._source(record))

    def _metric(self, record: Record) -> Hashable:
        text = getattr(record, "metric", None) or ""
        metric = self.rules.metric_names.match(text).accepted or normalise(text)
        rest = (_text(record, field) for field in ("period", "kind", "part"))
        return (metric, _year(record), *rest) if metric else None

    def _progress(self, record: Record) -> Hashable:
        return _all(
            squeezed(getattr(record, "scheme_id", None) or ""),
            _text(record, "scheme_name"),
            self._source(record),
            _text(record, "period"),
        )

    @staticmethod
    def _id_and_period(record: Record) -> Hashable:
        own = squeezed(getattr(record, "scheme_id", None) or "")
        return (own, _text(record, "period")) if own else None

    @staticmethod
    def _document_and_figure(record: Record) -> Hashable:
        both = _text(record, "document"), _text(record, "figure")
        return both if all(both) else None


def _all(*parts: Hashable) -> Hashable:
    """Several parts as one key; ``None`` where all are blank."""
    return parts if any(parts) else None


def _text(record: Record, field: str) -> str:
    return normalise(getattr(record, field, None) or "")


def _year(record: Record) -> str:
    return short_year(getattr(record, "year", None) or "")
