"""What every address of the API stands on, and the parameters that many of them have."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import pandas as pd
from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from core.domain.access import Actor, Right, require
from core.domain.weeks import day_from_text
from core.errors import InvalidScenario, NotFound
from core.services.open_operation import OpenOperation, VersionInfo, newest_version, open_version, operation_names
from core.services.resources import Resources
from entrypoints.api.desk import JobDesk
from entrypoints.api.settings import ServingSettings

KEPT_OPERATIONS = 8
ID_DIGITS = 12


class ApiContext:
    """Built once for each process.

    Parameters
    ----------
    resources, desk, settings
        Use cases, long work, and how all is served.
    """

    def __init__(self, resources: Resources, desk: JobDesk, settings: ServingSettings) -> None:
        self.resources = resources
        self.desk = desk
        self.settings = settings
        # a data version never changes, so the one that was read stays right
        self._opened = lru_cache(KEPT_OPERATIONS)(self._open)

    def opened(self, operation: str) -> OpenOperation:
        """The newest data version of an operation, by its id or name; read once.

        Raises
        ------
        NotFound
            If none of this id or name is stored.
        """
        return self._opened(newest_version(self.resources, self.name_of(operation)).id)

    def name_of(self, operation: str) -> str:
        """Name of an operation from its id or name. Raises as ``opened``."""
        names = operation_names(self.resources)
        found = {operation_id(name): name for name in names} | {name: name for name in names}
        if operation not in found:
            raise NotFound(
                f"No operation “{operation[:80]}” is stored.", "Look at /api/v1/operations for ids and names."
            )
        return found[operation]

    def version(self, identifier: int) -> OpenOperation:
        """A data version by its identifier; read once."""
        return self._opened(identifier)

    def _open(self, identifier: int) -> OpenOperation:
        return open_version(self.resources, self.resources.store.version_of_id(identifier))


@lru_cache(1024)
def operation_id(name: str) -> str:
    """Short name of an operation that fits into any address."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def context_of(request: Request) -> ApiContext:
    """Of the application that answers."""
    context: ApiContext = request.app.state.aid
    return context


def actor_of(request: Request) -> Actor:
    """Who asks, as the gate found out."""
    actor: Actor = request.scope["aid_actor"]
    return actor


def looker_of(request: Request) -> Actor:
    """Who asks, if they may look."""
    actor = actor_of(request)
    require(actor, Right.LOOK)
    return actor


def asking_of(
    request: Request,
    operation: Annotated[
        str,
        Path(
            min_length=1, max_length=200, description="Id or name of the operation", examples=["Great Lakes response"]
        ),
    ],
) -> "Asking":
    """Everything a question about an operation needs, if whoever asks may look at it."""
    context = context_of(request)
    actor = looker_of(request)
    return Asking(context, actor, context.opened(operation))


@dataclass(frozen=True, eq=False)
class Asking:
    """A question about an operation: who asks, about which data version."""

    context: ApiContext
    actor: Actor
    opened: OpenOperation

    @property
    def resources(self) -> Resources:
        """What the use cases stand on."""
        return self.context.resources

    @property
    def version(self) -> VersionInfo:
        """The data version."""
        return self.opened.version


Context = Annotated[ApiContext, Depends(context_of)]
Who = Annotated[Actor, Depends(actor_of)]
Looker = Annotated[Actor, Depends(looker_of)]
About = Annotated[Asking, Depends(asking_of)]


class Strict(BaseModel):
    """A body: unknown keys are refused, and nothing is taken for what it is not."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _day(text: str) -> str:
    try:
        day_from_text(text)
    except Exception as error:  # any fault of the text is one of the request
        raise ValueError("a day as 2026-11-08 is expected") from error
    return text


Quantity = Annotated[float, Field(strict=True, ge=0, le=1e12, allow_inf_nan=False)]
People = Annotated[float, Field(strict=True, ge=0, le=1e9, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Weeks = Annotated[int, Field(strict=True, ge=1, le=52)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of it", examples=[1])]
Text = Annotated[str, Field(max_length=500)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"}), AfterValidator(_day)]
AsOf = Annotated[
    str | None,
    Query(
        pattern=r"^\d{4}-\d{2}-\d{2}$",
        description="Day to look from; the planning start by default",
        examples=["2026-11-01"],
    ),
]
WeeksAhead = Annotated[int, Query(ge=1, le=52, description="Weeks ahead", examples=[8])]
ModelVersion = Annotated[
    str | None, Query(max_length=200, description="Model version; the served one by default", examples=["2026.12.0"])
]


def day_of(opened: OpenOperation, text: str | None) -> pd.Timestamp:
    """The day of a parameter, the planning start where none is given.

    Raises
    ------
    InvalidScenario
        If it is no day.
    """
    if text is None:
        return opened.operation.planning_start
    try:
        return day_from_text(text)
    except ValueError as error:
        raise InvalidScenario(f"“{text}” is no day.", "Write it as 2026-11-08.") from error
