"""Settings of one operation, read from its key and value table."""

import datetime as dt
from typing import Annotated

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.domain.finding import Finding
from core.domain.plain_faults import plain_fault
from core.domain.schemas import SettingsTable

Money = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]


class Settings(BaseModel):
    """What holds for the operation as a whole."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = "Operation without a name"
    illustrative: bool = False
    """Whether figures are simulated; pages and exports then say so."""
    planning_start: dt.date | None = None
    """As-of of the forecast and date of the stock count; blank means the date of the latest count."""
    budget_usd: Money | None = None
    """Money for the whole horizon."""
    budget_usd_per_week: Money | None = None
    """Money for each week, not carried over."""
    currency: str = "USD"
    household_size: Annotated[float, Field(ge=1, le=30, allow_inf_nan=False)] = 5.0
    """People in a household where a camp does not say; planning figure of UNHCR kits, an estimate."""
    cost_usd_per_t_km: Money = 0.15
    """Freight where a route does not say; an estimate (World Bank 2009: 0.05 to 0.13 on African corridors)."""
    speed_kmh: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 40.0
    water_truck_m3: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 10.0
    """Water that one truck carries, in which pages tell litres as loads; an estimate unless it is set."""
    ledger_weeks: Annotated[int, Field(ge=1, le=520)] = 8
    """Weeks before the start whose deliveries count under the rule ``ledger``."""


def read_settings(table: pd.DataFrame) -> tuple[Settings, list[Finding]]:
    """Settings from a key and value table, with a finding per key that cannot be used or is not known."""
    filled = table.dropna(subset=[SettingsTable.value])
    values = dict(zip(filled[SettingsTable.key], filled[SettingsTable.value], strict=True))
    rows = {key: int(row) + 2 for row, key in table[SettingsTable.key].items()}
    findings = [
        Finding("note", "settings", rows[key], "key", "unknown_setting", f"Setting “{key}” is not used.", "")
        for key in values
        if key not in Settings.model_fields
    ]
    try:
        return Settings.model_validate(values), findings
    except ValidationError as error:
        for fault in error.errors():
            key = str(fault["loc"][0])
            came = str(values.get(key))
            message = f"Setting “{key}” is “{came}” and {plain_fault(fault)}."
            findings.append(
                Finding("error", "settings", rows.get(key), "value", "setting", message, f"Correct “{key}”.")
            )
            values.pop(key, None)
        return Settings.model_validate(values), findings
