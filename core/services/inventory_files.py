"""Inventories as folders, and the plan an inventory is looked at with."""

from pathlib import Path

from core.domain.plan import Plan
from core.inventory_folder import refuse_other_than_inventory, write_inventory
from core.plan_folder import read_plan
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


def plan_that_moves_goods(folder: Path) -> Plan:
    """The plan of a folder.

    Raises
    ------
    SourceUnavailable, InvalidTable, InvalidScenario
        If it cannot be read.
    """
    return read_plan(folder)
