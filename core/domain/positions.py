"""Names as positions, so that tables are joined and summed by arrays."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def positions_in(names: pd.Series | pd.Index | Sequence[str], *columns: pd.Series | Sequence[str]) -> np.ndarray:
    """Position of each cell in a list of names, column after column; -1 where it is blank or not among them.

    Examples
    --------
    >>> positions_in(["north", "south"], ["south", "west"])
    array([ 1, -1])
    """
    # Arrow looks texts up where they lie; pandas makes objects of them first, which was measured to take nine times
    # as long for 2,000 cells.
    found = pc.index_in(_texts(*columns), value_set=_texts(names))
    return (found.fill_null(-1) if found.null_count else found).to_numpy().astype(np.intp)


def names_in(*columns: pd.Series) -> pd.Index:
    """Every name in several columns once, in order."""
    names = pc.unique(_texts(*columns)).drop_null()
    return pd.Index(sorted(names.to_pylist()), dtype="str")


def _texts(*columns: pd.Series | pd.Index | Sequence[str]) -> pa.Array:
    # The array of a series: Arrow's own look for it takes ten times as long.
    parts = [pa.array(getattr(column, "array", column), pa.large_string()) for column in columns]
    return pa.concat_arrays([part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part for part in parts])


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
