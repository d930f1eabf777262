"""What tables make us ask: one family of rules per file; nothing here stops a command."""

from pathlib import Path
from types import MappingProxyType

import pandas as pd

from core.domain.finding import Finding, errors_of
from core.domain.operation import Operation
from core.domain.schemas import Population
from core.domain.settings import Settings, read_settings
from core.domain.validation import typed_tables
from core.domain.weeks import as_day
from core.intake.checks.amounts import check_amounts
from core.intake.checks.counts import check_counts
from core.intake.checks.duplicates import check_duplicates
from core.intake.checks.geography import check_geography
from core.intake.checks.grains import check_grains
from core.intake.checks.groups import check_groups
from core.intake.checks.households import check_households
from core.intake.checks.item_units import check_item_units
from core.intake.checks.known_standards import check_known_standards
from core.intake.checks.land import check_land
from core.intake.checks.later_counts import check_later_counts
from core.intake.checks.limits import check_limits
from core.intake.checks.one_question import one_question_each
from core.intake.checks.orders import check_orders
from core.intake.checks.pcodes import check_pcodes
from core.intake.checks.ratios import check_ratios
from core.intake.checks.records import check_records
from core.intake.checks.slips import check_slips
from core.intake.checks.standards import check_standards
from core.intake.checks.stock_reports import check_stock_reports
from core.intake.outlines import read_outlines
from core.intake.reading import read_folder_with_findings


def check_tables(
    raw: dict[str, pd.DataFrame], today: pd.Timestamp | None = None, known: pd.DataFrame | None = None
) -> tuple[Operation | None, list[Finding]]:
    """Every finding about raw tables, and the operation they make.

    Parameters
    ----------
    raw
        Name of the table to its cells, as a reader of this package gives them.
    today
        Day of the check: counts dated after it are asked about, unless the data are illustrative. None asks nothing.
    known
        ``Standards`` that items may name; without them that column is not looked at.

    Returns
    -------
    tuple
        The operation, None where any finding is an error; and all findings, errors first.
    """
    tables, findings = typed_tables(raw)
    settings, about_settings = read_settings(tables["settings"])
    findings += about_settings
    operation = None
    if not errors_of(findings):
        fresh = {name: table.reset_index(drop=True) for name, table in tables.items()}
        operation = Operation(MappingProxyType(fresh), settings, tuple(findings))
    start = _planning_start(tables["population"], settings)
    findings += check_geography(tables)
    findings += check_land(tables, read_outlines())
    findings += check_duplicates(tables["camps"])
    findings += check_pcodes(tables["camps"])
    findings += check_counts(tables, start, None if settings.illustrative else today)
    findings += check_slips(tables)
    findings += check_later_counts(tables, start)
    findings += check_groups(tables)
    findings += check_grains(tables)
    findings += check_ratios(tables)
    findings += check_amounts(tables)
    findings += check_limits(tables, start)
    findings += check_records(tables, start)
    findings += check_stock_reports(tables)
    findings += check_orders(tables)
    about_standards, judged = ([], None) if known is None else check_known_standards(tables, settings, known)
    findings += about_standards
    findings += check_standards(tables, settings, judged)
    findings += check_item_units(tables)
    findings += check_households(tables["camps"])
    order = {"error": 0, "question": 1, "note": 2}
    findings = one_question_each(findings)
    return operation, sorted(findings, key=lambda finding: order[finding.level])


def check_folder(
    path: Path, today: pd.Timestamp | None = None, known: pd.DataFrame | None = None
) -> tuple[Operation | None, list[Finding]]:
    """Every finding about an operation folder, unreadable files among them; the rest as in ``check_tables``.

    Raises
    ------
    SourceUnavailable
        If the folder or a file cannot be opened.
    """
    read = read_folder_with_findings(path)
    operation, findings = check_tables(read.tables, today, known)
    broken = {finding.table for finding in errors_of(read.findings)}
    findings = [f for f in findings if not (f.rule == "missing_table" and f.table in broken)]
    return (None if broken else operation), [*errors_of(read.findings), *findings, *_rest(read.findings)]


def _rest(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level != "error"]


def _planning_start(population: pd.DataFrame, settings: Settings) -> pd.Timestamp | None:
    if settings.planning_start is not None:
        return as_day(settings.planning_start)
    last = population.loc[population[Population.population].notna(), Population.date].max()
    return None if pd.isna(last) else last
