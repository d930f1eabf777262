"""How much each training row counts."""

import numpy as np

from core.forecasting.hyperparameters import Sources

SIMULATED = "simulated"
"""Name of the simulated population in tables and metadata."""

SITES = "unhcrwash"
"""Sources named so, or so with a slash and a country, are monthly series of settled sites."""

SMALLEST_LOSS = 0.3
"""Added to a camp's mean move, in its own scale: camps that never move must not outweigh all others."""


def example_weights(
    source: np.ndarray, camp_id: np.ndarray, move: np.ndarray, scale_share: np.ndarray, sources: Sources
) -> np.ndarray:
    """Weights of mean 1.

    The score to be small is the mean over camps of the logarithm of a camp's scaled loss. So within a kind of source a
    row counts by its scale over the scale that losses are divided by, and less where its camp moves much or has many
    rows; and the kinds share out the total as chosen, whatever their number of rows.

    Parameters
    ----------
    source, camp_id
        Of each row, shape (n,).
    move
        Absolute change from the last count to the truth, over the view's scale, shape (n,).
    scale_share
        Scale of the view over its benchmark scale, shape (n,).
    sources
        Share of each kind.
    """
    camps, camp = np.unique(
        np.char.add(np.char.add(source.astype(str), "\n"), camp_id.astype(str)), return_inverse=True
    )
    rows = np.bincount(camp, minlength=len(camps))
    moved = np.bincount(camp, weights=move * scale_share, minlength=len(camps)) / rows
    weight = np.maximum(scale_share, 1e-3) / (moved + SMALLEST_LOSS)[camp] / np.sqrt(rows)[camp]
    kind = np.array([_kind(str(name)) for name in source.tolist()])
    for name, share in sources.model_dump().items():
        here = kind == name
        if here.any():
            weight[here] *= share / weight[here].sum()
    return weight / weight.mean()


def is_emergency(source: np.ndarray) -> np.ndarray:
    """Whether each row comes from a real emergency, shape (n,)."""
    names, of_row = np.unique(source.astype(str), return_inverse=True)
    return np.array([_kind(str(name)) == "emergencies" for name in names])[of_row]


def _kind(source: str) -> str:
    if source == SIMULATED:
        return "simulated"
    return "sites" if source.split("/", maxsplit=1)[0] == SITES else "emergencies"
