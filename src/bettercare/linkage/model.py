"""The model of linkage: settings made into a Splink model, learned, and asked about pairs.

Method: I. P. Fellegi and A. B. Sunter, "A theory for record linkage", Journal of the American
Statistical Association 64 (1969), as Splink carries it out, with weights by term frequency.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import splink.comparison_level_library as levels
import splink.comparison_library as library
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bettercare.linkage.settings import Comparison, Line, Settings

LEAST = 0.01  # probability of a pair worth knowing of, to say how many are missed
FEWEST_TO_EXPECT = 1.0  # pairs of one person, so that no probability is 0
EITHER = ("l", "r")


class Scored(NamedTuple):
    """Pairs with the probability that they are of one person, and how the model came about.

    ``pairs`` has ``row_l``, ``row_r``, ``probability``, ``weight`` (in powers of two) and one
    column ``level_`` for each comparison (0 the worst, -1 where one is blank). ``learned`` says
    whether the model was learned from these records, ``skipped`` which columns are blank
    throughout.
    """

    pairs: Any
    learned: bool
    certain_pairs: int
    skipped: Line


def duckdb_api(folder: Path) -> Any:
    """Splink's way to DuckDB, which opens no connection and spills into the folder given."""
    connection = duckdb.connect(config={"temp_directory": str(folder / "spill")})
    return DuckDBAPI(connection=connection)


@contextmanager
def spill_folder() -> Iterator[Path]:
    """A folder that its owner alone may read, and that is gone afterwards."""
    with TemporaryDirectory(prefix="bettercare-linkage-") as folder:
        yield Path(folder)


def score(settings: Settings, frames: Sequence[Any], api: Any | None = None) -> Scored:
    """Score the pairs that the settings' blocking lets through, from a probability of 0.01 on.

    ``frames``: two, to link one with the other, or one, to find people in it more than once. They
    have a number ``row`` and the columns that settings may name. ``api`` is a Splink database API;
    DuckDB when not given, Spark by the same settings. No pair comes of files without a column that
    both know something of.
    """
    if min(len(frame) for frame in frames) == 0:
        return Scored(_none(), learned=False, certain_pairs=0, skipped=())
    if api is not None:
        return _scored(settings, frames, api)
    with spill_folder() as folder:
        return _scored(settings, frames, duckdb_api(folder))


def _scored(settings: Settings, frames: Sequence[Any], api: Any) -> Scored:
    blank = frozenset(c for c in frames[0].columns if any(f[c].isna().all() for f in frames))
    used = [one for one in settings.comparisons if not blank & set(one.columns)]
    skipped = tuple(c for one in settings.comparisons for c in one.columns if c in blank)
    certain = certain_pairs(settings, frames)
    if not used or not _usable(settings.blocking, blank):
        return Scored(_none(), learned=False, certain_pairs=certain, skipped=skipped)
    tables = [api.register(f, dataset_display_name=s) for f, s in zip(frames, EITHER, strict=False)]
    asked = _model(settings, used, blank) | {
        "link_type": "link_only" if len(frames) > 1 else "dedupe_only",
        "probability_two_random_records_match": _prior(settings, frames, certain),
    }
    learned = certain >= settings.fewest_to_learn
    with _silent():
        linker = Linker(tables, SettingsCreator(**asked), log_level=None)
        if learned:
            _learn(linker, settings, blank)
        predicted = linker.inference.predict(threshold_match_probability=LEAST)
        found: Any = predicted
        return Scored(_tidy(found.as_pandas_dataframe(), used), learned, certain, skipped)


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing of Splink's log is shown: it is for its developers, and may quote a value."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _learn(linker: Any, settings: Settings, blank: frozenset[str]) -> None:
    linker.training.estimate_u_using_random_sampling(
        max_pairs=settings.random_pairs, seed=settings.seed
    )
    for line in _usable(settings.learn_on, blank):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*line))


def certain_pairs(settings: Settings, frames: Sequence[Any]) -> int:
    """How many pairs agree on at least one of the settings' lines that are taken as certain."""
    left, right = frames[0], frames[-1]
    found = [
        left[["row", *line]].dropna().merge(right[["row", *line]].dropna(), on=list(line))
        for line in settings.certain
    ]
    pairs = pd.concat(found)[["row_x", "row_y"]].drop_duplicates()
    return len(pairs) if len(frames) > 1 else int((pairs["row_x"] < pairs["row_y"]).sum())


def _prior(settings: Settings, frames: Sequence[Any], certain: int) -> float:
    """The probability that two records drawn at random are of one person."""
    sizes = [len(frame) for frame in frames]
    possible = sizes[0] * sizes[-1] if len(sizes) > 1 else sizes[0] * (sizes[0] - 1) / 2
    expected = max(certain / settings.found_by_certain, FEWEST_TO_EXPECT)
    return min(expected / max(possible, 1), 0.5)


def _model(settings: Settings, used: Sequence[Comparison], blank: frozenset[str]) -> dict[str, Any]:
    return {
        "unique_id_column_name": "row",
        "blocking_rules_to_generate_predictions": [
            block_on(*line) for line in _usable(settings.blocking, blank)
        ],
        "comparisons": [_comparison(one) for one in used],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }


def _usable(lines: Sequence[Line], blank: frozenset[str]) -> list[Line]:
    return [line for line in lines if not blank & set(line)]


def _comparison(one: Comparison) -> Any:
    made = _MAKERS[one.kind](one).configure(
        m_probabilities=list(one.m), u_probabilities=list(one.u)
    )
    if one.kind == "name":  # its levels say by which columns
        return made
    return made.configure(term_frequency_adjustments=one.term_frequency)


def _name(one: Comparison) -> Any:
    """Given name and surname as one comparison, since each says something of the other."""
    given, surname = one.columns
    alike = [
        levels.And(levels.JaroWinklerLevel(given, t), levels.JaroWinklerLevel(surname, t))
        for t in one.thresholds
    ]
    best = max(one.thresholds)
    return library.CustomComparison(
        [
            levels.And(levels.NullLevel(given), levels.NullLevel(surname)),
            levels.ExactMatchLevel("full_name").configure(tf_adjustment_column="full_name"),
            levels.ColumnsReversedLevel(given, surname, symmetrical=True),
            *alike,
            levels.JaroWinklerLevel("either_order", best),
            levels.ExactMatchLevel(surname).configure(tf_adjustment_column=surname),
            levels.ExactMatchLevel(given).configure(tf_adjustment_column=given),
            levels.JaroWinklerLevel(surname, best),
            levels.JaroWinklerLevel(given, best),
            levels.ElseLevel(),
        ],
        output_column_name="name",
    )


def _edits(one: Comparison) -> Any:
    edits = [int(threshold) for threshold in one.thresholds]
    return library.DamerauLevenshteinAtThresholds(one.columns[0], edits)


def _date(one: Comparison) -> Any:
    return library.DateOfBirthComparison(one.columns[0], input_is_string=True)


def _same(one: Comparison) -> Any:
    return library.ExactMatch(one.columns[0])


_MAKERS: Mapping[str, Callable[[Comparison], Any]] = {
    "name": _name,
    "edits": _edits,
    "date": _date,
    "same": _same,
}


def _none() -> Any:
    return pd.DataFrame({one: [] for one in ("row_l", "row_r", "probability", "weight")})


def _tidy(predicted: Any, used: Sequence[Comparison]) -> Any:
    """The columns that matter: none of them holds a value of a record."""
    names = {f"gamma_{name_of(one)}": f"level_{name_of(one)}" for one in used}
    names |= {"match_probability": "probability", "match_weight": "weight"}
    pairs = predicted.rename(columns=names)
    return pairs[["row_l", "row_r", *sorted(names.values())]]


def name_of(one: Comparison) -> str:
    """What a comparison is called: the column, or "name" for given name and surname together."""
    return "name" if one.kind == "name" else one.columns[0]


def level_words(one: Comparison) -> tuple[str, ...]:
    """The levels of a comparison in words, the worst first, as ``level`` columns number them."""
    edits = [f"within {int(t)} edits" if t > 1 else "one edit away" for t in one.thresholds]
    alike = [f"both alike from {t:g}" for t in one.thresholds]
    words = {
        "same": [],
        "edits": edits,
        "date": ["one edit away", "within a month", "within a year", "within ten years"],
        "name": ["swapped", *alike, *_NAMES],
    }[one.kind]
    return ("differs", *reversed(words), "same")


_NAMES = (
    "alike in the other order",
    "same surname",
    "same given name",
    "surname alike",
    "given name alike",
)
