"""How far a score can be trusted: 95 % intervals by drawing reports (or blocks) anew."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

SEED = 20260101
DRAWS = 2000
FEWEST = 5  # reports from which they are what is drawn; below, blocks are
_Z = 1.959963984540054  # of 95 %

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Interval:
    """95 % of the draws lie in `[low, high]`. Where all draws give one score (`degenerate`) they say nothing:
    the limits are then Wilson's."""

    low: float
    high: float
    degenerate: bool = False


def f1(right: npt.ArrayLike, gold: npt.ArrayLike, found: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """2·right / (gold + found); with nothing to find and nothing found, 1."""
    right, both = (
        np.asarray(right, dtype=float),
        np.asarray(gold, dtype=float) + np.asarray(found, dtype=float),
    )
    return np.where(both > 0, 2 * right / np.where(both > 0, both, 1), 1.0)


def drawn_f1(right: Counts, gold: Counts, found: Counts) -> npt.NDArray[np.float64]:
    """F1 of every draw, NaN where the draw holds no mark on either side and so says nothing."""
    return np.where(gold + found > 0, f1(right, gold, found), np.nan)


def draw(units: int, *, seed: int = SEED, draws: int = DRAWS) -> npt.NDArray[np.int64]:
    """How often each of `units` is drawn, in each of `draws` draws with replacement (Efron 1979)."""
    return np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws)


def interval(scores: npt.NDArray[np.float64], *, right: int, gold: int, found: int) -> Interval:
    """The percentile interval of drawn F1 scores (NaN aside); the counts are the whole sample's."""
    told = scores[~np.isnan(scores)]
    if told.size and np.ptp(told) > 0:
        return Interval(float(np.percentile(told, 2.5)), float(np.percentile(told, 97.5)))
    # F1 = 2J/(1+J), J being the share of right ones among the marks of both sides: a proportion, so Wilson's.
    low, high = wilson(right, gold + found - right)
    return Interval(2 * low / (1 + low), 2 * high / (1 + high), degenerate=True)


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's score interval for a proportion (Wilson 1927); nothing seen, nothing known: 0 to 1."""
    if not total:
        return 0.0, 1.0
    share = right / total
    centre = (share + _Z**2 / (2 * total)) / (1 + _Z**2 / total)
    half = _Z / (1 + _Z**2 / total) * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    return max(0.0, centre - half), min(1.0, centre + half)
