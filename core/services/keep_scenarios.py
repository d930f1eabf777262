"""Named what-ifs of an operation, kept in the store so that they outlive a session and are seen by all."""

from core.domain.access import Actor, Right, require
from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation
from core.services.resources import Resources

BASELINE = Scenario()
"""The operation as it is; always there, never stored."""


def stored_scenarios(resources: Resources, opened: OpenOperation) -> list[Scenario]:
    """The baseline, then the stored scenarios in the order they were made."""
    stored = resources.store.scenarios.of(opened.version.operation).values()
    return [BASELINE, *(entry.scenario for entry in sorted(stored, key=lambda entry: entry.created))]


def keep_scenario(resources: Resources, opened: OpenOperation, scenario: Scenario, actor: Actor) -> None:
    """Store a scenario under its name; one of the same name is replaced.

    Raises
    ------
    NotAllowed
        Unless the actor may keep scenarios.
    """
    require(actor, Right.KEEP_SCENARIO)
    resources.store.scenarios.save(opened.version.operation, scenario)


def drop_scenario(resources: Resources, opened: OpenOperation, name: str, actor: Actor) -> None:
    """Forget a stored scenario.

    Raises
    ------
    NotAllowed
        Unless the actor may delete scenarios.
    """
    require(actor, Right.KEEP_SCENARIO)
    resources.store.scenarios.delete(opened.version.operation, name)
