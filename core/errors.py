"""Every error this program raises on purpose.

    AidError                      message and hint
    ├── DataError
    │   ├── SourceUnavailable     a file or folder cannot be read
    │   └── InvalidTable          one or more findings of level error
    ├── InvalidScenario           a scenario that cannot be applied to the operation
    ├── ForecastError
    │   ├── BacktestCancelled     a person stopped the backtest
    │   └── NotEnoughHistory      no count on or before the date asked for
    ├── AllocationError
    │   ├── Infeasible            hard limits that cannot hold together, named
    │   ├── SolveCancelled        a person stopped the solve
    │   └── SolverFailed          the solver gave no usable answer
    ├── RegistryError
    │   ├── ModelNotFound         no such version
    │   ├── ModelIntegrity        a model file differs from its recorded hash
    │   ├── TrainingFailed        a training ended before it had a model
    │   └── TrackingFailed        the record of training runs cannot be used
    ├── StepFailed                a step of a flow failed for good, in the words of its cause
    ├── StoreError                the store refused: a newer version exists, a name is taken
    └── NotAllowed                who acts has not the right, or may not decide alone
        ├── SignInNeeded          nobody is signed in, or the session has ended
        └── SignInRefused         name and password do not go together, or it is too early for another try

Errors are caught at the doors only (page frame, command line). A finding that is not a fault is data in a result.
"""

from collections.abc import Sequence
from typing import Any


class AidError(Exception):
    """A fault a person can act on.

    Parameters
    ----------
    message
        What was expected and what came, with the place.
    hint
        What to do next.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class DataError(AidError):
    """The data given cannot be used."""


class SourceUnavailable(DataError):
    """A file or folder cannot be read."""


class InvalidTable(DataError):
    """One or more tables hold errors; every one is listed in ``findings``."""

    def __init__(self, message: str, findings: Sequence[object] = (), hint: str = "") -> None:
        super().__init__(message, hint)
        self.findings = tuple(findings)


class InvalidScenario(AidError):
    """A scenario is malformed or names something the operation does not have."""


class ForecastError(AidError):
    """A forecast could not be made."""


class BacktestCancelled(ForecastError):
    """A person stopped the backtest."""


class NotEnoughHistory(ForecastError):
    """No count on or before the date asked for."""


class AllocationError(AidError):
    """A plan could not be made."""


class Infeasible(AllocationError):
    """Hard limits that cannot hold together; ``limits`` names them in words, ``repairs`` says what would do.

    A repair has ``words``, ``scenario`` (values of the scenario that has it, None where no scenario can say it).
    """

    def __init__(self, message: str, limits: Sequence[str] = (), hint: str = "", repairs: Sequence[Any] = ()) -> None:
        super().__init__(message, hint)
        self.limits = tuple(limits)
        self.repairs = tuple(repairs)


class SolveCancelled(AllocationError):
    """A person stopped the solve."""


class SolverFailed(AllocationError):
    """The solver gave no usable answer."""


class RegistryError(AidError):
    """The model registry refused."""


class ModelNotFound(RegistryError):
    """No model of this version."""


class ModelIntegrity(RegistryError):
    """A model file differs from the hash recorded when it was trained."""


class StepFailed(AidError):
    """A step of a flow failed for good; what is finished stays finished."""


class TrainingFailed(RegistryError):
    """A training ended before it had a model; nothing of it was stored."""


class TrackingFailed(RegistryError):
    """Training runs cannot be tracked or read; models do not depend on it."""


class StoreError(AidError):
    """The store refused a change."""


class NotAllowed(AidError):
    """Who acts has not the right to do it, or a second person is asked for."""


class SignInNeeded(NotAllowed):
    """Nobody is signed in where sign-in is required, or the session has ended."""


class SignInRefused(NotAllowed):
    """Name and password do not go together, or it is too early for another try."""
