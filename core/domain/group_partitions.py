"""Groups that part a population: who is in them, and the rest, so that they add up to everybody.

The columns of ``population`` overlap (a pregnant woman is a woman), so they are never summed as they stand. Each
partition here takes columns that do not overlap and names whoever is left ``others``.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.groups import last_counts_of
from core.domain.operation import Operation
from core.domain.schemas import Population

EVERYBODY = "everybody"
OTHERS = "others"
"""Whoever a partition names no group for; by age, people of 18 to 59 years."""

PARTITIONS: dict[str, tuple[str, ...]] = {
    "age": (Population.children_under_5, Population.children_5_17, Population.older_people),
    "sex": (Population.women,),
    "pregnancy": (Population.pregnant,),
    "disability": (Population.disabled,),
}
"""What people are parted by, and the columns that part them."""


@dataclass(frozen=True, eq=False)
class GroupParts:
    """Shares of people by part.

    Attributes
    ----------
    parts
        Partition and group of each column; the first is everybody.
    shares
        Shape (n_camps, n_parts), 0 to 1; the parts of one partition sum to 1 in every camp.
    estimated
        Same shape; whether a share is the mean of the other camps because the camp has none of its own.
    """

    parts: tuple[tuple[str, str], ...]
    shares: np.ndarray
    estimated: np.ndarray


def group_parts(operation: Operation, camps: pd.Index, as_of: pd.Timestamp) -> GroupParts:
    """Shares by camp, each camp's last known on or before ``as_of``; partitions that nobody has counted are left out.

    Where the groups of a camp add up to more than its people, they are scaled down to its people.
    """
    parts: list[tuple[str, str]] = [(EVERYBODY, EVERYBODY)]
    shares, estimated = [np.ones(len(camps))], [np.zeros(len(camps), dtype=bool)]
    for by, groups in PARTITIONS.items():
        found = {group: _own_shares(operation, group, as_of) for group in groups}
        known = {group: own for group, own in found.items() if len(own)}
        if not known:
            continue
        own = np.stack([share.reindex(camps).to_numpy(dtype=float) for share in known.values()])
        blank = np.isnan(own)
        named = np.where(blank, np.array([share.mean() for share in known.values()])[:, None], own)
        named = named / np.maximum(named.sum(axis=0), 1.0)
        parts += [(by, group) for group in known] + [(by, OTHERS)]
        shares += [*named, np.clip(1.0 - named.sum(axis=0), 0.0, 1.0)]
        estimated += [*blank, blank.any(axis=0)]
    return GroupParts(tuple(parts), np.column_stack(shares), np.column_stack(estimated))


def _own_shares(operation: Operation, group: str, as_of: pd.Timestamp) -> pd.Series:
    last = last_counts_of(operation, group, as_of)
    return (last[group] / last[Population.population]).clip(upper=1.0)
