"""What chance alone does to PSI and KS: limits from samples of the reference of the very size that is judged.

Each resample draws as many camps as there are now and one view of each, as today's forecast sees one view of each camp.
The inputs hang together and there are many, so all limits are set at one level such that all of them together are
exceeded by chance as rarely as stated (Westfall and Young 1993, the smallest p-value of a resample).
"""

from dataclasses import dataclass

import numpy as np

from core.monitoring.drift import Sample, Yardstick

FALSE_ALARMS = 0.05
"""Share of looks at an unchanged world in which any input at all is called drifted."""
RESAMPLES, FEWEST_RESAMPLES = 2_000, 500
MOST_DRAWN = 1_000_000
"""Camps drawn in all resamples together; thousands of camps get fewer resamples: seconds, not minutes."""
VALUES_AT_ONCE = 2_000_000
"""Values of one pass, which bounds the memory at thousands of camps."""
SEED = 20_250_629


@dataclass(frozen=True, eq=False)
class DriftLimits:
    """Limits of each input, shape (m,), and what they hold for.

    Attributes
    ----------
    camps
        Size of the samples.
    false_alarms
        Share of unchanged samples in which any limit is exceeded.
    """

    psi: np.ndarray
    ks: np.ndarray
    camps: int
    false_alarms: float


def drift_limits(
    reference: Sample, n: int, false_alarms: float = FALSE_ALARMS, resamples: int | None = None, seed: int = SEED
) -> DriftLimits:
    """Limits for samples of n camps.

    Parameters
    ----------
    reference
        What the model learnt from, at least one camp.
    n
        Camps now, > 0.
    false_alarms
        Wanted share of false alarms, over all inputs and both measures together.
    resamples
        As many as ``MOST_DRAWN`` allows by default.
    """
    if n < 1 or not reference.camps:
        raise ValueError(f"expected at least one camp on either side, got {n} now and {reference.camps} learnt from")
    resamples = resamples or int(np.clip(MOST_DRAWN // n, FEWEST_RESAMPLES, RESAMPLES))
    m = reference.values.shape[1]
    yardstick, rng = Yardstick.of(reference, n), np.random.default_rng(seed)
    at_once = max(VALUES_AT_ONCE // n, 1)
    found = []
    for begin in range(0, resamples, at_once):
        rows = draw_camps(reference, rng, min(at_once, resamples - begin), n)
        drawn = [reference.values[:, j][rows] for j in range(m)]
        measures = [yardstick.psi(j, drawn[j]) for j in range(m)] + [yardstick.ks(j, drawn[j]) for j in range(m)]
        found.append(np.column_stack(measures))
    measured = np.concatenate(found)
    limits = _joint_limits(measured, false_alarms)
    return DriftLimits(limits[:m], limits[m:], n, false_alarms)


def draw_camps(reference: Sample, rng: np.random.Generator, samples: int, n: int) -> np.ndarray:
    """Rows of samples of n camps, one row of each camp, shape (samples, n)."""
    order = np.argsort(reference.camp, kind="stable")
    sizes = np.bincount(reference.camp)
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    camp = rng.integers(0, reference.camps, (samples, n))
    return np.asarray(order[begins[camp] + (rng.random((samples, n)) * sizes[camp]).astype(np.int64)])


def _joint_limits(measured: np.ndarray, false_alarms: float) -> np.ndarray:
    """Limits of each column, all at one level, of which any is exceeded in a share ``false_alarms`` of the rows."""
    r = len(measured)
    ordered = np.sort(measured, axis=0)
    at_least = np.column_stack(
        [r - np.searchsorted(ordered[:, j], measured[:, j], side="left") for j in range(measured.shape[1])]
    )
    rarest = np.sort(at_least.min(axis=1))
    # rows whose rarest measure is met by fewer than `reached` rows are those above a limit
    reached = int(rarest[min(int(false_alarms * r), r - 1)])
    return np.asarray(ordered[r - reached])
