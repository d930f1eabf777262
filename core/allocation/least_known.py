"""What camps had in past weeks by the least that is known: paper, receipts or what people say, each by name."""

import numpy as np
import pandas as pd

from core.domain.past_aid import PastAid

PAPER, RECEIPTS, PEOPLE = range(3)

_SAID = {RECEIPTS: "receipts brought less", PEOPLE: "fewer people say that they received it"}
_MOST_NAMED = 6


def least_known(
    known: PastAid, handed_out: np.ndarray, needed: np.ndarray, pairs: pd.MultiIndex, notes: list[str]
) -> np.ndarray:
    """The least of three figures by pair of camp and item, shape (n_pairs,), in item units.

    Parameters
    ----------
    handed_out
        On paper, in item units.
    needed
        Of which the share that people received is taken.
    pairs
        camp_id and item_id of each pair.
    notes
        Is told which pairs count less than was handed out on paper, and by what.
    """
    available = known.available.reindex(pairs).to_numpy(float)
    asked = known.share_asked.reindex(pairs).fillna(
        pd.Series(known.share_asked_of_all.reindex(pairs.get_level_values(0)).to_numpy(), index=pairs)
    )
    figures = np.vstack([handed_out, available, asked.to_numpy(float) * needed])
    figures = np.where(np.isnan(figures), np.inf, figures)
    source = figures.argmin(axis=0)
    for kind, words in _SAID.items():
        # what was not needed any more does not count, so a bound on it changes nothing
        less = (source == kind) & (needed > 0) & (figures[kind] < np.minimum(handed_out, needed))
        if less.any():
            shown = ", ".join(f"{item} at {camp}" for camp, item in pairs[less][:_MOST_NAMED])
            more = f" and {int(less.sum()) - _MOST_NAMED} more" if less.sum() > _MOST_NAMED else ""
            notes.append(f"Counted as less than handed out on paper, for {words}: {shown}{more}.")
    return figures.min(axis=0)
