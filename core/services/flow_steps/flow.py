"""What a flow and a step are."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.domain.access import Actor
from core.services.resources import Resources
from core.settings import AppSettings

Values = Mapping[str, Any]
"""Plain values by name: what JSON can hold. Tables and models are kept elsewhere, and named here."""


@dataclass(frozen=True, eq=False)
class FlowContext:
    """What every step may use beside its inputs.

    Attributes
    ----------
    rebuild
        Makes the resources anew in another process; a function of a module, for it is sent there by name.
    actor
        Who runs the flow.
    today
        Day of the run.
    tell
        Told a line of text at each step.
    pause
        Waits so many seconds between two tries.
    """

    resources: Resources
    rebuild: Callable[[AppSettings], Resources]
    actor: Actor
    today: dt.date
    tell: Callable[[str], None] = lambda _: None
    pause: Callable[[float], None] = time.sleep

    @property
    def folder(self) -> Path:
        """Where steps keep files for later steps."""
        return self.resources.settings.home / "flows"


@dataclass(frozen=True)
class Worked:
    """What a step gave: its outputs, and what came of it in a sentence."""

    outputs: Values
    message: str


def _always(_context: FlowContext, _outputs: Values) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes
    ----------
    name
        As it is on record.
    inputs, outputs
        Names of the values it takes and gives. It is handed its inputs and nothing else, so they are all that its
        result may hang on, and their hash says whether the work was done before.
    work
        Does it; gives exactly ``outputs``.
    tries
        How often it is tried before it has failed.
    wait_seconds
        Before the second try; doubled before each further one.
    is_repeatable
        Whether equal inputs give equal outputs. What reads the store anew is not.
    is_still_there
        Whether what the outputs name still exists; asked before an earlier result is taken.
    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    work: Callable[[FlowContext, Values], Worked]
    tries: int = 3
    wait_seconds: float = 2.0
    is_repeatable: bool = True
    is_still_there: Callable[[FlowContext, Values], bool] = field(default=_always)


@dataclass(frozen=True)
class Flow:
    """Steps one after the other.

    Attributes
    ----------
    name, words
        As it is called, and what it is for.
    given
        Names of the values it starts with.
    steps
        In order; each takes what is given and what steps before it gave.
    """

    name: str
    words: str
    given: tuple[str, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Refuse a step that takes what nobody gives."""
        known = set(self.given)
        for step in self.steps:
            missing = [name for name in step.inputs if name not in known]
            if missing:
                raise ValueError(f"step {step.name} of flow {self.name} takes {missing}, which nothing before it gives")
            known |= set(step.outputs)
