"""Names that are close to one that is not known: what a person may have meant."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

LEAST_ALIKE = 0.75
"""Share of letters that two names have in common, in order, from which one may be meant by the other."""

MOST_LOOKED_UP = 100
MOST_COMPARED = 5_000
"""Unknown names that are looked up, and known ones they are compared with; comparing takes long."""


def close_names(unknown: Collection[str], known: Collection[str]) -> Mapping[str, str]:
    """For each unknown name the known one that is most like it; names that are like none are left out.

    Capitals do not matter.

    Examples
    --------
    >>> close_names(["Mahamma", "Vegetable oil", "elsewhere"], ["mahama", "vegetable-oil"])
    {'Mahamma': 'mahama', 'Vegetable oil': 'vegetable-oil'}
    """
    if len(known) > MOST_COMPARED:
        return {}
    by_letters = {name.casefold(): name for name in sorted(known)}
    found = {}
    for name in list(dict.fromkeys(unknown))[:MOST_LOOKED_UP]:
        best = get_close_matches(name.casefold()[:MOST_LOOKED_UP], by_letters, 1, LEAST_ALIKE)
        if best:
            found[name] = by_letters[best[0]]
    return found
