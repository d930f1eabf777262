"""The settings of an operation, as its key and value table."""

from pandera.typing import Series

from core.domain.schemas.column import Table, column


class SettingsTable(Table):
    """One key and its value per row; the keys are the fields of ``core.domain.settings.Settings``."""

    _called = "Settings"
    _key = ("key",)

    key: Series[str] = column("Setting")
    value: Series[str] = column("Value", blank=True)
