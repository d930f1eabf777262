"""Vehicle routes for a week's shipments; the only part that knows PyVRP."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.dispatch.check import DispatchCheck as DispatchCheck, check_dispatch as check_dispatch
from core.dispatch.edits import moved_stop as moved_stop, trip_as_it_is as trip_as_it_is

if TYPE_CHECKING:
    from core.dispatch.distances import distances_of as distances_of
    from core.dispatch.solve import solve_dispatch as solve_dispatch
    from core.dispatch.vrplib_files import (
        Solved as Solved,
        read_benchmark as read_benchmark,
        solve_benchmark as solve_benchmark,
    )

_WHEN_ASKED = {
    "distances_of": "distances",
    "solve_dispatch": "solve",
    "Solved": "vrplib_files",
    "read_benchmark": "vrplib_files",
    "solve_benchmark": "vrplib_files",
}
"""Name to its module: PyVRP and SciPy are loaded when something is solved, for no page needs them to begin."""


def __getattr__(name: str) -> Any:
    if name not in _WHEN_ASKED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHEN_ASKED[name]}"), name)
