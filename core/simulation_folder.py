"""A simulation as a folder of files, for people and other programs to read; it appears whole or not at all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from core.domain.schemas import SIMULATION_TABLES
from core.whole_folder import csv_text, json_text, refuse_foreign, write_whole

MARKER_FILE, SUMMARY_FILE = "outcomes.csv", "summary.json"


def refuse_other_than_simulation(folder: Path) -> None:
    """Refuse to write a simulation over anything but a simulation.

    Raises
    ------
    SourceUnavailable
        If the folder holds other things, or is none.
    """
    own = {f"{name}.csv" for name in SIMULATION_TABLES} | {SUMMARY_FILE}
    refuse_foreign(folder, own, MARKER_FILE, "simulation")


def write_simulation(tables: Mapping[str, pd.DataFrame], summary: Mapping[str, Any], folder: Path) -> None:
    """Write a simulation; tables have the columns of ``SIMULATION_TABLES`` in order, and numbers that read back equal.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no simulation.
    """
    refuse_other_than_simulation(folder)
    files = {f"{name}.csv": csv_text(tables[name][s.column_names()]) for name, s in SIMULATION_TABLES.items()}
    write_whole(folder, files | {SUMMARY_FILE: json_text(summary)}, "simulation")
