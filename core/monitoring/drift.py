"""How far the inputs of today's forecast lie from those the model learnt from, by PSI and Kolmogorov-Smirnov.

A fixed limit (the usual PSI of 0.25) takes chance for drift where camps are few: 34 values in ten bins differ from
their own source by about 9 / 34 = 0.26. The limits here are those of ``drift_limits``: what chance alone does.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column

if TYPE_CHECKING:
    from core.monitoring.drift_limits import DriftLimits

MANY = 100
"""From this many values on there are ten bins, below it five: a bin should hold some of the values."""
ADDED = 0.5
"""Added to the count of every bin, so that an empty one has a logarithm."""


class DriftTable(Table):
    """Drift of each input of the model."""

    _key = ("input",)

    input: Series[str] = column("Input of the model")
    psi: Series[float] = column("PSI", ge=0, description="Population stability index against what was learnt from")
    psi_limit: Series[float] = column(
        "PSI by chance", ge=0, description="What chance alone exceeds as rarely as stated"
    )
    ks: Series[float] = column("KS distance", ge=0, le=1, description="Largest distance of the two distributions")
    ks_limit: Series[float] = column("KS by chance", ge=0, le=1)
    camps: Series[int] = column("Camps now", "camps", ge=0)
    reference_camps: Series[int] = column("Camps learnt from", "camps", ge=0)
    has_drifted: Series[bool] = column("Drifted", description="Whether PSI or KS is above its limit")


@dataclass(frozen=True, eq=False)
class Sample:
    """Inputs of camps.

    Attributes
    ----------
    values
        Shape (n, m), finite.
    camp
        Number of the camp of each row, 0 to C - 1, every one taken; a camp counts once however many rows it has.
    """

    values: np.ndarray
    camp: np.ndarray

    @property
    def camps(self) -> int:
        """How many camps there are."""
        return int(self.camp.max()) + 1 if len(self.camp) else 0

    def weights(self) -> np.ndarray:
        """Weight of each row: every camp has the same, and all rows together 1."""
        return np.asarray(1.0 / np.bincount(self.camp)[self.camp] / max(self.camps, 1))


@dataclass(frozen=True, eq=False)
class Yardstick:
    """Distribution of each input in the reference, made once for any number of comparisons.

    Attributes
    ----------
    values
        Sorted values of each input, list of (k,) arrays.
    share
        Weighted share of the reference up to and with each value, (k,).
    edges
        Edges between the bins of PSI; a value equal to an edge is below it.
    bin_share
        Share of the reference in each bin.
    """

    values: list[np.ndarray]
    share: list[np.ndarray]
    edges: list[np.ndarray]
    bin_share: list[np.ndarray]

    @classmethod
    def of(cls, reference: Sample, n: int) -> "Yardstick":
        """The yardstick for samples of n values."""
        weights, bins = reference.weights(), 10 if n >= MANY else 5
        values, share, edges, bin_share = [], [], [], []
        for of_input in reference.values.T:
            order = np.argsort(of_input, kind="stable")
            distinct, last = _distinct(of_input[order])
            up_to = np.cumsum(weights[order])[last]
            up_to /= up_to[-1]
            at = np.searchsorted(up_to, np.arange(1, bins) / bins)
            edge = np.unique(distinct[np.minimum(at, len(distinct) - 1)])
            values.append(distinct)
            share.append(up_to)
            edges.append(edge)
            bin_share.append(np.diff(up_to[np.searchsorted(distinct, edge)], prepend=0.0, append=1.0))
        return cls(values, share, edges, bin_share)

    def psi(self, input_: int, sample: np.ndarray) -> np.ndarray:
        """PSI of samples of one input, shape (r, n), shape (r,)."""
        r, n = sample.shape
        edges, expected = self.edges[input_], self.bin_share[input_]
        bins = len(edges) + 1
        code = np.searchsorted(edges, sample, side="left") + bins * np.arange(r)[:, None]
        counts = np.bincount(code.ravel(), minlength=r * bins).reshape(r, bins)
        found = (counts + ADDED) / (n + ADDED * bins)
        wanted = (expected * n + ADDED) / (n + ADDED * bins)
        return np.asarray(((found - wanted) * np.log(found / wanted)).sum(axis=1))

    def ks(self, input_: int, sample: np.ndarray) -> np.ndarray:
        """Distance of Kolmogorov and Smirnov of samples of one input, shape (r, n), shape (r,)."""
        n = sample.shape[1]
        values, share = self.values[input_], np.concatenate([[0.0], self.share[input_]])
        ordered = np.sort(sample, axis=1)
        up_to = share[np.searchsorted(values, ordered, side="right")]
        before = share[np.searchsorted(values, ordered, side="left")]
        step = np.arange(1, n + 1) / n
        return np.asarray(np.clip(np.maximum((step - up_to).max(axis=1), (before - step + 1 / n).max(axis=1)), 0, 1))


def drift_table(inputs: tuple[str, ...], now: np.ndarray, reference: Sample, limits: "DriftLimits") -> pd.DataFrame:
    """Drift of every input.

    Parameters
    ----------
    inputs
        Names, m of them.
    now
        One row per camp, shape (n, m), n > 0.
    reference
        What the model learnt from.
    limits
        Of the same reference and the same n.

    Returns
    -------
    pandas.DataFrame
        ``DriftTable``, the furthest above its limit first.
    """
    yardstick = Yardstick.of(reference, len(now))
    psi = np.array([yardstick.psi(j, now[None, :, j])[0] for j in range(len(inputs))])
    ks = np.array([yardstick.ks(j, now[None, :, j])[0] for j in range(len(inputs))])
    d = DriftTable
    table = pd.DataFrame(
        {
            d.input: pd.array(inputs, dtype="str"),
            d.psi: psi,
            d.psi_limit: limits.psi,
            d.ks: ks,
            d.ks_limit: limits.ks,
            d.camps: len(now),
            d.reference_camps: reference.camps,
            d.has_drifted: (psi > limits.psi) | (ks > limits.ks),
        }
    )
    above = np.maximum(psi / np.maximum(limits.psi, 1e-9), ks / np.maximum(limits.ks, 1e-9))
    return table.iloc[np.argsort(-above, kind="stable")].reset_index(drop=True)


def _distinct(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values of a sorted array and the last position of each."""
    last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
    return ordered[last], last
