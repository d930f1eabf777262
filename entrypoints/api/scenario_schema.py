"""How a scenario is described to programs: by the class that checks it, once, wherever one is asked for.

Bodies hold plain values, so that a fault is told in the words of every other door; the description is of the class.
"""

from typing import Any

from core.domain.scenario import Scenario

SCENARIO_MARK = "x-aid-scenario"
"""Marks the places of a description where a scenario stands."""
_PLACE = "#/components/schemas/"


def tell_scenarios(description: dict[str, Any]) -> None:
    """Put the description of a scenario wherever its mark stands."""
    schema = Scenario.model_json_schema(ref_template=_PLACE + "{model}", by_alias=True)
    description["components"]["schemas"].update({**schema.pop("$defs", {}), "Scenario": schema})
    _replace_marks(description)


def _replace_marks(part: Any) -> None:
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        if isinstance(inner, dict) and inner.pop(SCENARIO_MARK, False):
            kept = {key: inner[key] for key in ("description", "examples") if key in inner}
            inner.clear()
            inner.update({"$ref": f"{_PLACE}Scenario", **kept})
        _replace_marks(inner)
