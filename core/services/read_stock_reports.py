"""Read the stock reports of a folder, and the list of what to forecast from them, with every fault named."""

from pathlib import Path

import pandas as pd
from pandera.typing import Series

from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES, Camps, Consumption, Depots, Items, Table
from core.domain.schemas.column import column
from core.domain.validation import typed_table, unknown_names
from core.errors import InvalidTable
from core.intake import Reading, read_folder_with_findings, read_table
from core.services.check_operation import refuse_errors

DEMAND_TABLES = ("camps", "depots", "items", "consumption")
"""What a forecast of demand needs; other tables of the folder are not read for it."""


class DemandCutoffs(Table):
    """Places and items, and the days from which to forecast them."""

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    cutoff: Series[pd.Timestamp] = column("Cutoff")


def load_stock_reports(folder: Path) -> pd.DataFrame:
    """``Consumption`` of an operation's folder; faults in tables that demand does not need do not stop it.

    Of camps, depots and items only the identifiers are looked at.

    Raises
    ------
    SourceUnavailable, InvalidTable
        If the folder cannot be read, has no stock reports, or these hold errors: all are listed.
    """
    read = read_folder_with_findings(folder)
    findings = [finding for finding in read.findings if finding.table in DEMAND_TABLES]
    tables = Reading(read.tables, findings).or_raise(str(folder))
    if "consumption" not in tables or tables["consumption"].empty:
        raise InvalidTable(
            f"{folder} has no stock reports, so demand cannot be learnt.",
            hint="Add consumption.csv with place_id, item_id, period_start, days and distributed.",
        )
    reports, faults = typed_table("consumption", tables["consumption"], OPERATION_TABLES["consumption"])
    faults += _unknown("consumption", reports, tables)
    refuse_errors(Path("consumption.csv"), faults)
    return reports


def read_demand_cutoffs(path: Path, reports: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``place_id,item_id,cutoff``, each once.

    Raises
    ------
    InvalidTable
        If a cell is blank or no date, a row comes twice, or a cutoff lies before every report.
    """
    table, findings = typed_table(path.name, read_table(path), DemandCutoffs)
    if table.empty:
        findings.append(
            Finding(
                "error", path.name, None, None, "no_rows", "No row asks for anything.", "Give place, item and cutoff."
            )
        )
    twice = table.duplicated(DemandCutoffs.column_names())
    first = reports[Consumption.period_start].min()
    early = table[DemandCutoffs.cutoff] <= first
    for rows, rule, words, mend in (
        (table[twice], "duplicate", "This place, item and cutoff stand in an earlier row.", "Keep one."),
        (
            table[early],
            "cutoff",
            f"The cutoff lies before the end of every report; the first begins on {first.date()}.",
            "Give a later day.",
        ),
    ):
        findings += [
            Finding("error", path.name, int(row) + 2, DemandCutoffs.cutoff, rule, words, mend) for row in rows.index
        ]
    refuse_errors(path, findings)
    return table[DemandCutoffs.column_names()]


def _unknown(name: str, reports: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """Places and items of reports that the folder's own lists do not have."""

    def listed(table: str, key: str) -> pd.Series:
        found = tables.get(table)
        return pd.Series(dtype=str) if found is None or key not in found else found[key]

    places = pd.concat([listed("camps", Camps.camp_id), listed("depots", Depots.depot_id)]).dropna()
    items = listed("items", Items.item_id).dropna()
    findings: list[Finding] = []
    if len(places):
        findings += unknown_names(name, Consumption.place_id, reports[Consumption.place_id], "place", places)
    if len(items):
        findings += unknown_names(name, Consumption.item_id, reports[Consumption.item_id], "item", items)
    return findings
