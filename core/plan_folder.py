"""A plan as a folder of files, for people and other programs to read; it appears whole or not at all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from core.domain.finding import Finding
from core.domain.plan import Plan, SolveReport, Status
from core.domain.scenario import Scenario
from core.domain.schemas import PLAN_TABLES, NeedsInput, NeedsTable, Table
from core.domain.validation import typed_table
from core.errors import InvalidTable, SourceUnavailable
from core.whole_folder import csv_text, json_text, refuse_foreign, write_whole

NEEDS_FILE, SCENARIO_FILE, SUMMARY_FILE = "needs.csv", "scenario.json", "summary.json"

TRAILING_COLUMNS = frozenset({"expires", "earmark", "origin_id", "destination_id", "lead_time_weeks"})
"""Columns at the end of plan files that older plans and plans of other programs may lack; they are then blank."""

REPORT_KEYS = ("status", "termination", "gap", "seconds", "rows", "columns", "nonzeros")
"""Fields of the solve report kept in the summary."""


def plan_file_names() -> frozenset[str]:
    """Names of the files a plan folder holds."""
    return frozenset({f"{name}.csv" for name in PLAN_TABLES} | {NEEDS_FILE, SCENARIO_FILE, SUMMARY_FILE})


def refuse_foreign_folder(folder: Path) -> None:
    """Refuse to write a plan over anything but a plan.

    Raises
    ------
    SourceUnavailable
        If something is there that is no folder, or a folder that holds other things than a plan's files.
    """
    refuse_foreign(folder, plan_file_names(), SUMMARY_FILE, "plan")


def write_plan(plan: Plan, folder: Path) -> None:
    """Write a plan; the folder appears whole or not at all.

    Tables have the columns of ``PLAN_TABLES`` in order, dates as YYYY-MM-DD, and numbers that read back equal.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no plan.
    """
    refuse_foreign_folder(folder)
    write_whole(folder, _files(plan), "plan")


def read_plan(folder: Path) -> Plan:
    """Read a plan from its folder.

    Raises
    ------
    SourceUnavailable
        If the folder or one of its files is missing or cannot be read.
    InvalidTable
        If a cell is not what its column should hold; names file, row and column of every fault.
    InvalidScenario
        If the scenario of the plan cannot be used.
    """
    if not folder.is_dir():
        raise SourceUnavailable(f"There is no plan folder {folder}.", hint="Make one with aid plan.")
    findings: list[Finding] = []
    tables = {}
    for name, schema in PLAN_TABLES.items():
        tables[name], found = _read_table(folder / f"{name}.csv", schema)
        findings += found
    needs, found = _read_needs(folder / NEEDS_FILE)
    findings += found
    if findings:
        first = findings[0]
        more = f" And {len(findings) - 1} more." if len(findings) > 1 else ""
        raise InvalidTable(
            f"The plan in {folder} cannot be used. {first.place()}: {first.message}{more}", findings, first.suggestion
        )
    summary = _read_json(folder / SUMMARY_FILE)
    scenario = Scenario.from_text(_read_text(folder / SCENARIO_FILE))
    return Plan(tables=tables, needs=needs, scenario=scenario, report=_report(summary), summary=summary)


def _files(plan: Plan) -> dict[str, str]:
    files = {
        f"{name}.csv": csv_text(plan.tables[name][schema.column_names()]) if name in plan.tables else ""
        for name, schema in PLAN_TABLES.items()
    }
    files[NEEDS_FILE] = csv_text(plan.needs)
    # every value is written, so that a plan stays the same when a default changes
    files[SCENARIO_FILE] = json_text(plan.scenario.model_dump(mode="json", by_alias=True))
    report = {key: getattr(plan.report, key) for key in REPORT_KEYS}
    files[SUMMARY_FILE] = json_text({**report, **plan.summary})
    return files


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SourceUnavailable(
            f"The plan has no {path.name} in {path.parent}.", hint="Make the plan again with aid plan."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnavailable(f"{path} cannot be read as UTF-8 text: {error}", hint="Make the plan again.") from error


def _read_json(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(_read_text(path))
    except (ValueError, RecursionError) as error:
        raise SourceUnavailable(f"{path} is not JSON: {error}", hint="Make the plan again with aid plan.") from error
    if not isinstance(values, dict):
        raise SourceUnavailable(f"{path} is not a set of keys and values.", hint="Make the plan again with aid plan.")
    return values


def _read_cells(path: Path) -> pd.DataFrame:
    _read_text(path)
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise SourceUnavailable(f"{path} is not a table of CSV: {error}", hint="Make the plan again.") from error


def _read_table(path: Path, schema: type[Table]) -> tuple[pd.DataFrame, list[Finding]]:
    raw = _exact_numbers(_read_cells(path), schema)
    table, findings = typed_table(path.name, raw, schema)
    kept = [f for f in findings if not (f.rule == "missing_column" and f.column in TRAILING_COLUMNS)]
    kept = [f for f in kept if not (f.rule == "blank" and f.column in TRAILING_COLUMNS)]
    return table, kept


def _read_needs(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    raw = _read_cells(path)
    schema = NeedsTable if set(NeedsTable.column_names()) <= set(raw.columns) else NeedsInput
    return typed_table(path.name, _exact_numbers(raw, schema), schema)


def _exact_numbers(raw: pd.DataFrame, schema: type[Table]) -> pd.DataFrame:
    """Columns of numbers as the numbers they were written from; pandas' own reading is off in the last digit."""
    declared = schema.to_schema().columns
    for name in raw.columns.intersection(list(declared)):
        if str(declared[name].dtype).startswith(("float", "int")):
            try:
                numbers = raw[name].where(raw[name].str.strip() != "", "nan").to_numpy(dtype=object).astype("float64")
            except ValueError:
                continue  # the cell that is no number is named by the validation
            if raw[name].str.contains("nan|inf", case=False).any():
                continue
            raw = raw.assign(**{name: numbers})
    return raw


def _report(summary: Mapping[str, Any]) -> SolveReport:
    told = summary.get("status")
    status = next((known for known in get_args(Status) if known == told), None)
    if status is None:
        expected = " or ".join(get_args(Status))
        raise InvalidTable(
            f"{SUMMARY_FILE}, key status: expected {expected}, found “{told}”.",
            hint="Make the plan again with aid plan.",
        )
    seconds = summary.get("seconds")
    return SolveReport(
        status=status,
        termination=str(summary.get("termination", "")),
        gap=_figure(summary, "gap"),
        seconds={str(key): float(value) for key, value in seconds.items()} if isinstance(seconds, dict) else {},
        rows=int(_figure(summary, "rows")),
        columns=int(_figure(summary, "columns")),
        nonzeros=int(_figure(summary, "nonzeros")),
    )


def _figure(summary: Mapping[str, Any], key: str) -> float:
    value = summary.get(key) or 0
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidTable(
            f"{SUMMARY_FILE}, key {key}: expected a number, found “{value}”.", hint="Make the plan again with aid plan."
        )
    return float(value)
