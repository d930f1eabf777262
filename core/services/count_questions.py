"""What a person should be asked about the counts of an operation: steps, counts that stand alone, copied figures."""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Population
from core.intake import ask_about_counts

Rule = Literal["outlier", "step", "copied_forward"]
Choice = Literal["recount", "movement", "copied", "error", "right"]

CHOICES: dict[str, tuple[Choice, ...]] = {
    "outlier": ("error", "recount", "movement", "copied", "right"),
    "step": ("recount", "movement", "copied", "error", "right"),
    "copied_forward": ("copied", "right"),
}
"""What may be answered to each kind of question, the likeliest first."""


@dataclass(frozen=True)
class Mirror:
    """The change at another camp that mirrors a step: people may have moved between the two."""

    name: str
    people: float
    date: pd.Timestamp
    km: float


@dataclass(frozen=True)
class CountQuestion:
    """One question about one count, or about a run of equal counts.

    Attributes
    ----------
    rule, camp_id, date
        Which question it is; together they name it.
    name
        Camp, as people call it.
    count
        The count that is asked about, people.
    before, before_date, after, after_date
        The counts around it; None where there is none.
    through, times
        Last day and number of the equal counts; its own day and 1 where only one count is asked about.
    mirror
        The camp where as many came or left, for a step.
    choices
        What may be answered.
    """

    rule: Rule
    camp_id: str
    date: pd.Timestamp
    name: str
    count: float
    before: float | None
    before_date: pd.Timestamp | None
    after: float | None
    after_date: pd.Timestamp | None
    through: pd.Timestamp
    times: int
    mirror: Mirror | None

    @property
    def key(self) -> tuple[str, str, str]:
        """Rule, camp and day."""
        return self.rule, self.camp_id, str(self.date.date())

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be answered, the likeliest first."""
        return CHOICES[self.rule]


def count_questions(operation: Operation) -> tuple[CountQuestion, ...]:
    """Open questions about the counts of an operation, the worst first."""
    names = operation.place_names
    asked = ask_about_counts(operation.population, operation.camps)
    return tuple(_question(row, names) for row in asked.to_dict("records"))


def _question(row: dict[str, Any], names: dict[str, str]) -> CountQuestion:
    mirror = None
    if not pd.isna(row["beside"]):
        name = names.get(row["beside"], row["beside"])
        mirror = Mirror(name, float(row["beside_people"]), pd.Timestamp(row["beside_date"]), float(row["beside_km"]))
    around = {name: None if pd.isna(row[name]) else row[name] for name in _AROUND}
    return CountQuestion(
        rule=row["rule"],
        camp_id=row[Population.camp_id],
        date=row[Population.date],
        name=names.get(row[Population.camp_id], row[Population.camp_id]),
        count=float(row[Population.population]),
        **around,
        through=row["through"],
        times=int(row["times"]),
        mirror=mirror,
    )


_AROUND = ("before", "before_date", "after", "after_date")
