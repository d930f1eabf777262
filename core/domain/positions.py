"""Names as positions, so that tables are joined and summed by arrays."""

import numpy as np
import pandas as pd


def positions(*columns: pd.Series) -> tuple[np.ndarray, list[np.ndarray]]:
    """Values of several columns as positions in one sorted list of them all.

    Returns
    -------
    tuple
        The values, sorted; and for each column the position of each of its cells, -1 where the cell is blank.

    Examples
    --------
    >>> names, (left, right) = positions(pd.Series(["b", "a"]), pd.Series(["c", "b"]))
    >>> list(names), left.tolist(), right.tolist()
    (['a', 'b', 'c'], [1, 0], [2, 1])
    """
    codes, values = pd.factorize(np.concatenate([np.asarray(column) for column in columns]), sort=True)
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return np.asarray(values), np.split(codes, ends)
