"""Inventories as folders."""

from pathlib import Path

from core.inventory_folder import refuse_other_than_inventory, write_inventory
from core.services.stock_outlook import StockOutlook


def refuse_occupied_inventory_folder(folder: Path) -> None:
    """Refuse a folder that an inventory would overwrite something in.

    Raises
    ------
    SourceUnavailable
        If it holds anything but an inventory.
    """
    refuse_other_than_inventory(folder)


def keep_inventory(outlook: StockOutlook, folder: Path) -> None:
    """Write an inventory; the folder appears whole or not at all.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no inventory.
    """
    write_inventory(outlook.tables, outlook.summary, folder)
