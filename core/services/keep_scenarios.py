"""Named what-ifs of an operation, kept in the store so that they outlive a session and are seen by all."""

from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation
from core.services.resources import Resources

BASELINE = Scenario()
"""The operation as it is; always there, never stored."""


def stored_scenarios(resources: Resources, opened: OpenOperation) -> list[Scenario]:
    """The baseline, then the stored scenarios in the order they were made."""
    stored = resources.store.load_scenarios(opened.version.operation).values()
    return [BASELINE, *(entry.scenario for entry in sorted(stored, key=lambda entry: entry.created))]


def keep_scenario(resources: Resources, opened: OpenOperation, scenario: Scenario) -> None:
    """Store a scenario under its name; one of the same name is replaced."""
    resources.store.save_scenario(opened.version.operation, scenario)


def drop_scenario(resources: Resources, opened: OpenOperation, name: str) -> None:
    """Forget a stored scenario."""
    resources.store.delete_scenario(opened.version.operation, name)
