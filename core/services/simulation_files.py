"""Simulations as folders."""

from pathlib import Path

from core.services.simulate_policies import Simulation
from core.simulation_folder import refuse_other_than_simulation, write_simulation


def refuse_occupied_simulation_folder(folder: Path) -> None:
    """Refuse a folder that a simulation would overwrite something in.

    Raises
    ------
    SourceUnavailable
        If it holds anything but a simulation.
    """
    refuse_other_than_simulation(folder)


def keep_simulation(simulation: Simulation, folder: Path) -> None:
    """Write a simulation; the folder appears whole or not at all.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no simulation.
    """
    write_simulation(simulation.tables, simulation.summary, folder)
