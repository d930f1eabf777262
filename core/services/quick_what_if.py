"""A what-if of two sliders: more or less money, more or fewer people at one camp."""

import datetime as dt

from core.domain.operation import Operation
from core.domain.scenario import Influx, Scenario
from core.domain.wording import SPACE
from core.locale.conventions import MINUS


def quick_what_if(
    operation: Operation, base: Scenario, budget_change: float, camp_id: str | None, influx_share: float, people: float
) -> Scenario:
    """The base scenario with its budget and the people of one camp changed.

    Parameters
    ----------
    budget_change
        Share added to every budget that is set, -0.5 to 0.5; nothing changes where none is set.
    influx_share, people
        Share of the camp's people who come (below zero: leave) on the day after the planning start, and those people.
    """
    values: dict[str, object] = {}
    words = []
    total, weekly = budgets(operation, base)
    if budget_change and (total is not None or weekly is not None):
        values |= {
            name: round(budget * (1 + budget_change))
            for name, budget in (("budget_usd", total), ("budget_usd_per_week", weekly))
            if budget is not None
        }
        words.append(f"Budget {_signed(budget_change)}")
    if influx_share and camp_id is not None and people > 0:
        day = (operation.planning_start + dt.timedelta(days=1)).date()
        change = Influx(camp_id=camp_id, date=day, people=float(round(people * influx_share)))
        values["influx"] = (*base.influx, change)
        words.append(f"{operation.place_names[camp_id]} {_signed(influx_share)}")
    if not words:
        return base
    name = ", ".join(words) if base == Scenario() else f"{base.name}, {', '.join(words)}"
    return base.model_copy(update={**values, "name": name[:200]})


def budgets(operation: Operation, scenario: Scenario) -> tuple[float | None, float | None]:
    """Budget of the horizon and of a week, USD: the scenario's, else the operation's; None where there is none."""
    settings = operation.settings
    total = settings.budget_usd if scenario.budget_usd is None else scenario.budget_usd
    weekly = settings.budget_usd_per_week if scenario.budget_usd_per_week is None else scenario.budget_usd_per_week
    return total, weekly


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else MINUS}{abs(share) * 100:.0f}{SPACE}%"
