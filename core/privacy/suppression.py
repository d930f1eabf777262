"""Small counts of groups left blank, and with them whatever would give them back.

A group that is hidden can be worked out where everything else of its total is shown; whoever belongs to no named group
can be worked out where all named groups are shown. So among the parts of a total, the hidden ones together must be at
least two and count at least the threshold (complementary suppression: Hundepool et al., Statistical Disclosure Control,
2012, ch. 4).
"""

from collections.abc import Sequence

import numpy as np

LAST = 1e300
"""Cost of hiding a zero: above every count."""


def cells_to_hide(parts: np.ndarray, total: np.ndarray, threshold: int) -> np.ndarray:
    """Which parts of a total are left blank.

    Parameters
    ----------
    parts
        Counts that do not overlap, shape (n_rows, n_parts); NaN where not known.
    total
        Everybody, shape (n_rows,); NaN where not known. Whoever is in no part is a part of their own that is not shown
        anywhere.

    Returns
    -------
    np.ndarray
        Same shape as ``parts``. A zero is hidden only where nothing else is left to hide a small count with.

    Examples
    --------
    >>> cells_to_hide(np.array([[4.0, 60.0, 30.0]]), np.array([95.0]), 10).tolist()
    [[True, False, True]]
    """
    shown = ~np.isnan(parts)
    hidden = shown & (parts > 0) & (parts < threshold)
    rest = total - np.nansum(parts, axis=1)
    # with a part that is not known, nobody can work out the rest
    rest_known = ~np.isnan(total) & shown.all(axis=1)
    small_rest = rest_known & (rest > 0) & (rest < threshold)
    for _ in range(parts.shape[1]):
        weight = np.where(hidden, parts, 0).sum(axis=1) + np.where(rest_known, np.maximum(rest, 0), 0)
        unknowns = hidden.sum(axis=1) + (rest_known & (rest > 0))
        exposed = rest_known & (hidden.any(axis=1) | small_rest) & ((unknowns < 2) | (weight < threshold))
        free = shown & ~hidden
        exposed &= free.any(axis=1)
        if not exposed.any():
            break
        # the smallest part loses least; a zero hides little, so it comes last
        cost = np.where(free, np.where(parts > 0, parts, LAST), np.inf)
        choice = cost.argmin(axis=1)
        hidden[np.flatnonzero(exposed), choice[exposed]] = True
    return hidden


def hidden_groups(
    groups: dict[str, np.ndarray], total: np.ndarray, partitions: Sequence[Sequence[str]], threshold: int
) -> dict[str, np.ndarray]:
    """Rows in which each group is left blank, over several ways to part the same people.

    Parameters
    ----------
    groups
        Name to counts, shape (n_rows,).
    partitions
        Names of groups that do not overlap, one sequence per way.
    """
    hidden = {name: np.zeros(len(total), dtype=bool) for name in groups}
    for names in partitions:
        present = [name for name in names if name in groups]
        if present:
            which = cells_to_hide(np.column_stack([groups[name] for name in present]), total, threshold)
            for position, name in enumerate(present):
                hidden[name] |= which[:, position]
    return hidden
