"""What an operation's own counts teach: examples of their own emergency, beside those a model ships with."""

from pathlib import Path

from core.domain.operation import Operation
from core.errors import NotEnoughHistory
from core.forecasting.hyperparameters import Hyperparameters
from core.forecasting.real_examples import RealCounts, RealExamples, build_real_examples
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.services.train_models import OWN_DATA, rebuilt_examples, shipped_examples, training_choices

OWN = "own/"
"""Before the name of the operation in the name of its emergency; the model is never scored on it without a refit."""


def own_examples(operation: Operation, name: str, choices: Hyperparameters) -> RealExamples:
    """Normalised examples of an operation's counts; they hold no number of people and no name of a camp.

    The first half year of each series is left out: its first count is seldom the first week of the camp, so the age of
    a young camp would be read wrongly.

    Raises
    ------
    NotEnoughHistory
        If no count could be compared with a forecast.
    """
    counted = RealCounts(operation.population, begins_with_camp=False, licence=OWN_DATA)
    try:
        return build_real_examples({f"{OWN}{name}": counted}, choices.examples.longest_lead_weeks, choices.seed)
    except ValueError as error:
        raise NotEnoughHistory(
            f"“{name}” has no counts to learn from: {error}.", "A series of at least eight months is needed."
        ) from error


def with_own_history(
    resources: Resources, opened: OpenOperation, config: Path | None, data: Path | None
) -> RealExamples:
    """The examples of ``train_version`` with those of a stored operation beside them.

    Raises
    ------
    NotEnoughHistory, SourceUnavailable, ModelIntegrity
        If there is nothing to learn from, or it cannot be read.
    """
    choices = training_choices(resources, config)
    own = own_examples(opened.operation, opened.version.operation, choices)
    shipped = rebuilt_examples(data, choices) if data else shipped_examples(resources)
    return own if shipped is None else shipped.with_others(own)
