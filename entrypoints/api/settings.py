"""How the API is served: one commented file, checked before anything listens."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.domain.plain_faults import plain_fault
from core.errors import AidError
from core.settings import PROJECT

DEFAULT = PROJECT / "deploy" / "serving.toml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ServerPart(_Part):
    """Where and with how many processes the API listens."""

    host: Annotated[str, Field(min_length=1, max_length=255)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8600
    workers: Annotated[int, Field(ge=1, le=32)] = 1
    keep_alive_seconds: Annotated[int, Field(ge=1, le=600)] = 5
    grace_seconds: Annotated[int, Field(ge=1, le=600)] = 10


class AuthenticationPart(_Part):
    """Whether a key is needed while no account exists."""

    mode: Literal["accounts", "required"] = "accounts"


class LimitsPart(_Part):
    """How much one request may bring or ask for."""

    body_mb: Annotated[float, Field(gt=0, le=1000, strict=False)] = 2
    upload_mb: Annotated[float, Field(gt=0, le=2000, strict=False)] = 200
    page_rows: Annotated[int, Field(ge=1, le=100_000)] = 100
    most_page_rows: Annotated[int, Field(ge=1, le=100_000)] = 5000
    most_jobs: Annotated[int, Field(ge=1, le=100_000)] = 100

    @model_validator(mode="after")
    def _usual_within_most(self) -> "LimitsPart":
        if self.page_rows > self.most_page_rows:
            raise ValueError("page_rows is larger than most_page_rows")
        return self


class RatePart(_Part):
    """How often one key may ask, over all processes together."""

    burst: Annotated[int, Field(ge=1, le=1_000_000)] = 200
    requests_per_second: Annotated[float, Field(gt=0, le=1_000_000, strict=False)] = 50


class ServingSettings(_Part):
    """The whole file; every key has a value of its own where it is left away."""

    server: ServerPart = ServerPart()
    authentication: AuthenticationPart = AuthenticationPart()
    limits: LimitsPart = LimitsPart()
    rate: RatePart = RatePart()


def read_serving_settings(path: Path = DEFAULT, port: int | None = None) -> ServingSettings:
    """Settings of a file, with another port where one is given.

    Raises
    ------
    AidError
        If the file cannot be read, or names every key that is unknown or out of bounds.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AidError(
            f"The settings {path} cannot be read: {error}.", "Name a file as deploy/serving.toml is."
        ) from error
    try:
        settings = ServingSettings.model_validate(values)
        if port is not None:
            server = ServerPart.model_validate({**settings.server.model_dump(), "port": port})
            settings = settings.model_copy(update={"server": server})
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'file'}: {plain_fault(fault)}" for fault in error.errors()]
        raise AidError(
            f"The settings {path} cannot be used. {'; '.join(faults)}.", "Correct these keys; the file explains each."
        ) from error
    return settings
