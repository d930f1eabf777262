"""How long asked orders take, how late they come or what their freight costs, from past orders."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.domain.finding import Finding, findings_table
from core.domain.schemas import QUANTILES, Orders
from core.domain.validation import typed_table
from core.errors import InvalidTable
from core.intake import Reading, read_folder_with_findings, read_table
from core.lead_times.answer import Answer
from core.lead_times.days import forecast_days
from core.lead_times.freight import forecast_freight
from core.lead_times.neighbours import TREES
from core.lead_times.shipments import DESTINATION, known_on, one_row_per_order, sound_orders
from core.lead_times.target import TARGETS
from core.services.check_operation import refuse_errors

FREIGHT = "freight"
UNITS = {"lead": "days from ordered to delivered", "late": "days after the promised date", FREIGHT: "USD per kg"}
"""What may be asked, and the unit of the answer."""


@dataclass(frozen=True, eq=False)
class OrderForecast:
    """Answers to asked orders.

    Attributes
    ----------
    table
        ``order_id``, ``q10`` to ``q90``, one row per asked order in the order of the file.
    target
        A key of ``UNITS``.
    answer
        The rule used and how it did on past days.
    findings
        Questions and notes about the orders.
    """

    table: pd.DataFrame
    target: str
    answer: Answer
    findings: tuple[Finding, ...]

    def told(self) -> str:
        """One sentence on the rule that answered and why."""
        trial = self.answer.trial
        if not trial.orders:
            return "The plain rule answers: too little was known on earlier days to try anything else beside it."
        unit = "" if self.target == FREIGHT else " days"
        return (
            f"The {self.answer.method} answers: on {trial.orders:,} orders of the year before, the forest missed by "
            f"{trial.forest_score:.2f}{unit} and its 80 % interval held {trial.forest_held_share:.0%}; the plain rule "
            f"by {trial.plain_score:.2f}{unit} and {trial.plain_held_share:.0%}."
        )

    def values(self) -> dict[str, Any]:
        """Plain values for a machine."""
        trial = self.answer.trial
        return {
            "target": self.target,
            "unit": UNITS[self.target],
            "orders": len(self.table),
            "method": self.answer.method,
            "trial": {
                name: None if isinstance(value, float) and math.isnan(value) else value
                for name, value in vars(trial).items()
            },
            "findings": findings_table(self.findings).to_dict("records"),
        }


def load_orders(folder: Path) -> pd.DataFrame:
    """The lines of ``orders`` of a folder, typed; other tables of the folder are not looked at.

    Raises
    ------
    SourceUnavailable, InvalidTable
        If it cannot be read, has no ``orders`` or holds errors in them.
    """
    read = read_folder_with_findings(folder)
    wanted = Reading(
        {name: table for name, table in read.tables.items() if name == "orders"},
        [finding for finding in read.findings if finding.table == "orders"],
    ).or_raise(str(folder))
    if "orders" not in wanted:
        raise InvalidTable(
            f"{folder} has no table of orders.", hint="Add orders.csv; docs/lead-times.md tells its columns."
        )
    table, findings = typed_table("orders", wanted["orders"], Orders)
    refuse_errors(folder / "orders.csv", findings)
    return table


def load_asked(path: Path) -> pd.DataFrame:
    """The lines of orders that a file asks about, typed.

    Raises
    ------
    SourceUnavailable, InvalidTable
        If it cannot be read or holds errors.
    """
    table, findings = typed_table(path.name, read_table(path), Orders)
    if table.empty:
        words, mend = "No row asks for anything.", "Give the orders that are asked about."
        findings.append(Finding("error", path.name, None, None, "no_rows", words, mend))
    refuse_errors(path, findings)
    return table


def forecast_orders(
    lines: pd.DataFrame, asked_lines: pd.DataFrame, day: pd.Timestamp, target: str, trees: int = TREES
) -> OrderForecast:
    """Quantiles for asked orders, from what was recorded before a day.

    Parameters
    ----------
    lines, asked_lines
        ``Orders``; of the asked ones, only what is known when ordering is looked at.
    target
        A key of ``UNITS``. For ``lead`` the promised date is not looked at.
    trees
        Trees of the forest; fewer are quicker and a little worse.

    Raises
    ------
    NotEnoughHistory
        If nothing that tells of the target was recorded before the day.
    """
    orders, findings = sound_orders(one_row_per_order(lines))
    asked = one_row_per_order(asked_lines)
    findings += _about_asked(known_on(orders, day), asked, target)
    if target == FREIGHT:
        answer = forecast_freight(orders, asked, day, trees)
    else:
        answer = forecast_days(TARGETS[target], orders, asked, day, trees)
    table = pd.DataFrame(answer.quantiles, columns=list(QUANTILES)).assign(order_id=asked[Orders.order_id])
    in_file = asked_lines[Orders.order_id].drop_duplicates()
    table = table.set_index(Orders.order_id).loc[in_file].reset_index()
    return OrderForecast(table, target, answer, tuple(findings))


def _about_asked(known: pd.DataFrame, asked: pd.DataFrame, target: str) -> list[Finding]:
    notes: list[Finding] = []

    def note(level: Any, column: str, rule: str, count: int, words: str, suggestion: str = "") -> None:
        if count:
            notes.append(Finding(level, "asked", None, column, rule, f"{count:,} asked orders {words}", suggestion))

    past = known[known[Orders.delivered].notna()]
    for column, what in ((Orders.mode, "a mode"), (DESTINATION, "a destination")):
        new = ~asked[column].isin(past[column]) & (asked[column] != "")
        named = ", ".join(f"“{word}”" for word in asked.loc[new, column].unique()[:5])
        note(
            "note",
            column,
            "not_seen_before",
            int(new.sum()),
            f"name {what} that no past order has ({named}); others speak.",
        )
    note("note", Orders.mode, "no_mode", int((asked[Orders.mode] == "").sum()), "name no mode.")
    if target in TARGETS:
        starts = TARGETS[target].starts
        words = f"have no day of “{starts}”; they are answered as if nothing of their time had passed."
        note(
            "question", starts, "no_start_day", int(asked[starts].isna().sum()), words, "Fill it in where it is known."
        )
    done = asked[Orders.order_id].isin(past[Orders.order_id])
    words = "are recorded as delivered; they are answered as if they were open."
    note("question", Orders.order_id, "delivered_already", int(done.sum()), words, "Leave them out.")
    return notes
