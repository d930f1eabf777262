"""An inventory as a folder of files, for people and other programs to read; it appears whole or not at all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from core.domain.schemas import INVENTORY_TABLES
from core.whole_folder import csv_text, json_text, refuse_foreign, write_whole

MARKER_FILE, SUMMARY_FILE = "stockout.csv", "summary.json"


def refuse_other_than_inventory(folder: Path) -> None:
    """Refuse to write an inventory over anything but an inventory.

    Raises
    ------
    SourceUnavailable
        If the folder holds other things, or is none.
    """
    own = {f"{name}.csv" for name in INVENTORY_TABLES} | {SUMMARY_FILE}
    refuse_foreign(folder, own, MARKER_FILE, "stock outlook")


def write_inventory(tables: Mapping[str, pd.DataFrame], summary: Mapping[str, Any], folder: Path) -> None:
    """Write an inventory; tables have the columns of ``INVENTORY_TABLES`` in order, and numbers that read back equal.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no inventory.
    """
    refuse_other_than_inventory(folder)
    files = {f"{name}.csv": csv_text(tables[name][s.column_names()]) for name, s in INVENTORY_TABLES.items()}
    write_whole(folder, files | {SUMMARY_FILE: json_text(summary)}, "stock outlook")
