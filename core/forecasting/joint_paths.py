"""Joint samples of camps' people, and the totals they add up to.

Every camp keeps its own quantiles: a sample is its quantile function at a standard normal value. The values of other
camps and weeks are drawn together (a Gaussian copula, see ``dependence``). A total is the sum of the camps sample by
sample, so camps add up to their region, regions to their country and countries to the operation in every sample, and
only then are quantiles taken.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.forecasting.dependence import Dependence
from core.forecasting.scores import LEVEL_ARRAY

SAMPLES = 1000
"""Futures drawn; half of them mirror the others, so that the middle of a total has little sampling error."""

CHUNK_CAMPS = 100
"""Camps of a region drawn at once; keeps memory flat for thousands of camps (about 10 MB a chunk over 12 weeks)."""


@cache
def level_scores() -> np.ndarray:
    """Standard normal values of the levels of a forecast, shape (n_levels,)."""
    from scipy.special import ndtri

    return ndtri(LEVEL_ARRAY)


@dataclass(frozen=True, eq=False)
class RegionSamples:
    """Sampled people of one region.

    Attributes
    ----------
    country, region
        Of the camps; ``region`` is blank where the camps name none.
    rows
        Positions of its camps in the arrays given, in the order they were drawn.
    people
        Shape (n_parts, n_weeks, n_samples): the camps' people times each column of the shares, summed.
    """

    country: str
    region: str
    rows: np.ndarray
    people: np.ndarray


@dataclass(frozen=True, eq=False)
class CampForecasts:
    """What joint samples are drawn from.

    Attributes
    ----------
    camp_ids, country, region
        Text, shape (n,).
    quantiles
        People, sorted along the last axis, shape (n, h, 9).
    weeks
        Weeks ahead of each column, ascending, > 0, shape (h,).
    occasion
        Text that tells this forecast from others, such as its first week; futures of different occasions differ.
    """

    camp_ids: np.ndarray
    country: np.ndarray
    region: np.ndarray
    quantiles: np.ndarray
    weeks: np.ndarray
    occasion: str


def people_at(quantiles: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """People at standard normal values.

    The quantile function is linear in the normal score between two levels, and goes on with the slope of its last piece
    beyond 10 % and 90 %; never below 0.

    Parameters
    ----------
    quantiles
        Shape (n, h, 9).
    scores
        Shape (n, h, s).
    """
    levels = level_scores()
    slope = np.diff(quantiles, axis=-1) / np.diff(levels)
    base = quantiles[..., :-1] - slope * levels[:-1]
    piece = np.searchsorted(levels[1:-1], scores)
    people = np.take_along_axis(slope, piece, axis=-1) * scores
    people += np.take_along_axis(base, piece, axis=-1)
    return np.maximum(people, 0.0, out=people)


def score_of(quantiles: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Where people fall in a forecast, as a standard normal value, within -3 and 3; the inverse of ``people_at``.

    Where several levels are equal, the middle of them is taken; 0 where all are.

    Parameters
    ----------
    quantiles
        Shape (n, 9).
    people
        Shape (n,).
    """
    levels, found = level_scores(), np.empty(len(people))
    for row, (q, y) in enumerate(zip(quantiles, people, strict=True)):
        low, high = np.searchsorted(q, y, side="left"), np.searchsorted(q, y, side="right")
        if low < high:
            found[row] = levels[low:high].mean()
            continue
        left = int(np.clip(low - 1, 0, len(q) - 2))
        width = q[left + 1] - q[left]
        if width <= 0:
            found[row] = 3.0 if y > q[left] else -3.0
            continue
        rise = (levels[left + 1] - levels[left]) / width
        found[row] = levels[left] + (y - q[left]) * rise
    return np.clip(found, -3.0, 3.0)


def region_samples(
    camps: CampForecasts, shares: np.ndarray, dependence: Dependence, samples: int = SAMPLES
) -> Iterator[RegionSamples]:
    """Sampled people of every region, by country and name, one region in memory at a time.

    What is drawn for a camp depends on its id, its region and the occasion alone: neither the order of the camps nor
    another camp changes it, and ten times the people give ten times the samples.

    Parameters
    ----------
    shares
        Share of each camp's people in each part to be totalled, shape (n, n_parts).
    samples
        Even number of futures.
    """
    if samples < 2 or samples % 2:
        raise ValueError(f"Expected an even number of samples, got {samples}.")
    if not len(camps.camp_ids):
        return
    order = np.lexsort((camps.camp_ids.astype(str), camps.region.astype(str), camps.country.astype(str)))
    country, region = camps.country[order].astype(str), camps.region[order].astype(str)
    begins = np.flatnonzero(np.r_[True, (country[1:] != country[:-1]) | (region[1:] != region[:-1])])
    shape = (len(camps.weeks), samples // 2)
    for begin, end in zip(begins, [*begins[1:], len(order)], strict=True):
        rows = order[begin:end]
        place = (country[begin], region[begin])
        shared = _shared_scores(camps, *place, shape, dependence)
        people = np.zeros((shares.shape[1], shape[0], samples))
        for first in range(0, len(rows), CHUNK_CAMPS):
            chunk = rows[first : first + CHUNK_CAMPS]
            drawn = people_at(camps.quantiles[chunk], _camp_scores(camps, chunk, shared, dependence))
            people += np.tensordot(shares[chunk].T, drawn, axes=1)
        yield RegionSamples(*place, rows, people)


def joint_scores(camps: CampForecasts, dependence: Dependence, samples: int = SAMPLES) -> np.ndarray:
    """Where each camp falls in its forecast in every future, as standard normal values, shape (n, h, samples).

    The same draws as those of ``region_samples``, in the order the camps are given; ``quantiles`` are not read.
    """
    shape = (len(camps.weeks), samples // 2)
    scores = np.empty((len(camps.camp_ids), shape[0], samples))
    places = list(zip(camps.country.astype(str), camps.region.astype(str), strict=True))
    for place in dict.fromkeys(places):
        rows = np.flatnonzero([other == place for other in places])
        shared = _shared_scores(camps, *place, shape, dependence)
        scores[rows] = _camp_scores(camps, rows, shared, dependence)
    return scores


def _shared_scores(
    camps: CampForecasts, country: str, region: str, shape: tuple[int, int], dependence: Dependence
) -> np.ndarray:
    """What all camps, those of a country and those of a region share, shape (n_weeks, n_samples / 2)."""
    layers = (
        (dependence.between_countries, ("all",)),
        (dependence.within_country - dependence.between_countries, ("country", country)),
        (dependence.within_region - dependence.within_country, ("region", country, region)),
    )
    shared = np.zeros(shape)
    for variance, names in layers:
        if variance > 0:
            shared += np.sqrt(variance) * _drawn(camps.weeks, shape, dependence, *names, camps.occasion)
    return shared


def _camp_scores(camps: CampForecasts, rows: np.ndarray, shared: np.ndarray, dependence: Dependence) -> np.ndarray:
    own = np.sqrt(1 - dependence.within_region)
    scores = np.empty((len(rows), shared.shape[0], 2 * shared.shape[1]))
    for at, row in enumerate(rows):  # a stream of its own per camp
        drawn = _drawn(camps.weeks, shared.shape, dependence, "camp", str(camps.camp_ids[row]), camps.occasion)
        scores[at, :, : shared.shape[1]] = shared + own * drawn
    scores[:, :, shared.shape[1] :] = -scores[:, :, : shared.shape[1]]
    return scores


def _drawn(weeks: np.ndarray, shape: tuple[int, int], dependence: Dependence, *names: str) -> np.ndarray:
    """Standard normal values, correlated from week to week, from a seed made of names."""
    digest = hashlib.sha256("\x1f".join(names).encode()).digest()
    drawn = np.random.default_rng(int.from_bytes(digest[:16], "little")).standard_normal(shape)
    for at in range(1, len(weeks)):
        kept = (weeks[at - 1] / weeks[at]) ** dependence.weeks_exponent
        drawn[at] = kept * drawn[at - 1] + np.sqrt(1 - kept**2) * drawn[at]
    return drawn
