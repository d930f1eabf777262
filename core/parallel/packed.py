"""A batch as bytes, and its answer: what goes to another process of this same program, and to no other."""

import copyreg
import pickle
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from core.errors import AidError

# a read-only view of a dictionary has no pickled form of its own
copyreg.pickle(MappingProxyType, lambda view: (_read_only, (dict(view),)))


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


def pack(function: Callable[[Any], Any], batch: Any) -> bytes:
    """A function, by its name, and what it is asked."""
    return pickle.dumps((function, batch), protocol=pickle.HIGHEST_PROTOCOL)


def answer(packed: bytes) -> bytes:
    """Work on a packed batch: its packed result, or the packed error it ended with."""
    try:
        function, batch = pickle.loads(packed)  # noqa: S301  (of the process that started this one)
        return pickle.dumps((True, function(batch)), protocol=pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return _packed_error(error)


def _packed_error(error: Exception) -> bytes:
    try:
        told = pickle.dumps((False, error), protocol=pickle.HIGHEST_PROTOCOL)
        pickle.loads(told)  # noqa: S301  (what this process has just written)
    except Exception:
        return pickle.dumps((False, AidError(f"{type(error).__name__}: {error}")))
    return told


def result_of(packed: bytes) -> Any:
    """The result of an answer; raises the error it holds."""
    is_done, result = pickle.loads(packed)  # noqa: S301  (of a process of this same program)
    if not is_done:
        raise result
    return result
