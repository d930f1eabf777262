"""Vehicle routes for a week's shipments; the only part that knows PyVRP."""

from core.dispatch.check import DispatchCheck as DispatchCheck, check_dispatch as check_dispatch
from core.dispatch.distances import distances_of as distances_of
from core.dispatch.edits import moved_stop as moved_stop, trip_as_it_is as trip_as_it_is
from core.dispatch.solve import solve_dispatch as solve_dispatch
from core.dispatch.vrplib_files import (
    Solved as Solved,
    read_benchmark as read_benchmark,
    solve_benchmark as solve_benchmark,
)
