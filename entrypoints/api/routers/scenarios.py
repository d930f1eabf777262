"""Scenarios: what-ifs that are kept with an operation, and whether one can be used."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path
from pydantic import BaseModel, Field

from core.domain.scenario import Scenario
from core.errors import NotFound
from core.services.keep_scenarios import drop_scenario, keep_scenario, stored_scenarios
from core.services.long_work import refuse_unusable
from core.services.tell_scenario import changes_in_words
from entrypoints.api.context import About
from entrypoints.api.paging import Page, Rows
from entrypoints.api.scenario_schema import SCENARIO_MARK

router = APIRouter(prefix="/operations/{operation}/scenarios", tags=["scenarios"])

ScenarioName = Annotated[
    str, Path(min_length=1, max_length=200, description="Name of the scenario", examples=["Less money"])
]
ScenarioBody = Annotated[
    dict[str, Any],
    Body(
        description="Keys of a scenario as in a scenario file; docs/technical.md lists all, unknown ones are refused",
        examples=[{"weeks": 4, "budget_usd": 900000}],
        json_schema_extra={SCENARIO_MARK: True},
    ),
]


class ScenarioCheck(BaseModel):
    """A scenario as it is understood."""

    scenario: dict[str, Any]
    key: str = Field(description="sha256 of what it asks, whatever its name")
    changes: list[str] = Field(description="What it changes, in words")


@router.get("", summary="List kept scenarios")
def list_scenarios(about: About, rows: Rows) -> Page:
    """Scenarios of the operation that people keep."""
    return rows.of_list(
        [one.to_values() | {"name": one.name} for one in stored_scenarios(about.resources, about.opened)]
    )


@router.post("/check", summary="Check a scenario")
def check_scenario(about: About, values: ScenarioBody) -> ScenarioCheck:
    """Whether it can be used on the operation, and what it changes in words; nothing is kept."""
    scenario = Scenario.from_values(values)
    refuse_unusable(about.opened.operation, scenario)
    words = [change.words for change in changes_in_words(about.opened.operation, scenario)]
    return ScenarioCheck(scenario=scenario.to_values(), key=scenario.key, changes=words)


@router.put("/{name}", summary="Keep a scenario")
def put_scenario(about: About, name: ScenarioName, values: ScenarioBody) -> ScenarioCheck:
    """Keep it under a name; one of the same name gives way."""
    scenario = Scenario.from_values({**values, "name": name})
    refuse_unusable(about.opened.operation, scenario)
    keep_scenario(about.resources, about.opened, scenario, about.actor)
    words = [change.words for change in changes_in_words(about.opened.operation, scenario)]
    return ScenarioCheck(scenario=scenario.to_values(), key=scenario.key, changes=words)


@router.delete("/{name}", summary="Delete a kept scenario", status_code=204)
def delete_scenario(about: About, name: ScenarioName) -> None:
    """Delete it; plans that were made from it stay."""
    if name not in {one.name for one in stored_scenarios(about.resources, about.opened)}:
        raise NotFound(f"No scenario “{name[:80]}” is kept.", "Look at the list of scenarios.")
    drop_scenario(about.resources, about.opened, name, about.actor)
