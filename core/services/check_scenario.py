"""Whether a what-if can be asked of an operation, said in words before anything is solved."""

import re
from typing import Any

from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.errors import InvalidScenario

FIELD_WORDS = {
    "closures": "closed routes",
    "influx": "people who arrive",
    "lost_arrivals": "lost arrivals",
    "earlier_arrivals": "arrivals brought forward",
    "stock": "stock",
    "transfers": "transfers",
    "lifted_earmarks": "lifted reservations",
    "priorities": "priorities",
    "vulnerability": "vulnerability",
    "household_size": "household sizes",
    "camp_limits": "limits of camps",
    "decisions": "decisions",
}
"""Words of each list of a scenario."""


def with_entries(operation: Operation, scenario: Scenario, field: str, entries: list[dict[str, Any]]) -> Scenario:
    """The scenario with one of its lists exchanged.

    Parameters
    ----------
    entries
        Plain values of the list ``field``; ``from`` and ``to`` for the dates of a closure.

    Raises
    ------
    InvalidScenario
        If an entry lacks a value, is out of bounds or names what the operation does not have.
    """
    return with_values(operation, scenario, {field: entries})


def with_values(operation: Operation, scenario: Scenario, values: dict[str, Any]) -> Scenario:
    """The scenario with some of its values exchanged, checked against the operation.

    Raises
    ------
    InvalidScenario
        As ``with_entries``.
    """
    try:
        changed = Scenario.from_values({**scenario.to_values(), **values})
    except InvalidScenario as error:
        raise InvalidScenario(_in_words(error.message), hint="Fill it in again; nothing was changed.") from error
    apply_scenario(operation, changed)
    return changed


def _in_words(message: str) -> str:
    message = message.removeprefix("The scenario cannot be used. ")
    for field, words in FIELD_WORDS.items():
        message = re.sub(rf"\b{field}\.(\d+)", rf"{words}, row #\1", message)
    message = re.sub(r"row #(\d+)", _counted_from_one, message)
    return re.sub(r"row (\d+)\.(\w+)", r"row \1, \2", message)


def _counted_from_one(found: re.Match[str]) -> str:
    return f"row {int(found.group(1)) + 1}"
