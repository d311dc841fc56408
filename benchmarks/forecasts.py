"""Try ways to forecast on series made up from a seed, and print how each does.

``python benchmarks/forecasts.py [SERIES [HISTORY [AHEAD]]]``. Of each kind so many series are
made, the sum of the next points is forecast from the history, and two things are counted: how often
the 80% and the 95% interval held the outturn, and the interval score at 80% (T. Gneiting and A.
Raftery, 2007: width, plus ten times any miss; lower is better) over that of the way that did best.
No time is measured, so the output is the same on every machine.
"""

import sys
from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

import numpy as np

from bettercare.trajectories import forecast
from bettercare.trajectories.forecasts import FEW, NO_FLOOR
from bettercare.trajectories.predictive import Part, Predictive
from bettercare.trajectories.smoothing import ahead, fits

MONTHS = 12
Made = Callable[[Any, int], Any]


def _wandering(rng: Any, n: int) -> Any:
    chance = rng.normal(size=n)
    return np.concatenate([[0.0], 0.3 * np.cumsum(chance)[:-1]]) + chance


def _stepping(rng: Any, n: int) -> Any:
    return rng.normal(size=n) + 2.0 * (np.arange(n) >= rng.integers(n // 3, n - MONTHS // 2))


def _leaning(rng: Any, n: int) -> Any:
    values = rng.normal(size=n)
    for i in range(1, n):
        values[i] += 0.5 * values[i - 1]
    return values


def _turning(rng: Any, n: int) -> Any:
    return 2 * np.sin(2 * np.pi * np.arange(n) / MONTHS + rng.uniform(0, 6))


KINDS: dict[str, Made] = {
    "still": lambda rng, n: rng.normal(size=n),
    "counts": lambda rng, n: rng.poisson(100, n) / 10,
    "outliers": lambda rng, n: rng.standard_t(4, n) / sqrt(2),
    "drifting": _wandering,
    "random walk": lambda rng, n: np.cumsum(rng.normal(size=n)),
    "trend": lambda rng, n: 0.08 * np.arange(n) + rng.normal(size=n),
    "one step": _stepping,
    "correlated": _leaning,
    "seasonal": lambda rng, n: _turning(rng, n) + rng.normal(size=n),
    "seasonal drift": lambda rng, n: _turning(rng, n) + _wandering(rng, n),
}


def _one_share(values: Sequence[float], length: int, alpha: float) -> Predictive:
    [fit] = [one for one in fits(values, 1) if one.alpha == alpha]
    mean, variance = ahead(fit, len(values), [1.0] * length)
    scale = sqrt(fit.squares / fit.freedom * variance)
    return Predictive((Part(1.0, mean, scale, fit.freedom),))


def _best_share(values: Sequence[float], length: int) -> Predictive:
    best = min((one for one in fits(values, 1) if one.freedom >= FEW), key=lambda one: one.squares)
    return _one_share(values, length, best.alpha)


def _last_year(values: Sequence[float], length: int) -> Predictive:
    changes = [values[n] - values[n - MONTHS] for n in range(MONTHS, len(values))]
    scale = sqrt(length * sum(one * one for one in changes) / len(changes))
    mean = sum(values[len(values) - MONTHS + n % MONTHS] for n in range(length))
    return Predictive((Part(1.0, mean, scale, len(changes)),))


def _averaged(values: Sequence[float], length: int, season: int) -> Predictive:
    return forecast(values, length, season=season, floor=NO_FLOOR).over(1, length)


WAYS: dict[str, Callable[[Sequence[float], int], Predictive]] = {
    "mean and limits (XmR)": lambda values, length: _one_share(values, length, 0.0),
    "last value": lambda values, length: _one_share(values, length, 1.0),
    "same month last year": _last_year,
    "smoothing, best share": _best_share,
    "smoothing, averaged": lambda values, length: _averaged(values, length, 1),
    "the same, with seasons": lambda values, length: _averaged(values, length, MONTHS),
}


def tried(kind: str, count: int, history: int, length: int) -> dict[str, tuple[float, ...]]:
    """For each way the mean interval score and both coverages over series of one kind."""
    rng = np.random.default_rng(7)
    found: dict[str, list[tuple[float, ...]]] = {way: [] for way in WAYS}
    for _ in range(count):
        made = 50 + KINDS[kind](rng, history + length)
        outturn = float(made[history:].sum())
        for way, method in WAYS.items():
            told = method([float(one) for one in made[:history]], length)
            narrow, wide = told.interval(0.8), told.interval(0.95)
            missed = max(narrow.lower - outturn, outturn - narrow.upper, 0.0)
            score = narrow.upper - narrow.lower + 10 * missed
            found[way].append((score, narrow.holds(outturn), wide.holds(outturn)))
    return {way: tuple(np.mean(rows, axis=0)) for way, rows in found.items()}


def main() -> None:
    count, history, length = (*map(int, sys.argv[1:]), *(200, 36, 12)[len(sys.argv) - 1 :])
    print(f"{count} series of each kind, {history} months, the sum of the next {length}.")
    print("Score over the best, and how often the 80% and the 95% interval held.")
    all_scores: dict[str, list[float]] = {way: [] for way in WAYS}
    for kind in KINDS:
        found = tried(kind, count, history, length)
        best = min(score for score, *_ in found.values())
        print(f"\n{kind}")
        for way, (score, narrow, wide) in found.items():
            all_scores[way].append(score / best)
            print(f"  {way:<24}{score / best:>6.2f}{narrow:>6.0%}{wide:>6.0%}")
    print("\nMean over all kinds")
    for way, scores in all_scores.items():
        print(f"  {way:<24}{np.mean(scores):>6.2f}")


if __name__ == "__main__":
    main()
