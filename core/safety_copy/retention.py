"""How long things are kept: one commented file, checked as a whole."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.domain.plain_faults import plain_fault
from core.errors import DataError, SourceUnavailable

FILE = "retention.toml"
"""In the working folder; where there is none, the one shipped in ``data`` holds."""

LARGEST_FILE = 100_000
MOST_DAYS = 36_500


class Retention(BaseModel):
    """Days and numbers that ``aid tidy`` goes by; data versions and the record of decisions are always kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    safety_copies: int = Field(ge=1, le=10_000, description="Safety copies in the working folder that are kept, newest")
    raw_file_days: int = Field(ge=1, le=MOST_DAYS, description="Days that a raw file no row names is kept")
    cached_result_days: int = Field(ge=1, le=MOST_DAYS, description="Days that a result nobody asked for is kept")
    failed_sign_in_days: int = Field(ge=1, le=MOST_DAYS, description="Days that failed sign-ins are kept")
    webhook_delivery_days: int = Field(
        default=30, ge=1, le=MOST_DAYS, description="Days that messages to addresses that are told are kept"
    )
    session_days: int = Field(ge=1, le=MOST_DAYS, description="Days that sessions are kept after their time")
    model_days: int = Field(730, ge=1, le=MOST_DAYS, description="Days after its training that a model may still serve")
    shadow_forecast_days: int = Field(400, ge=1, le=MOST_DAYS, description="Days that shadow forecasts are kept")
    flow_run_days: int = Field(
        400, ge=1, le=MOST_DAYS, description="Days that records of flows and of health are kept; also of older files"
    )


def read_retention(home: Path, shipped: Path) -> Retention:
    """The settings of the working folder ``home``, or the shipped ones.

    Raises
    ------
    SourceUnavailable, DataError
        If the file cannot be read; names every value that cannot be used.
    """
    own = home / FILE
    path = own if own.exists() else shipped
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(f"{path} is too large for settings.", "Start again from data/retention.toml.")
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be read: {error.strerror}.", "Put it back.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}.", "Mend it, or take it away for the shipped one.") from error
    try:
        return Retention(**values)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {plain_fault(e)}" for e in error.errors())
        raise DataError(f"{path} cannot be used: {faults}.", "Correct these; nothing was tidied.") from error
