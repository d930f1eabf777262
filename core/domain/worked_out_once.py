"""What follows from immutable values is worked out once, and kept as long as they live."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

Found = TypeVar("Found")


def worked_out_once(function: Callable[..., Found]) -> Callable[..., Found]:
    """A function of operations and plans that gives again what it found for the same ones.

    Parameters
    ----------
    function
        Of positional arguments alone that are never changed and are compared by identity (``Operation``, ``Plan``).
        What it returns must hold none of its arguments, or it would keep them alive. A table is given as a new one
        each time, so that nobody's change to it reaches another; its values are shared until they are written to.
    """
    kept: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
    lock = Lock()

    @wraps(function)
    def found_before_or_now(*values: Any) -> Found:
        with lock:
            branch = kept
            for value in values[:-1]:
                branch = branch.setdefault(value, WeakKeyDictionary())
            found = branch.get(values[-1])
        if found is None:
            # two who ask at once may both work it out; what they find is the same
            found = function(*values)
            with lock:
                branch[values[-1]] = found
        return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found

    return found_before_or_now
